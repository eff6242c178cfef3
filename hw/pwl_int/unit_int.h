// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <systemc>

#include "hw/common/pipe.h"
#include "hw/common/segment_int.h"
#include "hw/common/table.h"
#include "hw/common/unit.h"
#include "hw/pwl_int/add_int.h"
#include "hw/pwl_int/mul_int.h"
#include "hw/pwl_int/requant_int.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Sizes of an integer unit, as the parameters of its RTL. Widths are in bits.
struct IntParameters {
  int width;  ///< of x, and of y with requantise
  int slope_width, intercept_width, breakpoint_width;
  int acc_width;
  int entries;
  bool requantise;  ///< y is the output code, not the accumulator
  int stages;       ///< 1 to 3, with requantise 1 to 4
};

/// Twin of rtl/pwl_int/pwl_unit_int.sv: the integer unit, y = k_i * x + (b_i << s), requantised or not. Registers stand
/// behind the table (line), the multiplier, the adder and the requantiser, or behind some of them, by `stages`; the
/// last one holds y.
class UnitInt : public Unit {
 public:
  SC_HAS_PROCESS(UnitInt);
  UnitInt(const sc_core::sc_module_name& name, const IntParameters& size)
      : Unit(name),
        take_line_(size.stages > 1 ? 1U : 0U),
        take_product_(size.stages == (size.requantise ? 4 : 3) ? 2U : 0U),
        take_acc_(size.requantise && size.stages > 2 ? 1U << (size.stages - 2) : 0U),
        take_y_(1U << (size.stages - 1)),
        shift_field_(3U << log2_of(size.entries)),
        shift_mask_(log2_mask(size.width + size.slope_width - size.intercept_width)),
        requant_mask_(log2_mask(size.acc_width)),
        result_(size.requantise ? code_ : acc_),
        breakpoints_("breakpoints", static_cast<unsigned>(size.entries - 1)),
        pipe_("pipe", static_cast<unsigned>(size.stages)),
        segment_("segment", size.width, size.breakpoint_width, size.entries),
        table_("table", {size.entries, size.breakpoint_width, size.slope_width, size.intercept_width}),
        mul_("mul", size.slope_width, size.width, size.acc_width),
        add_("add", size.intercept_width, size.acc_width) {
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

    const bool line = take_line_ != 0;
    mul_.a_i(line ? slope_q_ : slope_);
    if (line) {
      mul_.b_i(x_q_);
    } else {
      mul_.b_i(x_i);
    }
    mul_.p_o(product_);

    const bool product = take_product_ != 0;
    add_.product_i(product ? product_q_ : product_);
    add_.intercept_i(product ? addend_q_ : line ? intercept_q_ : intercept_);
    add_.shift_i(shift_q_);
    add_.acc_o(acc_);

    if (size.requantise) {
      requant_ = std::make_unique<RequantInt>("requant", size.width, size.acc_width);
      requant_->acc_i(take_acc_ != 0 ? acc_q_ : acc_);
      requant_->shift_i(requant_q_);
      requant_->y_o(code_);
    }

    SC_METHOD(registers);
    sensitive << clk_i.pos();
    dont_initialize();
  }

 private:
  /// The bits of a register that counts to less than n; at least one.
  static unsigned log2_mask(int n) { return static_cast<unsigned>(low_bits(std::max(1, log2_of(n)))); }

  void registers() {
    const unsigned load = load_.read();
    if ((load & take_line_) != 0) {
      x_q_.write(x_i.read());
      slope_q_.write(slope_.read());
      intercept_q_.write(intercept_.read());
    }
    if ((load & take_product_) != 0) {
      product_q_.write(product_.read());
      addend_q_.write(intercept_q_.read());
    }
    if ((load & take_acc_) != 0) acc_q_.write(acc_.read());
    if ((load & take_y_) != 0) y_o.write(result_.read());
    if (wr_en_i.read()) {
      const auto data = static_cast<unsigned>(wr_data_i.read());
      if (wr_addr_i.read() == shift_field_) shift_q_.write(data & shift_mask_);
      if (wr_addr_i.read() == shift_field_ + 1) requant_q_.write(data & requant_mask_);
    }
  }

  const unsigned take_line_, take_product_, take_acc_, take_y_;  ///< the bit of load_ that fills these registers, or 0
  const unsigned shift_field_, shift_mask_, requant_mask_;
  sc_core::sc_signal<Word>& result_;

  sc_core::sc_vector<sc_core::sc_signal<Word>> breakpoints_;
  sc_core::sc_signal<Word> slope_{"slope"}, intercept_{"intercept"};
  sc_core::sc_signal<Word> x_q_{"x_q"}, slope_q_{"slope_q"}, intercept_q_{"intercept_q"};
  sc_core::sc_signal<Word> product_{"product"}, product_q_{"product_q"}, addend_q_{"addend_q"};
  sc_core::sc_signal<Word> acc_{"acc"}, acc_q_{"acc_q"}, code_{"code"};
  sc_core::sc_signal<unsigned> load_{"load"}, shift_q_{"shift_q"}, requant_q_{"requant_q"};

  Pipe pipe_;
  SegmentInt segment_;
  Table table_;
  MulInt mul_;
  AddInt add_;
  std::unique_ptr<RequantInt> requant_;  // only with requantise
};

}  // namespace pwlsim::hw
