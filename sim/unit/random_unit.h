// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "sim/base/random.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

/// A unit of that structure whose parameters are drawn from their ranges. Values that do not go together are not
/// drawn, small ones are more frequent. The same for the same state of `random` on every machine.
const UnitConfig& random_unit(const Structure& structure, Random& random);

/// So many different units of each structure, in the order of structures(); fewer of one that has no more. The first
/// ones are the same for any count.
std::vector<const UnitConfig*> random_units(std::size_t of_each, std::uint64_t seed);

}  // namespace pwlsim::unit
