// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <systemc>

#include "hw/add_int.h"
#include "hw/mul_int.h"
#include "hw/pipe.h"
#include "hw/requant_int.h"
#include "hw/segment_int.h"
#include "hw/table.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_unit_int.sv: the integer unit, y = k_i * x + (b_i << s). Stage 1 registers x with the line of its
/// segment, stage 2 the accumulator, stage 3 (Requantise) the output code.
template <int Width, int AccWidth, int Entries, bool Requantise>
class UnitInt : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<bool> rst_ni{"rst_ni"};  ///< asynchronous, active low; touches the valid bits only
  sc_core::sc_in<bool> valid_i{"valid_i"};
  sc_core::sc_out<bool> ready_o{"ready_o"};
  sc_core::sc_in<Word> x_i{"x_i"};                   ///< input code, Width bits
  sc_core::sc_out<unsigned> segment_o{"segment_o"};  ///< segment of x_i, in the same cycle
  sc_core::sc_out<bool> valid_o{"valid_o"};
  sc_core::sc_in<bool> ready_i{"ready_i"};
  sc_core::sc_out<Word> y_o{"y_o"};  ///< accumulator (AccWidth bits) or output code (Width bits)
  sc_core::sc_in<bool> wr_en_i{"wr_en_i"};
  sc_core::sc_in<unsigned> wr_addr_i{"wr_addr_i"};  ///< {field, index}; field 3: shifts
  sc_core::sc_in<Word> wr_data_i{"wr_data_i"};

  SC_HAS_PROCESS(UnitInt);
  explicit UnitInt(sc_core::sc_module_name name) : sc_module(name), breakpoints_("breakpoints", Entries - 1) {
    pipe_.clk_i(clk_i);
    pipe_.rst_ni(rst_ni);
    pipe_.valid_i(valid_i);
    pipe_.ready_o(ready_o);
    pipe_.valid_o(valid_o);
    pipe_.ready_i(ready_i);
    pipe_.load_o(load_);

    segment_.x_i(x_i);
    segment_.breakpoints_i(breakpoints_);
    segment_.segment_o(segment_o);

    table_.clk_i(clk_i);
    table_.wr_en_i(wr_en_i);
    table_.wr_addr_i(wr_addr_i);
    table_.wr_data_i(wr_data_i);
    table_.segment_i(segment_o);
    table_.breakpoints_o(breakpoints_);
    table_.slope_o(slope_);
    table_.intercept_o(intercept_);

    mul_.a_i(slope_q_);
    mul_.b_i(x_q_);
    mul_.p_o(product_);

    add_.product_i(product_);
    add_.intercept_i(intercept_q_);
    add_.shift_i(shift_q_);
    add_.acc_o(acc_);

    if constexpr (Requantise) {
      requant_ = std::make_unique<RequantInt<Width, AccWidth>>("requant");
      requant_->acc_i(acc_q_);
      requant_->shift_i(requant_q_);
      requant_->y_o(code_);
    }

    SC_METHOD(registers);
    sensitive << clk_i.pos();
    dont_initialize();
  }

 private:
  void registers() {
    const unsigned load = load_.read();
    if ((load & 1U) != 0) {
      x_q_.write(x_i.read());
      slope_q_.write(slope_.read());
      intercept_q_.write(intercept_.read());
    }
    if constexpr (Requantise) {
      if ((load & 2U) != 0) acc_q_.write(acc_.read());
      if ((load & 4U) != 0) y_o.write(code_.read());
    } else {
      if ((load & 2U) != 0) y_o.write(acc_.read());
    }
    if (wr_en_i.read()) {
      constexpr unsigned kShiftField = 3U << log2_of(Entries);
      const auto data = static_cast<unsigned>(wr_data_i.read());
      if (wr_addr_i.read() == kShiftField) shift_q_.write(data % Width);
      if (wr_addr_i.read() == kShiftField + 1) requant_q_.write(data % AccWidth);
    }
  }

  sc_core::sc_vector<sc_core::sc_signal<Word>> breakpoints_;
  sc_core::sc_signal<Word> slope_{"slope"}, intercept_{"intercept"};
  sc_core::sc_signal<Word> x_q_{"x_q"}, slope_q_{"slope_q"}, intercept_q_{"intercept_q"};
  sc_core::sc_signal<Word> product_{"product"}, acc_{"acc"}, acc_q_{"acc_q"}, code_{"code"};
  sc_core::sc_signal<unsigned> load_{"load"}, shift_q_{"shift_q"}, requant_q_{"requant_q"};

  Pipe<Requantise ? 3 : 2> pipe_{"pipe"};
  SegmentInt<Width, Entries> segment_{"segment"};
  Table<Width, Entries> table_{"table"};
  MulInt<Width, AccWidth> mul_{"mul"};
  AddInt<Width, AccWidth> add_{"add"};
  std::unique_ptr<RequantInt<Width, AccWidth>> requant_;  // only with Requantise
};

}  // namespace pwlsim::hw
