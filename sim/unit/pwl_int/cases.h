// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/bins.h"
#include "sim/unit/lines/integer_classes.h"
#include "sim/unit/lines/line_cases.h"
#include "sim/unit/pwl_int/golden.h"

namespace pwlsim::unit {

/// The cases of the line k*q + (b << t).
class IntLineCases {
 public:
  /// Adds its bins to `bins`, which must outlive it.
  IntLineCases(const IntParameters& parameters, Bins& bins)
      : p_(parameters),
        bins_(bins),
        lines_(bins, p_.entries, p_.index_bits()),
        codes_(bins, "x", p_.width),
        slopes_(bins, "slope", p_.slope_width),
        intercepts_(bins, "intercept", p_.intercept_width),
        scales_(bins.add_range("scale", 0, 1 << p_.shift_bits())),
        sums_(add_signs(bins, "accumulator")),
        least_squared_(bins.add("product.least_times_least")),
        wraps_(bins.add("accumulator.wraps",
                        never_wraps() ? "it has room for every product and every shifted intercept" : "")) {}

  void cycle(const CycleInputs& in) { lines_.cycle(in); }  ///< see NoObserver

  /// The slot has x and the line of its segment.
  void line(const IntCore& core, const IntCore::Slot& slot) {
    const std::int64_t code = sign_extend(slot.x, p_.width);
    lines_.line(core.segment(slot.x), code, core.lines(), [](std::int64_t order) { return order; });
    codes_.meet(slot.x);
    slopes_.meet(slot.slope);
    intercepts_.meet(slot.intercept);
  }

  /// `acc` is the sum that the core makes of the slot.
  void accumulator(const IntCore& core, const IntCore::Slot& slot, Word acc) {
    bins_.hit(scales_ + static_cast<std::size_t>(core.shift()));
    const std::int64_t sum = sign_extend(acc, p_.acc_width);
    bins_.hit(sums_ + (sum < 0 ? 0 : sum == 0 ? 1 : 2));
    const std::int64_t slope = sign_extend(slot.slope, p_.slope_width);
    const std::int64_t x = sign_extend(slot.x, p_.width);
    bins_.hit_if(slope == int_min(p_.slope_width) && x == int_min(p_.width), least_squared_);
    const Exact exact =
        Exact{slope} * x + Exact{sign_extend(slot.intercept, p_.intercept_width)} * (Exact{1} << core.shift());
    bins_.hit_if(exact != sum, wraps_);
  }

 private:
  __extension__ using Exact = __int128;

  /// False also for an exact accumulator when the shift register can hold shifts that it has no room for.
  bool never_wraps() const {
    const int room = p_.width + p_.slope_width - p_.intercept_width;
    return p_.acc_width == p_.width + p_.slope_width && 1 << p_.shift_bits() == room;
  }

  IntParameters p_;
  Bins& bins_;
  LineCases lines_;
  SignedClasses codes_, slopes_, intercepts_;
  std::size_t scales_, sums_, least_squared_, wraps_;
};

/// All cases of an integer unit.
class IntCases {
 public:
  IntCases(const IntParameters& parameters, Bins& bins);  ///< adds its bins to `bins`, which must outlive it

  void cycle(const CycleInputs& in) { line_.cycle(in); }  ///< see NoObserver
  /// See NoObserver.
  void stage(int i, const IntCore& core, const IntCore::Slot& before, const IntCore::Slot& after);

 private:
  void requantised(const IntCore& core, Word acc);

  IntParameters p_;
  Bins& bins_;
  IntLineCases line_;
  std::size_t shifts_ = 0;
  std::optional<DroppedBits> negative_, positive_;
  std::size_t kept_ = 0, low_ = 0, high_ = 0, by_rounding_ = 0;
};

}  // namespace pwlsim::unit
