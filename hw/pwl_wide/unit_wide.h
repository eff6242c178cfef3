// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/common/pipe.h"
#include "hw/common/unit.h"
#include "hw/pwl_int/unit_int.h"
#include "hw/pwl_wide/expand_int.h"
#include "hw/pwl_wide/reduce_int.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Sizes of a wide unit. Widths are in bits.
struct WideParameters {
  int x_width;  ///< 16 or 32
  int width;    ///< of codes, breakpoints, slopes and intercepts
  int entries;  ///< from 3, for the four registers of field 3
};

/// Twin of rtl/pwl_wide/pwl_unit_wide.sv: exp, 1/x or 1/sqrt(x) over all words of x_width bits, by an integer unit for
/// the mantissa. Stages 1 and 2 reduce x to a code and an exponent, 3 and 4 are those of UnitInt, 5 registers the
/// result.
class UnitWide : public Unit {
 public:
  SC_HAS_PROCESS(UnitWide);
  UnitWide(const sc_core::sc_module_name& name, const WideParameters& size)
      : Unit(name),
        shift_field_(3U << log2_of(size.entries)),
        base_mask_(static_cast<unsigned>(low_bits(log2_of(2 * size.width)))),
        scale_mask_(static_cast<unsigned>(size.x_width - 1)),
        reduce_("reduce", size.x_width, size.width),
        unit_("unit", {size.width, size.width, size.width, size.width, 2 * size.width, size.entries, false, 2}),
        expand_("expand", size.x_width, 2 * size.width) {
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
      const auto data = static_cast<unsigned>(wr_data_i.read());
      if (wr_addr_i.read() == shift_field_ + 1) base_q_.write(data & base_mask_);
      if (wr_addr_i.read() == shift_field_ + 2) mode_q_.write(data & 3U);
      if (wr_addr_i.read() == shift_field_ + 3) scale_q_.write(data & scale_mask_);
    }
  }

  const unsigned shift_field_, base_mask_, scale_mask_;
  sc_core::sc_signal<bool> reduced_valid_{"reduced_valid"}, reduced_ready_{"reduced_ready"};
  sc_core::sc_signal<bool> acc_valid_{"acc_valid"}, acc_ready_{"acc_ready"};
  sc_core::sc_signal<bool> unused_ready_{"unused_ready"}, unused_valid_{"unused_valid"};
  sc_core::sc_signal<Word> code_{"code"}, code_q_{"code_q"}, acc_{"acc"}, y_{"y"};
  sc_core::sc_signal<unsigned> exponent_{"exponent"}, exponent_q_{"exponent_q"};
  sc_core::sc_signal<unsigned> exponent_3_q_{"exponent_3_q"}, exponent_4_q_{"exponent_4_q"};
  sc_core::sc_signal<unsigned> load_reduce_{"load_reduce"}, load_beside_{"load_beside"}, load_expand_{"load_expand"};
  sc_core::sc_signal<unsigned> base_q_{"base_q"}, mode_q_{"mode_q"}, scale_q_{"scale_q"};

  Pipe pipe_reduce_{"pipe_reduce", 2};
  ReduceInt reduce_;
  UnitInt unit_;
  Pipe pipe_beside_{"pipe_beside", 2};
  Pipe pipe_expand_{"pipe_expand", 1};
  ExpandInt expand_;
};

}  // namespace pwlsim::hw
