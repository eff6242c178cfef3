// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/common/lzc.h"
#include "hw/common/mul_booth.h"
#include "hw/common/shift_sticky.h"
#include "hw/pwl_fp/float_word.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_fp/pwl_mul_fp.sv: IEEE 754 multiplier, round to nearest even, in integer arithmetic. NaN results are
/// the canonical quiet NaN. Without subnormals, operands below the least normal number are zeros and so are results
/// that are below it after rounding. Combinational.
class MulFp : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> a_i{"a_i"};   ///< IEEE 754 word
  sc_core::sc_in<Word> b_i{"b_i"};   ///< IEEE 754 word
  sc_core::sc_out<Word> p_o{"p_o"};  ///< IEEE 754 word

  SC_HAS_PROCESS(MulFp);
  MulFp(const sc_core::sc_module_name& name, const FloatFormat& format)
      : sc_module(name), layout_(format), mantissa_(format.mantissa), subnormals_(format.subnormals) {
    SC_METHOD(multiply);
    sensitive << a_i << b_i;
  }

 private:
  void multiply() { p_o.write(product(FloatWord(layout_, a_i.read()), FloatWord(layout_, b_i.read()))); }

  Word product(const FloatWord& a, const FloatWord& b) const {
    const bool sign = a.sign != b.sign;
    if (a.special() || b.special()) {
      const bool invalid = a.nan || b.nan || a.zero() || b.zero();
      return invalid ? layout_.nan : layout_.infinity_word(sign);
    }
    Word significand = static_cast<Word>(multiply_words(static_cast<std::int64_t>(a.fraction),
                                                        static_cast<std::int64_t>(b.fraction)));  // 2*mantissa+2 bits
    if (significand == 0) return layout_.signed_word(sign, 0);

    // Bring the leading one to the top; the exponent is then that of the top bit.
    const int zeros = leading_zeros(significand, 2 * mantissa_ + 2);
    significand <<= zeros;
    int exponent = a.exponent + b.exponent - layout_.bias + 1 - zeros;
    int drop = mantissa_ + 1;  // bits below the last fraction bit
    if (subnormals_ && exponent < 1) {
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
    if (exponent > 0 || !subnormals_) {
      const std::int64_t word =
          static_cast<std::int64_t>(exponent - 1) * static_cast<std::int64_t>(layout_.integer_bit) +
          static_cast<std::int64_t>(magnitude);
      if (word < static_cast<std::int64_t>(layout_.integer_bit)) return layout_.signed_word(sign, 0);  // flushed
      magnitude = static_cast<Word>(word);
    }
    return magnitude >= layout_.infinity ? layout_.infinity_word(sign) : layout_.signed_word(sign, magnitude);
  }

  const FloatLayout layout_;
  const int mantissa_;
  const bool subnormals_;
};

}  // namespace pwlsim::hw
