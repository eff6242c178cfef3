// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/rooms.h"
#include "sim/unit/bins.h"
#include "sim/unit/lines/line_cases.h"
#include "sim/unit/pwl_fp/golden.h"

namespace pwlsim::unit {

/// The cases of a floating-point unit: words of every class, and rounding, carries and cancellation of products and
/// sums.
class FpCases {
 public:
  FpCases(const FpParameters& parameters, Bins& bins);  ///< adds its bins to `bins`, which must outlive it
  FpCases(FpCases&&) noexcept;                          ///< the bins stay where they are
  ~FpCases();

  void cycle(const CycleInputs& in) { lines_.cycle(in); }                                        ///< see NoObserver
  void stage(int i, const FpCore& core, const FpCore::Slot& before, const FpCore::Slot& after);  ///< see NoObserver

 private:
  struct Numbers;

  LineCases lines_;
  std::unique_ptr<Numbers> numbers_;
};

}  // namespace pwlsim::unit
