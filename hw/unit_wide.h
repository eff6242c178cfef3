// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/expand_int.h"
#include "hw/pipe.h"
#include "hw/reduce_int.h"
#include "hw/unit_int.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_unit_wide.sv: exp, 1/x or 1/sqrt(x) over all words of XWidth bits, by an integer unit for the
/// mantissa. Stages 1 and 2 reduce x to a code and an exponent, 3 and 4 are those of UnitInt, 5 registers the result.
template <int XWidth, int Width, int Entries>
class UnitWide : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk_i{"clk_i"};
  sc_core::sc_in<bool> rst_ni{"rst_ni"};  ///< asynchronous, active low; touches the valid bits only
  sc_core::sc_in<bool> valid_i{"valid_i"};
  sc_core::sc_out<bool> ready_o{"ready_o"};
  sc_core::sc_in<Word> x_i{"x_i"};                   ///< XWidth bits; signed for exp, else unsigned
  sc_core::sc_out<unsigned> segment_o{"segment_o"};  ///< segment of the code at the table, that is, in stage 2
  sc_core::sc_out<bool> valid_o{"valid_o"};
  sc_core::sc_in<bool> ready_i{"ready_i"};
  sc_core::sc_out<Word> y_o{"y_o"};  ///< 2*XWidth bits, unsigned
  sc_core::sc_in<bool> wr_en_i{"wr_en_i"};
  sc_core::sc_in<unsigned> wr_addr_i{"wr_addr_i"};  ///< {field, index}; field 3: shift, base, mode, scale
  sc_core::sc_in<Word> wr_data_i{"wr_data_i"};      ///< Width bits

  SC_HAS_PROCESS(UnitWide);
  explicit UnitWide(sc_core::sc_module_name name) : sc_module(name) {
    pipe_reduce_.clk_i(clk_i);
    pipe_reduce_.rst_ni(rst_ni);
    pipe_reduce_.valid_i(valid_i);
    pipe_reduce_.ready_o(ready_o);
    pipe_reduce_.valid_o(reduced_valid_);
    pipe_reduce_.ready_i(reduced_ready_);
    pipe_reduce_.load_o(load_reduce_);

    reduce_.clk_i(clk_i);
    reduce_.load_i(load_reduce_);
    reduce_.x_i(x_i);
    reduce_.mode_i(mode_q_);
    reduce_.scale_i(scale_q_);
    reduce_.code_o(code_);
    reduce_.exponent_o(exponent_);

    unit_.clk_i(clk_i);
    unit_.rst_ni(rst_ni);
    unit_.valid_i(reduced_valid_);
    unit_.ready_o(reduced_ready_);
    unit_.x_i(code_q_);
    unit_.segment_o(segment_o);
    unit_.valid_o(acc_valid_);
    unit_.ready_i(acc_ready_);
    unit_.y_o(acc_);
    unit_.wr_en_i(wr_en_i);
    unit_.wr_addr_i(wr_addr_i);
    unit_.wr_data_i(wr_data_i);

    pipe_beside_.clk_i(clk_i);
    pipe_beside_.rst_ni(rst_ni);
    pipe_beside_.valid_i(reduced_valid_);
    pipe_beside_.ready_o(unused_ready_);
    pipe_beside_.valid_o(unused_valid_);
    pipe_beside_.ready_i(acc_ready_);
    pipe_beside_.load_o(load_beside_);

    pipe_expand_.clk_i(clk_i);
    pipe_expand_.rst_ni(rst_ni);
    pipe_expand_.valid_i(acc_valid_);
    pipe_expand_.ready_o(acc_ready_);
    pipe_expand_.valid_o(valid_o);
    pipe_expand_.ready_i(ready_i);
    pipe_expand_.load_o(load_expand_);

    expand_.acc_i(acc_);
    expand_.exponent_i(exponent_4_q_);
    expand_.base_i(base_q_);
    expand_.y_o(y_);

    SC_METHOD(registers);
    sensitive << clk_i.pos();
    dont_initialize();
  }

 private:
  void registers() {
    if ((load_reduce_.read() & 2U) != 0) {
      code_q_.write(code_.read());
      exponent_q_.write(exponent_.read());
    }
    if ((load_beside_.read() & 1U) != 0) exponent_3_q_.write(exponent_q_.read());
    if ((load_beside_.read() & 2U) != 0) exponent_4_q_.write(exponent_3_q_.read());
    if ((load_expand_.read() & 1U) != 0) y_o.write(y_.read());
    if (wr_en_i.read()) {
      constexpr unsigned kShiftField = 3U << log2_of(Entries);
      const auto data = static_cast<unsigned>(wr_data_i.read());
      if (wr_addr_i.read() == kShiftField + 1) base_q_.write(data % (2 * Width));
      if (wr_addr_i.read() == kShiftField + 2) mode_q_.write(data % 4);
      if (wr_addr_i.read() == kShiftField + 3) scale_q_.write(data % XWidth);
    }
  }

  sc_core::sc_signal<bool> reduced_valid_{"reduced_valid"}, reduced_ready_{"reduced_ready"};
  sc_core::sc_signal<bool> acc_valid_{"acc_valid"}, acc_ready_{"acc_ready"};
  sc_core::sc_signal<bool> unused_ready_{"unused_ready"}, unused_valid_{"unused_valid"};
  sc_core::sc_signal<Word> code_{"code"}, code_q_{"code_q"}, acc_{"acc"}, y_{"y"};
  sc_core::sc_signal<unsigned> exponent_{"exponent"}, exponent_q_{"exponent_q"};
  sc_core::sc_signal<unsigned> exponent_3_q_{"exponent_3_q"}, exponent_4_q_{"exponent_4_q"};
  sc_core::sc_signal<unsigned> load_reduce_{"load_reduce"}, load_beside_{"load_beside"}, load_expand_{"load_expand"};
  sc_core::sc_signal<unsigned> base_q_{"base_q"}, mode_q_{"mode_q"}, scale_q_{"scale_q"};

  Pipe<2> pipe_reduce_{"pipe_reduce"};
  ReduceInt<XWidth, Width> reduce_{"reduce"};
  UnitInt<Width, 2 * Width, Entries, false> unit_{"unit"};
  Pipe<2> pipe_beside_{"pipe_beside"};
  Pipe<1> pipe_expand_{"pipe_expand"};
  ExpandInt<XWidth, 2 * Width> expand_{"expand"};
};

}  // namespace pwlsim::hw
