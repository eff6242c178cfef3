// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/float_format.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_fp/pwl_order_fp.sv: an IEEE 754 word as a two's complement integer with the same order. Both zeros,
/// and without subnormals every subnormal, map to 0; NaNs lie beyond the infinity of their sign. Combinational.
class OrderFp : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> x_i{"x_i"};       ///< IEEE 754 word
  sc_core::sc_out<Word> key_o{"key_o"};  ///< order key, signed, of the same width

  SC_HAS_PROCESS(OrderFp);
  OrderFp(const sc_core::sc_module_name& name, const FloatFormat& format)
      : sc_module(name),
        word_mask_(low_bits(format.width())),
        least_(format.subnormals ? 1 : Word{1} << format.mantissa) {
    SC_METHOD(order);
    sensitive << x_i;
  }

 private:
  void order() {
    const Word word = x_i.read();
    const Word magnitude = word & (word_mask_ >> 1);
    if (magnitude < least_) {
      key_o.write(0);
    } else {
      key_o.write(magnitude == word ? word : ~magnitude & word_mask_);
    }
  }

  const Word word_mask_;
  const Word least_;  ///< magnitude bits that are not zero
};

}  // namespace pwlsim::hw
