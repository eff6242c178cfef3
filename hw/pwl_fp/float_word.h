// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/number/float_format.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// What the floating-point parts need to know of their format, worked out once.
struct FloatLayout {
  FloatFormat format;
  int sign_place;
  int bias;
  int special;  ///< exponent field of infinities and NaNs
  Word fraction_mask, integer_bit, infinity, nan;

  explicit FloatLayout(const FloatFormat& given)
      : format(given),
        sign_place(given.width() - 1),
        bias((1 << (given.exponent - 1)) - 1),
        special((1 << given.exponent) - 1),
        fraction_mask(low_bits(given.mantissa)),
        integer_bit(fraction_mask + 1),
        infinity(static_cast<Word>(special) << given.mantissa),
        nan(infinity | Word{1} << (given.mantissa - 1)) {}

  Word signed_word(bool sign, Word magnitude) const { return static_cast<Word>(sign) << sign_place | magnitude; }
  Word infinity_word(bool sign) const { return signed_word(sign, infinity); }
};

/// The fields of an IEEE 754 word, as the floating-point parts see them: without subnormals, a subnormal is a zero of
/// its sign.
struct FloatWord {
  bool sign;
  int exponent;   ///< biased, at least 1: subnormals and zeros have the least normal number's
  Word fraction;  ///< with the integer bit, mantissa+1 bits
  bool infinity, nan;

  FloatWord(const FloatLayout& layout, Word word)
      : sign((word >> layout.sign_place & 1) != 0),
        exponent(static_cast<int>(word >> layout.format.mantissa) & layout.special),
        fraction(word & layout.fraction_mask),
        infinity(exponent == layout.special && fraction == 0),
        nan(exponent == layout.special && fraction != 0) {
    if (exponent != 0) {
      fraction |= layout.integer_bit;
    } else {
      exponent = 1;
      if (!layout.format.subnormals) fraction = 0;
    }
  }

  bool special() const { return infinity || nan; }
  bool zero() const { return fraction == 0; }
};

}  // namespace pwlsim::hw
