// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_add_int.sv: acc = product + (intercept << shift), modulo 2^AccWidth. Combinational.
template <int Width, int AccWidth>
class AddInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> product_i{"product_i"};      ///< AccWidth bits, signed
  sc_core::sc_in<Word> intercept_i{"intercept_i"};  ///< Width bits, signed
  sc_core::sc_in<unsigned> shift_i{"shift_i"};      ///< input scale s, 0 to Width-1
  sc_core::sc_out<Word> acc_o{"acc_o"};             ///< AccWidth bits, signed

  SC_HAS_PROCESS(AddInt);
  explicit AddInt(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(add);
    sensitive << product_i << intercept_i << shift_i;
  }

 private:
  void add() {
    const Word intercept = static_cast<Word>(sign_extend(intercept_i.read(), Width)) << shift_i.read();
    acc_o.write((product_i.read() + intercept) & low_bits(AccWidth));
  }
};

}  // namespace pwlsim::hw
