// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_int/pwl_requant_int.sv: rounds the accumulator to an output code: arithmetic shift right by shift_i,
/// round half up, saturate. Combinational.
class RequantInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> acc_i{"acc_i"};          ///< acc_width bits, signed
  sc_core::sc_in<unsigned> shift_i{"shift_i"};  ///< 0 to 63
  sc_core::sc_out<Word> y_o{"y_o"};             ///< width bits, signed

  SC_HAS_PROCESS(RequantInt);
  RequantInt(const sc_core::sc_module_name& name, int width, int acc_width)
      : sc_module(name), acc_width_(acc_width), least_(int_min(width)), most_(int_max(width)), mask_(low_bits(width)) {
    SC_METHOD(requantise);
    sensitive << acc_i << shift_i;
  }

 private:
  void requantise() {
    const std::int64_t acc = sign_extend(acc_i.read(), acc_width_);
    const unsigned shift = shift_i.read();
    const std::int64_t half = shift == 0 ? 0 : (acc >> (shift - 1)) & 1;  // the last bit shifted out rounds half up
    const std::int64_t rounded = (acc >> shift) + half;
    std::int64_t code = rounded;
    if (rounded > most_) code = most_;
    if (rounded < least_) code = least_;
    y_o.write(static_cast<Word>(code) & mask_);
  }

  const int acc_width_;
  const std::int64_t least_, most_;
  const Word mask_;
};

}  // namespace pwlsim::hw
