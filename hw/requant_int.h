// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_requant_int.sv: rounds the accumulator to an output code: arithmetic shift right by shift_i, round
/// half up, saturate. Combinational.
template <int Width, int AccWidth>
class RequantInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> acc_i{"acc_i"};          ///< AccWidth bits, signed
  sc_core::sc_in<unsigned> shift_i{"shift_i"};  ///< 0 to AccWidth-1
  sc_core::sc_out<Word> y_o{"y_o"};             ///< Width bits, signed

  SC_HAS_PROCESS(RequantInt);
  explicit RequantInt(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(requantise);
    sensitive << acc_i << shift_i;
  }

 private:
  void requantise() {
    const std::int64_t acc = sign_extend(acc_i.read(), AccWidth);
    const unsigned shift = shift_i.read();
    const std::int64_t half = shift == 0 ? 0 : (acc >> (shift - 1)) & 1;  // the last bit shifted out rounds half up
    const std::int64_t rounded = (acc >> shift) + half;
    std::int64_t code = rounded;
    if (rounded > int_max(Width)) code = int_max(Width);
    if (rounded < int_min(Width)) code = int_min(Width);
    y_o.write(static_cast<Word>(code) & low_bits(Width));
  }
};

}  // namespace pwlsim::hw
