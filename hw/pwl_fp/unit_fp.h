// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "hw/common/pipe.h"
#include "hw/common/table.h"
#include "hw/common/unit.h"
#include "hw/pwl_fp/add_fp.h"
#include "hw/pwl_fp/mul_fp.h"
#include "hw/pwl_fp/order_fp.h"
#include "hw/pwl_fp/round_fp.h"
#include "hw/pwl_fp/segment_fp.h"
#include "sim/number/float_format.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Sizes of a floating-point unit.
struct FpParameters {
  FloatFormat format;
  int entries;
};

/// Twin of rtl/pwl_fp/pwl_unit_fp.sv: the floating-point unit, y = RN(RN(k_i * x) + b_i). Stage 1 registers x with the
/// line of its segment, stage 2 the product, stage 3 the aligned sum, stage 4 the rounded result.
class UnitFp : public Unit {
 public:
  SC_HAS_PROCESS(UnitFp);
  UnitFp(const sc_core::sc_module_name& name, const FpParameters& size)
      : Unit(name),
        index_bits_(log2_of(size.entries)),
        breakpoints_("breakpoints", static_cast<unsigned>(size.entries - 1)),
        segment_("segment", size.format, size.entries),
        order_("order", size.format),
        table_("table", {size.entries, size.format.width(), size.format.width(), size.format.width()}),
        mul_("mul", size.format),
        add_("add", size.format),
        round_("round", size.format) {
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

    order_.x_i(wr_data_i);
    order_.key_o(wr_key_);
    SC_METHOD(select_word);
    sensitive << wr_addr_i << wr_data_i << wr_key_;

    table_.clk_i(clk_i);
    table_.wr_en_i(wr_en_i);
    table_.wr_addr_i(wr_addr_i);
    table_.wr_data_i(wr_word_);
    table_.segment_i(segment_o);
    table_.breakpoints_o(breakpoints_);
    table_.slope_o(slope_);
    table_.intercept_o(intercept_);

    mul_.a_i(slope_q_);
    mul_.b_i(x_q_);
    mul_.p_o(product_);

    add_.a_i(product_q_);
    add_.b_i(addend_q_);
    add_.sum_o(sum_);
    add_.exponent_o(exponent_);
    add_.sign_o(sign_);
    add_.special_o(special_);

    round_.sum_i(sum_q_);
    round_.exponent_i(exponent_q_);
    round_.sign_i(sign_q_);
    round_.special_i(special_q_);
    round_.y_o(y_);

    SC_METHOD(registers);
    sensitive << clk_i.pos();
    dont_initialize();
  }

 private:
  /// Breakpoints are stored as order keys: one conversion at the write port instead of one at every comparator.
  void select_word() {
    const bool breakpoint = wr_addr_i.read() >> index_bits_ == 0;
    wr_word_.write(breakpoint ? wr_key_.read() : wr_data_i.read());
  }

  void registers() {
    const unsigned load = load_.read();
    if ((load & 1U) != 0) {
      x_q_.write(x_i.read());
      slope_q_.write(slope_.read());
      intercept_q_.write(intercept_.read());
    }
    if ((load & 2U) != 0) {
      product_q_.write(product_.read());
      addend_q_.write(intercept_q_.read());
    }
    if ((load & 4U) != 0) {
      sum_q_.write(sum_.read());
      exponent_q_.write(exponent_.read());
      sign_q_.write(sign_.read());
      special_q_.write(special_.read());
    }
    if ((load & 8U) != 0) y_o.write(y_.read());
  }

  const int index_bits_;
  sc_core::sc_vector<sc_core::sc_signal<Word>> breakpoints_;
  sc_core::sc_signal<Word> wr_key_{"wr_key"}, wr_word_{"wr_word"};
  sc_core::sc_signal<Word> slope_{"slope"}, intercept_{"intercept"};
  sc_core::sc_signal<Word> x_q_{"x_q"}, slope_q_{"slope_q"}, intercept_q_{"intercept_q"};
  sc_core::sc_signal<Word> product_{"product"}, product_q_{"product_q"}, addend_q_{"addend_q"};
  sc_core::sc_signal<Word> sum_{"sum"}, sum_q_{"sum_q"}, y_{"y"};
  sc_core::sc_signal<unsigned> exponent_{"exponent"}, exponent_q_{"exponent_q"};
  sc_core::sc_signal<unsigned> special_{"special"}, special_q_{"special_q"}, load_{"load"};
  sc_core::sc_signal<bool> sign_{"sign"}, sign_q_{"sign_q"};

  Pipe pipe_{"pipe", 4};
  SegmentFp segment_;
  OrderFp order_;
  Table table_;
  MulFp mul_;
  AddFp add_;
  RoundFp round_;
};

}  // namespace pwlsim::hw
