// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_expand_int.sv: acc * 2^(exponent - base) as an unsigned word that is all fraction, rounded half up,
/// saturated, 0 for a negative accumulator. Combinational.
template <int XWidth, int AccWidth>
class ExpandInt : public sc_core::sc_module {
 public:
  static constexpr int kExponent = log2_of(XWidth) + 3;
  static constexpr int kYWidth = 2 * XWidth;

  sc_core::sc_in<Word> acc_i{"acc_i"};                ///< AccWidth bits, signed
  sc_core::sc_in<unsigned> exponent_i{"exponent_i"};  ///< kExponent bits, signed
  sc_core::sc_in<unsigned> base_i{"base_i"};          ///< 0 to AccWidth-1
  sc_core::sc_out<Word> y_o{"y_o"};                   ///< kYWidth bits

  SC_HAS_PROCESS(ExpandInt);
  explicit ExpandInt(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(expand);
    sensitive << acc_i << exponent_i << base_i;
  }

 private:
  __extension__ using Wide = unsigned __int128;

  void expand() { y_o.write(expanded()); }

  /// The accumulator starts right below the word and moves left.
  Word expanded() const {
    constexpr int kWindow = kYWidth + AccWidth;
    const Word acc = acc_i.read();
    const auto left = sign_extend(exponent_i.read(), kExponent) - static_cast<int>(base_i.read()) + kWindow;
    if (acc >> (AccWidth - 1) != 0 || left < 0) return 0;
    if (left >= kWindow) return acc == 0 ? 0 : low_bits(kYWidth);
    const Wide moved = static_cast<Wide>(acc) << left;
    const Wide with_half = moved >> (AccWidth - 1);
    const Wide rounded = (with_half >> 1) + (with_half & 1);
    return rounded >> kYWidth != 0 ? low_bits(kYWidth) : static_cast<Word>(rounded);
  }
};

}  // namespace pwlsim::hw
