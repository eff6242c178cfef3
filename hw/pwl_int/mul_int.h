// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/common/mul_booth.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_int/pwl_mul_int.sv: signed multiplier, the low out_width bits of the product. Combinational.
class MulInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> a_i{"a_i"};   ///< a_width bits, signed
  sc_core::sc_in<Word> b_i{"b_i"};   ///< b_width bits, signed
  sc_core::sc_out<Word> p_o{"p_o"};  ///< out_width bits, signed

  SC_HAS_PROCESS(MulInt);
  MulInt(const sc_core::sc_module_name& name, int a_width, int b_width, int out_width)
      : sc_module(name), a_width_(a_width), b_width_(b_width), out_mask_(low_bits(out_width)) {
    SC_METHOD(multiply);
    sensitive << a_i << b_i;
  }

 private:
  void multiply() {
    const std::int64_t product = multiply_words(sign_extend(a_i.read(), a_width_), sign_extend(b_i.read(), b_width_));
    p_o.write(static_cast<Word>(product) & out_mask_);
  }

  const int a_width_, b_width_;
  const Word out_mask_;
};

}  // namespace pwlsim::hw
