// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/common/pwl_segment_int.sv: the index of the segment that holds x. Combinational.
/// Searches the breakpoints by halves, as the RTL's multiplexer tree does. Breakpoints that are narrower than x are
/// compared with as many of its upper bits.
class SegmentInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<Word> x_i{"x_i"};                         ///< input code, width bits, signed
  sc_core::sc_vector<sc_core::sc_in<Word>> breakpoints_i;  ///< entries-1 codes, breakpoint_width bits, signed
  sc_core::sc_out<unsigned> segment_o{"segment_o"};        ///< 0 to entries-1

  SC_HAS_PROCESS(SegmentInt);
  SegmentInt(const sc_core::sc_module_name& name, int width, int breakpoint_width, int entries)
      : sc_module(name),
        breakpoints_i("breakpoints_i", static_cast<unsigned>(entries - 1)),
        x_unused_(64 - width),
        breakpoint_unused_(64 - breakpoint_width),
        places_(std::size_t{1} << log2_of(entries), INT64_MAX) {
    SC_METHOD(take_breakpoints);
    for (auto& breakpoint : breakpoints_i) sensitive << breakpoint;
    SC_METHOD(compare);
    sensitive << x_i << taken_;
  }

 private:
  /// Breakpoints stand at the upper end of a word, so that those of fewer bits meet the upper bits of x.
  void take_breakpoints() {
    for (std::size_t j = 0; j < breakpoints_i.size(); ++j) {
      places_[j] = static_cast<std::int64_t>(breakpoints_i[j].read() << breakpoint_unused_);
    }
    taken_.notify();
  }

  void compare() {
    const auto x = static_cast<std::int64_t>(x_i.read() << x_unused_ >> breakpoint_unused_ << breakpoint_unused_);
    std::size_t index = 0;
    for (std::size_t half = places_.size() / 2; half > 0; half /= 2) {
      if (places_[index + half - 1] < x) index += half;
    }
    segment_o.write(static_cast<unsigned>(index));
  }

  const int x_unused_, breakpoint_unused_;  ///< bits of a word above these
  std::vector<std::int64_t> places_;        ///< breakpoints, and beyond them what lies above every x
  sc_core::sc_event taken_{"taken"};
};

}  // namespace pwlsim::hw
