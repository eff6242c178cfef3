// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/mul_booth.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_mul_int.sv: signed multiplier, the low OutWidth bits of the product. Combinational.
template <int Width, int OutWidth>
class MulInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> a_i{"a_i"};   ///< Width bits, signed
  sc_core::sc_in<Word> b_i{"b_i"};   ///< Width bits, signed
  sc_core::sc_out<Word> p_o{"p_o"};  ///< OutWidth bits, signed

  SC_HAS_PROCESS(MulInt);
  explicit MulInt(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(multiply);
    sensitive << a_i << b_i;
  }

 private:
  void multiply() {
    const std::int64_t product = multiply_words(sign_extend(a_i.read(), Width), sign_extend(b_i.read(), Width));
    p_o.write(static_cast<Word>(product) & low_bits(OutWidth));
  }
};

}  // namespace pwlsim::hw
