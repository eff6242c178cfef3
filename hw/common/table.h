// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Sizes of a table. Widths are in bits.
struct TableParameters {
  int entries;
  int breakpoint_width, slope_width, intercept_width;
};

/// Twin of rtl/common/pwl_table.sv: breakpoints, slopes and intercepts in registers behind one write port. A write
/// shows from the next cycle on; the line of segment_i is read combinationally. No reset.
class Table : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<bool> wr_en_i{"wr_en_i"};
  sc_core::sc_in<unsigned> wr_addr_i{"wr_addr_i"};  ///< {field, index}: 0 breakpoint, 1 slope, 2 intercept
  sc_core::sc_in<Word> wr_data_i{"wr_data_i"};      ///< registers take their low bits
  sc_core::sc_in<unsigned> segment_i{"segment_i"};  ///< 0 to entries-1
  sc_core::sc_vector<sc_core::sc_out<Word>> breakpoints_o;
  sc_core::sc_out<Word> slope_o{"slope_o"};
  sc_core::sc_out<Word> intercept_o{"intercept_o"};

  SC_HAS_PROCESS(Table);
  Table(const sc_core::sc_module_name& name, const TableParameters& size)
      : sc_module(name),
        breakpoints_o("breakpoints_o", static_cast<unsigned>(size.entries - 1)),
        index_bits_(log2_of(size.entries)),
        entries_(static_cast<unsigned>(size.entries)),
        breakpoint_mask_(low_bits(size.breakpoint_width)),
        slope_mask_(low_bits(size.slope_width)),
        intercept_mask_(low_bits(size.intercept_width)),
        slopes_(entries_),
        intercepts_(entries_) {
    SC_METHOD(store);
    sensitive << clk_i.pos();
    dont_initialize();
    SC_METHOD(read);
    sensitive << segment_i << written_;
  }

 private:
  void store() {
    // While nothing is written there is nothing to do at a clock edge; a simulation should not pay for it.
    next_trigger(wr_en_i.read() ? clk_i.posedge_event() : wr_en_i.posedge_event());
    if (!wr_en_i.read() || !clk_i.posedge()) return;
    const unsigned field = wr_addr_i.read() >> index_bits_;
    const unsigned index = wr_addr_i.read() - (field << index_bits_);
    if (field == 0 && index < entries_ - 1) breakpoints_o[index].write(wr_data_i.read() & breakpoint_mask_);
    if (field == 1 && index < entries_) slopes_.at(index) = wr_data_i.read() & slope_mask_;
    if (field == 2 && index < entries_) intercepts_.at(index) = wr_data_i.read() & intercept_mask_;
    written_.notify(sc_core::SC_ZERO_TIME);
  }

  void read() {
    slope_o.write(slopes_[segment_i.read()]);
    intercept_o.write(intercepts_[segment_i.read()]);
  }

  const int index_bits_;
  const unsigned entries_;
  const Word breakpoint_mask_, slope_mask_, intercept_mask_;
  std::vector<Word> slopes_, intercepts_;
  sc_core::sc_event written_{"written"};
};

}  // namespace pwlsim::hw
