// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_segment_int.sv: the index of the segment that holds x. Combinational.
/// Searches the breakpoints by halves, as the RTL's multiplexer tree does.
template <int Width, int Entries>
class SegmentInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> x_i{"x_i"};                         ///< input code, Width bits, signed
  sc_core::sc_vector<sc_core::sc_in<Word>> breakpoints_i;  ///< Entries-1 codes, signed
  sc_core::sc_out<unsigned> segment_o{"segment_o"};        ///< 0 to Entries-1

  SC_HAS_PROCESS(SegmentInt);
  explicit SegmentInt(sc_core::sc_module_name name) : sc_module(name), breakpoints_i("breakpoints_i", Entries - 1) {
    SC_METHOD(compare);
    sensitive << x_i;
    for (auto& breakpoint : breakpoints_i) sensitive << breakpoint;
  }

 private:
  void compare() {
    const std::int64_t x = sign_extend(x_i.read(), Width);
    unsigned index = 0;
    for (unsigned half = Entries / 2; half > 0; half /= 2) {
      const bool below = sign_extend(breakpoints_i[index + half - 1].read(), Width) < x;
      if (below) index += half;
    }
    segment_o.write(index);
  }
};

}  // namespace pwlsim::hw
