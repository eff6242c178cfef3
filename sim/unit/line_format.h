// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/number/float_format.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

/// The numbers that the registers of a unit of lines can hold. A fit needs to know nothing else about the unit.
///
/// Integer units: x = q * 2^-s. Slopes k have F fraction bits. Intercepts b have F + e, where e = intercept_width -
/// slope_width, but never more than F + s. The accumulator is k*q + (b << t), in units of 2^-(F+s), with t = s - e but
/// at least 0. A breakpoint word p of fewer bits than x stands for the last code of its segment, (p << d) + 2^d - 1
/// with d = x_width - breakpoint_width, so that the unit compares the top bits of x only.
struct LineTableFormat {
  int entries = 0;  ///< 2 to 64, any number
  /// Format of x and all words of a floating-point unit, for which the widths below have no meaning.
  std::optional<FloatFormat> floats;
  int x_width = 0;           ///< bits of q, 3 to 32; the words below have 3 to 32 bits too
  int breakpoint_width = 0;  ///< at most x_width
  int slope_width = 0;       ///< bits of k
  /// Less than x_width + slope_width, or the accumulator needs more bits just for the intercept.
  int intercept_width = 0;
  int acc_width = 0;     ///< bits of the accumulator: with x_width + slope_width it is exact, with fewer it wraps
  int output_width = 0;  ///< bits of requantised output codes; 0: the accumulator is the result

  /// Whether the accumulator can wrap. A quantiser must then choose a fraction with which it does not.
  bool wraps() const {
    const int product_width = x_width + slope_width;
    return !floats && acc_width < (intercept_width < product_width ? product_width : intercept_width + 1);
  }

  /// Fraction bits of intercepts less those of slopes, at a scale.
  int extra_intercept_bits(int scale) const {
    const int extra = intercept_width - slope_width;
    return extra < scale ? extra : scale;
  }

  /// t: left shift of intercepts, at a scale.
  int intercept_shift(int scale) const { return scale - extra_intercept_bits(scale); }

  /// d: low bits of x that breakpoints lack.
  int breakpoint_shift() const { return x_width - breakpoint_width; }

  /// The word p of the breakpoint nearest to the real number x * 2^-scale; not saturated.
  double nearest_breakpoint(double x, int scale) const;

  /// The last code of the segment that breakpoint word p ends.
  double last_code(double p) const;

  /// The last code of the segment that a breakpoint at x ends once it is rounded to a word; not saturated.
  double last_code_below(double x, int scale) const { return last_code(nearest_breakpoint(x, scale)); }

  /// The least code at or above a code that can end a segment: the code itself where breakpoints have all bits of x.
  double end_at_or_above(double code) const;

  /// Bits of output codes. A unit that does not requantise is judged as if its codes had as many bits as x.
  int code_width() const { return output_width > 0 ? output_width : x_width; }
};

}  // namespace pwlsim::unit
