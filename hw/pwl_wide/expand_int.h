// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

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
        window_(y_width_ + acc_width),
        greatest_(low_bits(y_width_)) {
    SC_METHOD(expand);
    sensitive << acc_i << exponent_i << base_i;
  }

 private:
  __extension__ using Wide = unsigned __int128;

  void expand() { y_o.write(expanded()); }

  /// The accumulator starts right below the word and moves left.
  Word expanded() const {
    const Word acc = acc_i.read();
    const auto left = sign_extend(exponent_i.read(), exponent_width_) - static_cast<int>(base_i.read()) + window_;
    if (acc >> (acc_width_ - 1) != 0 || left < 0) return 0;
    if (left >= window_) return acc == 0 ? 0 : greatest_;
    const Wide moved = static_cast<Wide>(acc) << left;
    const Wide with_half = moved >> (acc_width_ - 1);
    const Wide rounded = (with_half >> 1) + (with_half & 1);
    return rounded >> y_width_ != 0 ? greatest_ : static_cast<Word>(rounded);
  }

  const int acc_width_, exponent_width_, y_width_, window_;
  const Word greatest_;
};

}  // namespace pwlsim::hw
