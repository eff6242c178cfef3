// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <systemc>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_table.sv: breakpoints, slopes and intercepts in registers behind one write port. A write shows from
/// the next cycle on; the line of segment_i is read combinationally. No reset.
template <int Width, int Entries>
class Table : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<bool> wr_en_i{"wr_en_i"};
  sc_core::sc_in<unsigned> wr_addr_i{"wr_addr_i"};  ///< {field, index}: 0 breakpoint, 1 slope, 2 intercept
  sc_core::sc_in<Word> wr_data_i{"wr_data_i"};
  sc_core::sc_in<unsigned> segment_i{"segment_i"};
  sc_core::sc_vector<sc_core::sc_out<Word>> breakpoints_o;
  sc_core::sc_out<Word> slope_o{"slope_o"};
  sc_core::sc_out<Word> intercept_o{"intercept_o"};

  SC_HAS_PROCESS(Table);
  explicit Table(sc_core::sc_module_name name) : sc_module(name), breakpoints_o("breakpoints_o", Entries - 1) {
    SC_METHOD(store);
    sensitive << clk_i.pos();
    dont_initialize();
    SC_METHOD(read);
    sensitive << segment_i << written_;
  }

 private:
  static constexpr unsigned kIndexBits = log2_of(Entries);

  void store() {
    // While nothing is written there is nothing to do at a clock edge; a simulation should not pay for it.
    next_trigger(wr_en_i.read() ? clk_i.posedge_event() : wr_en_i.posedge_event());
    if (!wr_en_i.read() || !clk_i.posedge()) return;
    const unsigned field = wr_addr_i.read() >> kIndexBits;
    const unsigned index = wr_addr_i.read() % Entries;
    if (field == 0 && index < Entries - 1) breakpoints_o[index].write(wr_data_i.read());
    if (field == 1) slopes_[index] = wr_data_i.read();
    if (field == 2) intercepts_[index] = wr_data_i.read();
    written_.notify(sc_core::SC_ZERO_TIME);
  }

  void read() {
    slope_o.write(slopes_[segment_i.read()]);
    intercept_o.write(intercepts_[segment_i.read()]);
  }

  std::array<Word, Entries> slopes_{}, intercepts_{};
  sc_core::sc_event written_{"written"};
};

}  // namespace pwlsim::hw
