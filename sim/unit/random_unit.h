// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/random.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

/// A unit of that structure with random parameters within their ranges. Values that do not go together are drawn again;
/// small values are more frequent. The same state of `random` gives the same unit on every machine.
const UnitConfig& random_unit(const Structure& structure, Random& random);

/// The unit with random words in place of its constants; as it is if it has none. The same seed gives the same words on
/// every machine.
UnitConfig with_random_constants(UnitConfig unit, std::uint64_t seed);

/// `of_each` different units of each structure, in the order of structures(); fewer if a structure has fewer. The first
/// ones are the same for any `of_each`.
std::vector<const UnitConfig*> random_units(std::size_t of_each, std::uint64_t seed);

}  // namespace pwlsim::unit
