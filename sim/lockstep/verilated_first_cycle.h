// SPDX-License-Identifier: Apache-2.0
//
// Compiled by the RTL loader into models whose assertions count (PWL_ASSERT).
#pragma once

#ifdef PWL_ASSERT
#include "Vunit.h"
#include "Vunit__Syms.h"
#include "Vunit___024root.h"
#include "verilated.h"

VL_ATTR_COLD void Vunit___024root___eval_static(Vunit___024root* root);
VL_ATTR_COLD void Vunit___024root___eval_initial(Vunit___024root* root);
VL_ATTR_COLD void Vunit___024root___eval_settle(Vunit___024root* root);

namespace {

/// Turns assertions on and off. Registers hold random bits at first, on which an assertion could fail. So assertions
/// count in initial blocks, then from the first cycle after the first reset on.
class Assertions {
 public:
  /// Call it when the inputs of a cycle are set, before its first evaluation.
  void cycle(Vunit& unit, VerilatedContext& context, bool out_of_reset) {
    if (begun_ && (on_ || !out_of_reset)) {
      was_reset_ = was_reset_ || !out_of_reset;
      return;
    }
    if (!begun_) {
      begun_ = true;
      begin(unit, context);
    }
    was_reset_ = was_reset_ || !out_of_reset;
    if (!was_reset_ || !out_of_reset) return;
    context.assertOn(true);
    on_ = true;
    // Logic whose inputs no longer change is not evaluated again, so an assertion on it would be missed.
    Vunit___024root___eval_settle(unit.rootp);
  }

 private:
  /// Does what the first call of eval() does before anything else, in the same order.
  static void begin(Vunit& unit, VerilatedContext& context) {
    Vunit___024root* const root = unit.rootp;
    root->vlSymsp->__Vm_didInit = true;
    Vunit___024root___eval_static(root);
    Vunit___024root___eval_initial(root);
    context.assertOn(false);
    Vunit___024root___eval_settle(root);
  }

  bool begun_ = false, was_reset_ = false, on_ = false;
};

}  // namespace
#endif
