// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/number/word_format.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The upper two bits of a register address of a unit of lines; the lower ones are the index.
enum class Field : std::uint32_t { kBreakpoint = 0, kSlope = 1, kIntercept = 2, kShift = 3 };

/// Indices within Field::kShift. Wide units have all four; there kRequantShift is the base of the expansion.
constexpr std::uint32_t kInterceptShift = 0;
constexpr std::uint32_t kRequantShift = 1;  ///< right shift of the accumulator, or the base
constexpr std::uint32_t kMode = 2;          ///< a RangeMode
constexpr std::uint32_t kExpScale = 3;      ///< input scale s of exp

/// The register map of a unit of lines: the three fields of a table with `entries` entries, then `shifts` registers of
/// `shift_bits` bits.
std::vector<RegisterField> line_fields(int entries, const WordFormat& breakpoint, const WordFormat& slope,
                                       const WordFormat& intercept, int shifts, int shift_bits,
                                       const std::string& shifts_meaning);

}  // namespace pwlsim::unit
