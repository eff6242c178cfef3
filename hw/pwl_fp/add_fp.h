// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <utility>

#include "hw/common/shift_sticky.h"
#include "hw/pwl_fp/float_word.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_fp/pwl_add_fp.sv: first half of the IEEE 754 adder, in integer arithmetic: order by magnitude,
/// align, add or subtract. The sum is neither normalised nor rounded. Combinational.
class AddFp : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> a_i{"a_i"};                     ///< IEEE 754 word
  sc_core::sc_in<Word> b_i{"b_i"};                     ///< IEEE 754 word
  sc_core::sc_out<Word> sum_o{"sum_o"};                ///< carry, integer bit, fraction, guard, round, sticky
  sc_core::sc_out<unsigned> exponent_o{"exponent_o"};  ///< biased exponent of the integer bit
  sc_core::sc_out<bool> sign_o{"sign_o"};              ///< an exact cancellation is +0
  sc_core::sc_out<unsigned> special_o{"special_o"};    ///< 0 finite, 1 infinity, 2 NaN

  SC_HAS_PROCESS(AddFp);
  AddFp(const sc_core::sc_module_name& name, const FloatFormat& format) : sc_module(name), layout_(format) {
    SC_METHOD(add);
    sensitive << a_i << b_i;
  }

 private:
  void add() {
    FloatWord greater(layout_, a_i.read());
    FloatWord lesser(layout_, b_i.read());
    if (std::pair(greater.exponent, greater.fraction) < std::pair(lesser.exponent, lesser.fraction)) {
      std::swap(greater, lesser);
    }
    const bool subtract = greater.sign != lesser.sign;
    const bool nan = greater.nan || (greater.infinity && lesser.infinity && subtract);
    special_o.write(nan ? 2 : greater.infinity ? 1 : 0);

    // Guard and round bit below the fraction, the sticky bit comes from the shift.
    const Word aligned = shift_right_sticky(lesser.fraction << 2, greater.exponent - lesser.exponent);
    const Word base = greater.fraction << 3;
    const Word sum = subtract ? base - aligned : base + aligned;
    sum_o.write(sum);
    exponent_o.write(static_cast<unsigned>(greater.exponent));
    sign_o.write(greater.sign && !(subtract && sum == 0));
  }

  const FloatLayout layout_;
};

}  // namespace pwlsim::hw
