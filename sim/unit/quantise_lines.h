// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/function/function.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/line_format.h"
#include "sim/unit/table.h"

namespace pwlsim::unit {

/// The finest input scale s at which codes hold the function's range [lo, hi]; 0 when none does, and for floating-point
/// formats. When the accumulator can wrap, codes have at most half its width, because range and fraction share its
/// bits.
int default_scale(const Function& function, const LineTableFormat& format);

/// The finest output scale, up to `finest`, at which output codes hold the function at all input codes q * 2^-scale:
/// its values in the fitted range, its tails beyond. When these reach exactly 2^n, the greatest code, one step less,
/// stands for 2^n.
int default_output_scale(const Function& function, const LineTableFormat& format, int scale, int finest);

/// A table's numbers as register words.
struct QuantisedLines {
  int fraction = 0;               ///< F: fraction bits of slopes; 0 for floats
  int intercept_shift = 0;        ///< t: intercepts have F + s - t fraction bits
  std::vector<Word> breakpoints,  ///< one less than entries
      slopes,                     ///< one for each entry
      intercepts;                 ///< one for each entry
};

/// Rounds a table to words: breakpoints to the nearest that the format has, slopes and intercepts to nearest, ties to
/// even. F is slope_width - 2, or less when a number needs more integer bits. When the accumulator can wrap, F is the
/// largest at which product, shifted intercept and sum do not overflow over the function's range. Breakpoints beyond
/// the range of codes are clamped such that every code keeps its segment's line. `wanted` is another F, with which the
/// accumulator may overflow. `unit` is named in messages. Throws InputError for an invalid table, a wrong number of
/// entries, a scale out of range, or numbers that the format cannot hold.
QuantisedLines quantise_lines(const Table& table, const Function& function, const LineTableFormat& format, int scale,
                              const std::string& unit, std::optional<int> wanted = {});

/// Throws InputError unless 0 <= scale < x_width.
void check_scale(int scale, int x_width, const std::string& unit);

}  // namespace pwlsim::unit
