// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/common/lzc.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_wide/pwl_expand_int.sv: acc * 2^(exponent - base) as an unsigned word that is all fraction, rounded
/// half up, saturated, 0 for a negative accumulator. Combinational.
class ExpandInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> acc_i{"acc_i"};                ///< acc_width bits, signed
  sc_core::sc_in<unsigned> exponent_i{"exponent_i"};  ///< log2 x_width + 3 bits, signed
  sc_core::sc_in<unsigned> base_i{"base_i"};          ///< 0 to acc_width-1
  sc_core::sc_out<Word> y_o{"y_o"};                   ///< 2*x_width bits

  SC_HAS_PROCESS(ExpandInt);
  ExpandInt(const sc_core::sc_module_name& name, int x_width, int acc_width)
      : sc_module(name),
        acc_width_(acc_width),
        exponent_width_(log2_of(x_width) + 3),
        y_width_(2 * x_width),
        most_(low_bits(acc_width) >> 1),
        greatest_(low_bits(y_width_)) {
    SC_METHOD(expand);
    sensitive << acc_i << exponent_i << base_i;
  }

 private:
  void expand() { y_o.write(expanded()); }

  Word expanded() const {
    const Word acc = acc_i.read();
    if (acc == 0 || acc > most_) return 0;  // the sign bit
    // As an integer the word is acc * 2^up.
    const int up =
        static_cast<int>(sign_extend(exponent_i.read(), exponent_width_)) - static_cast<int>(base_i.read()) + y_width_;
    if (up >= 0) return up > leading_zeros(acc, y_width_) ? greatest_ : acc << up;
    if (up < -acc_width_) return 0;
    const Word with_half = acc >> (-up - 1);
    return (with_half >> 1) + (with_half & 1);
  }

  const int acc_width_, exponent_width_, y_width_;
  const Word most_, greatest_;  ///< accumulator, word
};

}  // namespace pwlsim::hw
