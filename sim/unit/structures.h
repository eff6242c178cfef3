// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The list of all structures.
const std::vector<const Structure*>& structures();

/// The structure of that name. Throws InputError that lists the known names.
const Structure& find_structure(std::string_view name);

}  // namespace pwlsim::unit
