// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/common/segment_int.h"
#include "hw/pwl_fp/order_fp.h"
#include "sim/number/float_format.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_fp/pwl_segment_fp.sv: the segment comparator on floats. x becomes an order key; the breakpoints come
/// as keys already, so the comparators are those of the integer unit. Combinational.
class SegmentFp : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> x_i{"x_i"};                         ///< IEEE 754 word
  sc_core::sc_vector<sc_core::sc_in<Word>> breakpoints_i;  ///< entries-1 order keys
  sc_core::sc_out<unsigned> segment_o{"segment_o"};        ///< 0 to entries-1

  SegmentFp(const sc_core::sc_module_name& name, const FloatFormat& format, int entries)
      : sc_module(name),
        breakpoints_i("breakpoints_i", static_cast<unsigned>(entries - 1)),
        order_("order", format),
        segment_("segment", format.width(), format.width(), entries) {
    order_.x_i(x_i);
    order_.key_o(key_);
    segment_.x_i(key_);
    segment_.breakpoints_i(breakpoints_i);
    segment_.segment_o(segment_o);
  }

 private:
  sc_core::sc_signal<Word> key_{"key"};
  OrderFp order_;
  SegmentInt segment_;
};

}  // namespace pwlsim::hw
