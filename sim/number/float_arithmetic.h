// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/number/float_format.h"
#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::number {

/// Floating-point arithmetic of a format on raw words, computed with the host's IEEE 754 doubles.
///
/// Rules: round to nearest, ties to even. Every NaN result is the quiet NaN with sign 0 and an otherwise empty
/// fraction. Without subnormals, an operand below the least normal number counts as zero of its sign, and a result is
/// flushed to zero of its sign when its magnitude, rounded to the format's precision with unbounded exponent, is below
/// the least normal number (tininess after rounding, as the FTZ mode of x86).
///
/// One rounding through double is exact: a product of two significands of at most 24 bits fits into 53 bits, and for a
/// sum 53 >= 2*24 + 2 makes the double rounding innocuous (Figueroa, "When is double rounding innocuous?", 1995).

/// The canonical quiet NaN.
Word float_nan(FloatFormat format);

/// The word nearest to `value`.
Word float_encode(double value, FloatFormat format);

/// The value of `word`. Subnormals are not flushed, even in a format that flushes them.
double float_decode(Word word, FloatFormat format);

/// `word`, or zero of its sign if it is subnormal and the format has no subnormals.
Word float_flush(Word word, FloatFormat format);

/// a*b and a+b.
Word float_multiply(Word a, Word b, FloatFormat format);
Word float_add(Word a, Word b, FloatFormat format);  ///< a+b

/// A signed number whose order is that of the format's words: -0 equals +0 (so do flushed subnormals); NaNs lie beyond
/// infinity on the side of their sign bit (IEEE 754 totalOrder).
std::int64_t float_order(Word word, FloatFormat format);

}  // namespace pwlsim::number
