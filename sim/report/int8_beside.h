// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::report {

/// Name of the unit against which another one is measured: INT8 with as many entries, as in the papers. Empty for INT8
/// itself, and for units that do more than INT8 does: round their output to codes, or reduce the range.
std::string int8_beside(const UnitConfig& unit);

}  // namespace pwlsim::report
