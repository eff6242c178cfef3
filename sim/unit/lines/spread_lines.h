// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// A table with breakpoints spread evenly over all codes, the same line in every segment, and shifts of zero.
UnitTable spread_codes(const UnitConfig& config, const IntParameters& parameters, Word slope, Word intercept);

/// The last code of each segment of a table that a breakpoint ends.
std::vector<std::int64_t> breakpoint_codes(const IntParameters& parameters, const UnitTable& table);

}  // namespace pwlsim::unit
