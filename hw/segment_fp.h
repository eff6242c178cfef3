// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/order_fp.h"
#include "hw/segment_int.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_segment_fp.sv: the segment comparator on floats. x becomes an order key; the breakpoints come as
/// keys already, so the comparators are those of the integer unit. Combinational.
template <int Exponent, int Mantissa, bool Subnormals, int Entries>
class SegmentFp : public sc_core::sc_module {
 public:
  static constexpr int kWidth = 1 + Exponent + Mantissa;

  sc_core::sc_in<Word> x_i{"x_i"};                         ///< IEEE 754 word
  sc_core::sc_vector<sc_core::sc_in<Word>> breakpoints_i;  ///< Entries-1 order keys
  sc_core::sc_out<unsigned> segment_o{"segment_o"};        ///< 0 to Entries-1

  explicit SegmentFp(sc_core::sc_module_name name) : sc_module(name), breakpoints_i("breakpoints_i", Entries - 1) {
    order_.x_i(x_i);
    order_.key_o(key_);
    segment_.x_i(key_);
    segment_.breakpoints_i(breakpoints_i);
    segment_.segment_o(segment_o);
  }

 private:
  sc_core::sc_signal<Word> key_{"key"};
  OrderFp<Exponent, Mantissa, Subnormals> order_{"order"};
  SegmentInt<kWidth, Entries> segment_{"segment"};
};

}  // namespace pwlsim::hw
