// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_wide/cases.h"

namespace pwlsim::unit {

WideCases::WideCases(const WideParameters& parameters, Bins& bins)
    : p_(parameters),
      bins_(bins),
      line_(parameters.inner, bins),
      modes_(bins.add_range("mode", 0, 4)),
      exp_scales_(bins.add_range("exp.scale", 0, parameters.x_width)),
      exp_inputs_(bins, "exp.x", parameters.x_width),
      div_zeros_(bins.add_range("div.leading_zeros", 0, parameters.x_width + 1)),
      rsqrt_zeros_(bins.add_range("rsqrt.leading_zeros", 0, parameters.x_width + 1)),
      exponent_least_(bins.add("exp.exponent_saturated_low")),
      exponent_greatest_(bins.add("exp.exponent_saturated_high")),
      exponent_inside_(bins.add("exp.exponent_inside")),
      bases_(bins.add_range("expand.base", 0, 1 << log2_of(parameters.inner.acc_width))),
      left_(bins.add_range("expand.left", 0, parameters.y_width())),
      left_beyond_(bins.add("expand.left_beyond_the_word")),
      right_(bins.add_range("expand.right", 1, parameters.inner.acc_width)),
      right_beyond_(bins.add("expand.right_beyond_the_accumulator")),
      rounding_(bins, "expand.rounding"),
      negative_(bins.add("expand.negative_is_zero")),
      zero_(bins.add("expand.zero")),
      to_zero_(bins.add("expand.underflows_to_zero")),
      overflows_(bins.add("expand.bits_lost_saturate")),
      kept_(bins.add("expand.not_saturated")) {}

void WideCases::stage(int i, const WideCore& core, const WideCore::Slot& before, const WideCore::Slot& after) {
  if (i == 0) reduced(core, after.exponent);
  if (i == WideCore::kLineStage) line_.line(core.inner(), after.line);
  if (i == WideCore::kAccStage) line_.accumulator(core.inner(), after.line, after.line.y);
  if (i == WideCore::kExpandStage) expanded(core, before, after.y);
}

void WideCases::reduced(const WideCore& core, int exponent) {
  const unsigned mode = core.mode_word();
  bins_.hit(modes_ + mode);
  if (mode != 0) {
    std::size_t zeros = 0;
    while (zeros < static_cast<std::size_t>(p_.x_width) &&
           (x_ >> (p_.x_width - 1 - static_cast<int>(zeros)) & 1) == 0) {
      ++zeros;
    }
    bins_.hit((mode == 1 ? div_zeros_ : rsqrt_zeros_) + zeros);
    return;
  }
  bins_.hit(exp_scales_ + static_cast<std::size_t>(core.exp_scale()));
  exp_inputs_.meet(x_);
  // An exponent at exactly the limit counts as saturated too.
  const int bits = exponent_bits(p_);
  bins_.hit(exponent == int_min(bits)   ? exponent_least_
            : exponent == int_max(bits) ? exponent_greatest_
                                        : exponent_inside_);
}

void WideCases::expanded(const WideCore& core, const WideCore::Slot& before, Word y) {
  const int base = core.base();
  bins_.hit(bases_ + static_cast<std::size_t>(base));
  const std::int64_t value = sign_extend(before.line.y, p_.inner.acc_width);
  bins_.hit_if(value < 0, negative_);
  bins_.hit_if(value == 0, zero_);
  if (value <= 0) return;
  bins_.hit_if(y == 0, to_zero_);
  const int left = before.exponent - base + p_.y_width();
  if (left >= p_.y_width()) return bins_.hit(left_beyond_);
  if (left >= 0) {
    bins_.hit(left_ + static_cast<std::size_t>(left));
    const bool lost = static_cast<Word>(value) > low_bits(p_.y_width()) >> left;
    bins_.hit(lost ? overflows_ : kept_);
    return;
  }
  if (-left > p_.inner.acc_width) return bins_.hit(right_beyond_);
  bins_.hit(right_ + static_cast<std::size_t>(-left - 1));
  rounding_.meet(before.line.y, -left);
}

}  // namespace pwlsim::unit
