// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/number/word.h"

namespace pwlsim::hw {

/// The fields of an IEEE 754 word with Exponent and Mantissa bits, as the floating-point parts see them: without
/// Subnormals, a subnormal is a zero of its sign.
template <int Exponent, int Mantissa, bool Subnormals>
struct FloatWord {
  static constexpr int kWidth = 1 + Exponent + Mantissa;
  static constexpr int kBias = (1 << (Exponent - 1)) - 1;
  static constexpr int kSpecial = (1 << Exponent) - 1;  ///< exponent field of infinities and NaNs
  static constexpr Word kNan = static_cast<Word>(kSpecial) << Mantissa | Word{1} << (Mantissa - 1);

  bool sign;
  int exponent;   ///< biased, at least 1: subnormals and zeros have the least normal number's
  Word fraction;  ///< with the integer bit, Mantissa+1 bits

  explicit FloatWord(Word word)
      : sign((word >> (kWidth - 1) & 1) != 0),
        exponent(static_cast<int>(word >> Mantissa & low_bits(Exponent))),
        fraction(word & low_bits(Mantissa)) {
    if (exponent != 0) {
      fraction |= Word{1} << Mantissa;
    } else {
      exponent = 1;
      if (!Subnormals) fraction = 0;
    }
  }

  bool special() const { return exponent == kSpecial; }
  bool nan() const { return special() && (fraction & low_bits(Mantissa)) != 0; }
  bool infinity() const { return special() && !nan(); }
  bool zero() const { return fraction == 0; }

  static Word signed_word(bool sign, Word magnitude) { return static_cast<Word>(sign) << (kWidth - 1) | magnitude; }
  static Word infinity_word(bool sign) { return signed_word(sign, static_cast<Word>(kSpecial) << Mantissa); }
};

}  // namespace pwlsim::hw
