// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/float_word.h"
#include "hw/lzc.h"
#include "hw/mul_booth.h"
#include "hw/shift_sticky.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_mul_fp.sv: IEEE 754 multiplier, round to nearest even, in integer arithmetic. NaN results are the
/// canonical quiet NaN. Without Subnormals, operands below the least normal number are zeros and so are results that
/// are below it after rounding. Combinational.
template <int Exponent, int Mantissa, bool Subnormals>
class MulFp : public sc_core::sc_module {
 public:
  using Float = FloatWord<Exponent, Mantissa, Subnormals>;

  sc_core::sc_in<Word> a_i{"a_i"};   ///< IEEE 754 word
  sc_core::sc_in<Word> b_i{"b_i"};   ///< IEEE 754 word
  sc_core::sc_out<Word> p_o{"p_o"};  ///< IEEE 754 word

  SC_HAS_PROCESS(MulFp);
  explicit MulFp(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(multiply);
    sensitive << a_i << b_i;
  }

 private:
  void multiply() { p_o.write(product(Float(a_i.read()), Float(b_i.read()))); }

  static Word product(const Float& a, const Float& b) {
    const bool sign = a.sign != b.sign;
    if (a.special() || b.special()) {
      const bool invalid = a.nan() || b.nan() || a.zero() || b.zero();
      return invalid ? Float::kNan : Float::infinity_word(sign);
    }
    Word significand = static_cast<Word>(multiply_words(static_cast<std::int64_t>(a.fraction),
                                                        static_cast<std::int64_t>(b.fraction)));  // 2*Mantissa+2 bits
    if (significand == 0) return Float::signed_word(sign, 0);

    // Bring the leading one to the top; the exponent is then that of the top bit.
    const int zeros = leading_zeros(significand, 2 * Mantissa + 2);
    significand <<= zeros;
    int exponent = a.exponent + b.exponent - Float::kBias + 1 - zeros;
    int drop = Mantissa + 1;  // bits below the last fraction bit
    if (Subnormals && exponent < 1) {
      drop += 1 - exponent;
      exponent = 0;
    }
    // Keep two more bits, guard and sticky, for the rounding.
    const Word kept = shift_right_sticky(significand, drop - 1);
    const bool guard = (kept & 2) != 0;
    const bool sticky = (kept & 1) != 0;
    Word magnitude = kept >> 2;
    magnitude += static_cast<Word>(guard && (sticky || (magnitude & 1) != 0));
    // The integer bit adds 1 to the exponent field, a carry out of the rounding another.
    if (exponent > 0 || !Subnormals) {
      const std::int64_t word = static_cast<std::int64_t>(exponent - 1) * (std::int64_t{1} << Mantissa) +
                                static_cast<std::int64_t>(magnitude);
      if (word < static_cast<std::int64_t>(Word{1} << Mantissa)) return Float::signed_word(sign, 0);  // flushed
      magnitude = static_cast<Word>(word);
    }
    return magnitude >> Mantissa >= Float::kSpecial ? Float::infinity_word(sign) : Float::signed_word(sign, magnitude);
  }
};

}  // namespace pwlsim::hw
