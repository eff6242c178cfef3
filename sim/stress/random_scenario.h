// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/stress/scenario.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::stress {

/// A random life of a unit: tables of `tables` and random ones loaded while data flow or while they do not, inputs at
/// and beside breakpoints, special and random words, all kinds of stall, registers rewritten, resets in mid-stream,
/// noise on idle inputs. The same for the same arguments on every machine. `tables` are of the unit; where
/// there are none, all registers are random.
Scenario random_scenario(const UnitConfig& unit, const std::vector<UnitTable>& tables, std::uint64_t seed,
                         std::size_t cycles);

}  // namespace pwlsim::stress
