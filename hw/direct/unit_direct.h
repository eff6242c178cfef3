// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "hw/common/pipe.h"
#include "hw/common/unit.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Sizes of a direct unit, as the parameters of its RTL. Widths are in bits.
struct DirectParameters {
  int width;      ///< of x
  int out_width;  ///< of y
};

/// Twin of rtl/direct/pwl_unit_direct.sv: y = the table's word of x, registered.
class UnitDirect : public Unit {
 public:
  SC_HAS_PROCESS(UnitDirect);
  UnitDirect(const sc_core::sc_module_name& name, const DirectParameters& size)
      : Unit(name), mask_(low_bits(size.out_width)), words_(std::size_t{1} << size.width) {
    pipe_.clk_i(clk_i);
    pipe_.rst_ni(rst_ni);
    pipe_.valid_i(valid_i);
    pipe_.ready_o(ready_o);
    pipe_.valid_o(valid_o);
    pipe_.ready_i(ready_i);
    pipe_.load_o(load_);
    SC_METHOD(select);
    sensitive << x_i;
    SC_METHOD(registers);
    sensitive << clk_i.pos();
    dont_initialize();
  }

 private:
  void select() { segment_o.write(static_cast<unsigned>(x_i.read())); }

  void registers() {
    if ((load_.read() & 1U) != 0) y_o.write(words_[x_i.read()]);
    if (wr_en_i.read()) words_[wr_addr_i.read()] = wr_data_i.read() & mask_;
  }

  Word mask_;
  std::vector<Word> words_;
  sc_core::sc_signal<unsigned> load_{"load"};
  Pipe pipe_{"pipe", 1};
};

}  // namespace pwlsim::hw
