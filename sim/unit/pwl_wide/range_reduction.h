// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/function/function.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/pwl_wide/pwl_wide.h"

namespace pwlsim::unit {

/// The function that a wide unit serves: the content of its mode register.
enum class RangeMode : std::uint8_t { kExp = 0, kDiv = 1, kRsqrt = 2 };

/// A wide unit serves a function over all of its input words by a table of the function's mantissa only, whose values
/// lie in [1, 2]:
///
///     exp x     = 2^e * 2^f         t = x log2 e = e + f,  f in [0, 1)
///     1 / q     = 2^e * 2/m         q = m 2^n,             m in [1, 2),  e = -n - 1
///     1/sqrt q  = 2^e * 2/sqrt m    q = m 2^n, n even,     m in [1, 4),  e = -n/2 - 1
///
/// The table's input is f, m - 1 or m / 4, cut to `width` fraction bits and centred about zero, so that signed codes
/// use all of their range.
struct RangeReduction {
  RangeMode mode;     ///< content of the mode register
  Function mantissa;  ///< as a function of the centred code; its name is the reduced function's with "_mantissa"
  int scale;          ///< s of the centred code
};

/// The reduction by which wide units serve a function with codes of `width` bits, 3 to 32. Null for a function that
/// they cannot serve.
const RangeReduction* range_reduction(int width, std::string_view function);

/// An input word reduced to a mantissa and a power of two.
struct ReducedInput {
  Word code;     ///< of the mantissa, centred; `width` bits
  int exponent;  ///< saturated to exponent_bits(); the greatest one for the zero of div and rsqrt
};

/// Bits of the exponent between reduction and expansion. Beyond their range every accumulator saturates or underflows.
inline int exponent_bits(const WideParameters& unit) { return log2_of(unit.x_width) + 3; }

/// Fraction bits of log2 e. With these x log2 e is off by at most a sixteenth of a code for each input and scale for
/// which |x log2 e| <= 2*x_width, that is, wherever the result is neither 0 nor saturated.
inline int log2e_bits(const WideParameters& unit) { return unit.inner.width + log2_of(unit.x_width) + 5; }

/// The range reduction of a wide unit, before its table. x is signed in units of 2^-input_scale for exp, an unsigned
/// integer for the others.
ReducedInput reduce_range(const WideParameters& unit, RangeMode mode, int input_scale, Word x);

/// The expansion of a wide unit, after its accumulator: acc * 2^(exponent - base) as an unsigned word whose y_width()
/// bits are all fraction bits, rounded half up, saturated. A negative accumulator gives 0.
Word expand_range(const WideParameters& unit, std::int64_t acc, int exponent, int base);

/// Fraction bits of a wide unit's results. Two integer bits are left, for values in [0, 4).
inline int result_fraction(const WideParameters& unit) { return unit.y_width() - 2; }

}  // namespace pwlsim::unit
