// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <utility>
#include <vector>

#include "hw/common/pipe.h"
#include "hw/common/unit.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Sizes and contents of a hard-wired unit, as the parameters of its RTL.
struct HardwiredParameters {
  int width;                 ///< bits of x
  int select_width;          ///< bits of the register that selects a truth table; 0: there is one
  std::vector<Word> values;  ///< 2^(select_width + width) words, one truth table behind the other
};

/// Twin of rtl/hardwired/pwl_unit_hardwired.sv: y = the word of x in the selected truth table, registered.
class UnitHardwired : public Unit {
 public:
  SC_HAS_PROCESS(UnitHardwired);
  UnitHardwired(const sc_core::sc_module_name& name, HardwiredParameters parameters)
      : Unit(name),
        width_(parameters.width),
        tables_(Word{1} << parameters.select_width),
        values_(std::move(parameters.values)) {
    pipe_.clk_i(clk_i);
    pipe_.rst_ni(rst_ni);
    pipe_.valid_i(valid_i);
    pipe_.ready_o(ready_o);
    pipe_.valid_o(valid_o);
    pipe_.ready_i(ready_i);
    pipe_.load_o(load_);
    SC_METHOD(number);
    sensitive << x_i;
    SC_METHOD(registers);
    sensitive << clk_i.pos();
    dont_initialize();
  }

 private:
  void number() { segment_o.write(static_cast<unsigned>(x_i.read())); }

  void registers() {
    if ((load_.read() & 1U) != 0) y_o.write(values_[select_ << width_ | x_i.read()]);
    if (wr_en_i.read() && wr_addr_i.read() == 0) select_ = wr_data_i.read() % tables_;
  }

  const int width_;
  const Word tables_;
  const std::vector<Word> values_;
  Word select_ = 0;
  sc_core::sc_signal<unsigned> load_{"load"};
  Pipe pipe_{"pipe", 1};
};

}  // namespace pwlsim::hw
