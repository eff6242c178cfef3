// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_int/cases.h"

namespace pwlsim::unit {

IntCases::IntCases(const IntParameters& parameters, Bins& bins) : p_(parameters), bins_(bins), line_(parameters, bins) {
  if (!p_.requantise) return;
  shifts_ = bins.add_range("requant.shift", 0, 1 << log2_of(p_.acc_width));
  negative_.emplace(bins, "requant.negative");
  positive_.emplace(bins, "requant.positive");
  const std::string never = p_.acc_width == p_.width ? "the accumulator has no more bits than the code" : "";
  kept_ = bins.add("requant.not_saturated");
  low_ = bins.add("requant.saturated_low", never);
  high_ = bins.add("requant.saturated_high", never);
  by_rounding_ = bins.add("requant.saturated_by_rounding", never);
}

void IntCases::stage(int i, const IntCore& core, const IntCore::Slot& before, const IntCore::Slot& after) {
  if (i == 0) line_.line(core, after);
  const bool takes_acc = i == core.acc_stage();
  const Word acc = takes_acc ? core.accumulate(after) : before.y;
  if (takes_acc) line_.accumulator(core, after, acc);
  if (p_.requantise && i == core.stages() - 1) requantised(core, acc);
}

void IntCases::requantised(const IntCore& core, Word acc) {
  const int shift = core.requant_shift();
  const std::int64_t value = sign_extend(acc, p_.acc_width);
  bins_.hit(shifts_ + static_cast<std::size_t>(shift));
  (value < 0 ? negative_ : positive_)->meet(acc, shift);
  const std::int64_t floor = value >> shift;
  const bool up = shift > 0 && (value >> (shift - 1) & 1) != 0;
  const std::int64_t most = int_max(p_.width);
  const bool below = floor + (up ? 1 : 0) < int_min(p_.width);
  const bool above = floor > most;
  const bool rounded = floor == most && up;
  bins_.hit_if(below, low_);
  bins_.hit_if(above, high_);
  bins_.hit_if(rounded, by_rounding_);
  bins_.hit_if(!below && !above && !rounded, kept_);
}

}  // namespace pwlsim::unit
