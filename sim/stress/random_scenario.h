// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/lockstep/rtl_source.h"
#include "sim/stress/scenario.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::stress {

/// A random session of a unit: loads of tables from `tables` and random ones with and without data flowing, inputs at
/// and beside breakpoints, special and random words, all kinds of stall, rewritten registers, resets in mid-stream,
/// noise on idle inputs. The same arguments give the same scenario on every machine. `tables` must be for the unit; if
/// it is empty, all registers are random. What a unit lacks is left out of its sessions; one without write port has the
/// first of the tables.
Scenario random_scenario(const UnitConfig& unit, const std::vector<UnitTable>& tables, std::uint64_t seed,
                         std::size_t cycles, const RtlSource::Lacks& lacks = {});

}  // namespace pwlsim::stress
