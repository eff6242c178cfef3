// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_int/pwl_add_int.sv: acc = product + (intercept << shift), modulo 2^acc_width. Combinational.
class AddInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> product_i{"product_i"};      ///< acc_width bits, signed
  sc_core::sc_in<Word> intercept_i{"intercept_i"};  ///< intercept_width bits, signed
  sc_core::sc_in<unsigned> shift_i{"shift_i"};      ///< how far the intercept moves, 0 to 63
  sc_core::sc_out<Word> acc_o{"acc_o"};             ///< acc_width bits, signed

  SC_HAS_PROCESS(AddInt);
  AddInt(const sc_core::sc_module_name& name, int intercept_width, int acc_width)
      : sc_module(name), intercept_width_(intercept_width), acc_mask_(low_bits(acc_width)) {
    SC_METHOD(add);
    sensitive << product_i << intercept_i << shift_i;
  }

 private:
  void add() {
    const Word intercept = static_cast<Word>(sign_extend(intercept_i.read(), intercept_width_)) << shift_i.read();
    acc_o.write((product_i.read() + intercept) & acc_mask_);
  }

  const int intercept_width_;
  const Word acc_mask_;
};

}  // namespace pwlsim::hw
