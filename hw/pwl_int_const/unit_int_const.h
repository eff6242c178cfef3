// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "hw/common/pipe.h"
#include "hw/common/segment_int.h"
#include "hw/common/unit.h"
#include "hw/pwl_int/add_int.h"
#include "hw/pwl_int/mul_int.h"
#include "hw/pwl_int/requant_int.h"
#include "sim/number/word.h"

namespace pwlsim::hw {

/// Sizes and table of an integer unit whose table is constant, as the parameters of its RTL. Widths are in bits.
struct IntConstParameters {
  int width;  ///< of x, and of y with requantise
  int slope_width, intercept_width, breakpoint_width;
  int acc_width;
  bool requantise;                       ///< y is the output code, not the accumulator
  std::vector<Word> breakpoints;         ///< one less than entries
  std::vector<Word> slopes, intercepts;  ///< of each entry
  unsigned shift, requant;               ///< left shift of intercepts, right shift of the requantiser
};

/// Twin of rtl/pwl_int_const/pwl_unit_int_const.sv: y = k_i * x + (b_i << s) with constants, requantised or not.
class UnitIntConst : public Unit {
 public:
  SC_HAS_PROCESS(UnitIntConst);
  UnitIntConst(const sc_core::sc_module_name& name, const IntConstParameters& p)
      : Unit(name),
        requantise_(p.requantise),
        slopes_(p.slopes),
        intercepts_(p.intercepts),
        breakpoints_("breakpoints", static_cast<unsigned>(p.breakpoints.size())),
        pipe_("pipe", p.requantise ? 3 : 2),
        segment_("segment", p.width, p.breakpoint_width, static_cast<int>(p.slopes.size())),
        mul_("mul", p.slope_width, p.width, p.acc_width),
        add_("add", p.intercept_width, p.acc_width) {
    pipe_.clk_i(clk_i);
    pipe_.rst_ni(rst_ni);
    pipe_.valid_i(valid_i);
    pipe_.ready_o(ready_o);
    pipe_.valid_o(valid_o);
    pipe_.ready_i(ready_i);
    pipe_.load_o(load_);

    // Constants are signals that nobody writes.
    for (unsigned j = 0; j < breakpoints_.size(); ++j) breakpoints_[j].write(p.breakpoints[j]);
    shift_.write(p.shift);
    requant_shift_.write(p.requant);

    segment_.x_i(x_i);
    segment_.breakpoints_i(breakpoints_);
    segment_.segment_o(segment_o);

    mul_.a_i(slope_q_);
    mul_.b_i(x_q_);
    mul_.p_o(product_);

    add_.product_i(product_);
    add_.intercept_i(intercept_q_);
    add_.shift_i(shift_);
    add_.acc_o(acc_);

    if (p.requantise) {
      requant_ = std::make_unique<RequantInt>("requant", p.width, p.acc_width);
      requant_->acc_i(acc_q_);
      requant_->shift_i(requant_shift_);
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
      slope_q_.write(slopes_[segment_o.read()]);
      intercept_q_.write(intercepts_[segment_o.read()]);
    }
    if ((load & 2U) != 0) {
      if (requantise_) {
        acc_q_.write(acc_.read());
      } else {
        y_o.write(acc_.read());
      }
    }
    if ((load & 4U) != 0) y_o.write(code_.read());
  }

  const bool requantise_;
  const std::vector<Word> slopes_, intercepts_;
  sc_core::sc_vector<sc_core::sc_signal<Word>> breakpoints_;
  sc_core::sc_signal<Word> x_q_{"x_q"}, slope_q_{"slope_q"}, intercept_q_{"intercept_q"};
  sc_core::sc_signal<Word> product_{"product"}, acc_{"acc"}, acc_q_{"acc_q"}, code_{"code"};
  sc_core::sc_signal<unsigned> load_{"load"}, shift_{"shift"}, requant_shift_{"requant_shift"};

  Pipe pipe_;
  SegmentInt segment_;
  MulInt mul_;
  AddInt add_;
  std::unique_ptr<RequantInt> requant_;  // only with requantise
};

}  // namespace pwlsim::hw
