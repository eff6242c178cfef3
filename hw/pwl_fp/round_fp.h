// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <systemc>

#include "hw/common/lzc.h"
#include "hw/pwl_fp/float_word.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_fp/pwl_round_fp.sv: second half of the IEEE 754 adder, in integer arithmetic: normalise, round to
/// nearest even, pack. Combinational.
class RoundFp : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> sum_i{"sum_i"};                ///< carry, integer bit, fraction, guard, round, sticky
  sc_core::sc_in<unsigned> exponent_i{"exponent_i"};  ///< biased exponent of the integer bit
  sc_core::sc_in<bool> sign_i{"sign_i"};
  sc_core::sc_in<unsigned> special_i{"special_i"};  ///< 0 finite, 1 infinity, 2 NaN
  sc_core::sc_out<Word> y_o{"y_o"};                 ///< IEEE 754 word

  SC_HAS_PROCESS(RoundFp);
  RoundFp(const sc_core::sc_module_name& name, const FloatFormat& format)
      : sc_module(name), layout_(format), mantissa_(format.mantissa), subnormals_(format.subnormals) {
    SC_METHOD(round);
    sensitive << sum_i << exponent_i << sign_i << special_i;
  }

 private:
  void round() { y_o.write(rounded()); }

  Word rounded() const {
    const bool sign = sign_i.read();
    if (special_i.read() == 2) return layout_.nan;
    if (special_i.read() == 1) return layout_.infinity_word(sign);
    const Word sum = sum_i.read();
    if (sum == 0) return layout_.signed_word(sign, 0);

    // Left shift until the leading one stands in the carry's place, one above the integer bit. A subnormal
    // result stops at the least exponent; it is exact.
    const int exponent = static_cast<int>(exponent_i.read());
    const int zeros = leading_zeros(sum, mantissa_ + 5);
    const bool subnormal = zeros > exponent;
    if (subnormal && !subnormals_) return layout_.signed_word(sign, 0);
    const Word normal = sum << std::min(zeros, exponent);

    // 4 bits below the last fraction bit decide the rounding: 8 is a tie.
    const Word rest = normal & 15;
    Word magnitude = normal >> 4;
    magnitude += static_cast<Word>(rest > 8 || (rest == 8 && (magnitude & 1) != 0));
    // The integer bit adds 1 to the exponent field, a carry out of the rounding another.
    if (!subnormal) magnitude += static_cast<Word>(exponent - zeros) << mantissa_;
    return magnitude >= layout_.infinity ? layout_.infinity_word(sign) : layout_.signed_word(sign, magnitude);
  }

  const FloatLayout layout_;
  const int mantissa_;
  const bool subnormals_;
};

}  // namespace pwlsim::hw
