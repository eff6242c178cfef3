// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_order_fp.sv: an IEEE 754 word as a two's complement integer with the same order. Both zeros, and
/// without Subnormals every subnormal, map to 0; NaNs lie beyond the infinity of their sign. Combinational.
template <int Exponent, int Mantissa, bool Subnormals>
class OrderFp : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> x_i{"x_i"};       ///< IEEE 754 word
  sc_core::sc_out<Word> key_o{"key_o"};  ///< order key, signed, of the same width

  SC_HAS_PROCESS(OrderFp);
  explicit OrderFp(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(order);
    sensitive << x_i;
  }

 private:
  static constexpr int kWidth = 1 + Exponent + Mantissa;

  void order() {
    const Word word = x_i.read();
    const Word magnitude = word & low_bits(kWidth - 1);
    const bool is_zero = Subnormals ? magnitude == 0 : magnitude >> Mantissa == 0;
    if (is_zero) {
      key_o.write(0);
    } else {
      key_o.write(magnitude == word ? word : ~magnitude & low_bits(kWidth));
    }
  }
};

}  // namespace pwlsim::hw
