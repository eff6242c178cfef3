// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/bins.h"
#include "sim/unit/lines/integer_classes.h"
#include "sim/unit/pwl_int/cases.h"
#include "sim/unit/pwl_wide/golden.h"

namespace pwlsim::unit {

/// The cases of a wide unit: those of the integer unit within, and of the range reduction and expansion around it.
class WideCases {
 public:
  WideCases(const WideParameters& parameters, Bins& bins);  ///< adds its bins to `bins`, which must outlive it

  /// See NoObserver.
  void cycle(const CycleInputs& in) {
    line_.cycle(in);
    x_ = in.x;
  }
  /// See NoObserver.
  void stage(int i, const WideCore& core, const WideCore::Slot& before, const WideCore::Slot& after);

 private:
  void reduced(const WideCore& core, int exponent);
  void expanded(const WideCore& core, const WideCore::Slot& before, Word y);

  WideParameters p_;
  Bins& bins_;
  IntLineCases line_;
  Word x_ = 0;  ///< x_i of the cycle
  std::size_t modes_, exp_scales_;
  SignedClasses exp_inputs_;
  std::size_t div_zeros_, rsqrt_zeros_, exponent_least_, exponent_greatest_, exponent_inside_;
  std::size_t bases_, left_, left_beyond_, right_, right_beyond_;
  DroppedBits rounding_;
  std::size_t negative_, zero_, to_zero_, overflows_, kept_;
};

}  // namespace pwlsim::unit
