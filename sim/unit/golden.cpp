// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/golden.h"

#include <algorithm>
#include <limits>

#include "sim/number/float_arithmetic.h"

namespace pwlsim::unit {

GoldenUnit::GoldenUnit(const UnitConfig& config) : config_(config), steps_(1 << (config.index_bits() - 1)) {
  // Nothing lies above a breakpoint that is not there.
  for (int j = 0; j < kMaxEntries; ++j)
    order_[j] = j < config.entries - 1 ? 0 : std::numeric_limits<std::int64_t>::max();
}

GoldenUnit::GoldenUnit(const UnitTable& table) : GoldenUnit(table.config) {
  for (const RegisterWrite& entry : table.writes()) write(entry);
}

std::int64_t GoldenUnit::order(Word word) const {
  return config_.is_float() ? float_order(word, config_.format) : sign_extend(word, config_.width);
}

/// A breakpoint of fewer bits than x is the last code that has them as its top bits.
std::int64_t GoldenUnit::order_of_breakpoint(Word word) const {
  const int missing = config_.width - config_.breakpoint_width;
  return missing == 0 ? order(word) : order(word << missing | low_bits(missing));
}

void GoldenUnit::write(RegisterWrite write) {
  const auto field = static_cast<Field>(write.address >> config_.index_bits());
  const auto index = static_cast<int>(write.address & low_bits(config_.index_bits()));
  switch (field) {
    case Field::kBreakpoint:
      if (index < config_.entries - 1) order_[index] = order_of_breakpoint(write.data);
      break;
    case Field::kSlope:
      if (index < config_.entries) slopes_[index] = write.data & low_bits(config_.slope_width);
      break;
    case Field::kIntercept:
      if (index < config_.entries) intercepts_[index] = write.data & low_bits(config_.intercept_width);
      break;
    case Field::kShift:
      if (config_.is_float()) break;
      if (index == kInterceptShift) shift_ = static_cast<int>(write.data & low_bits(config_.shift_bits()));
      if (index == kRequantShift) requant_shift_ = static_cast<int>(write.data & low_bits(log2_of(config_.acc_width)));
      if (!config_.is_wide()) break;
      if (index == kMode) mode_ = static_cast<RangeMode>(std::min<Word>(write.data & 3, 2));
      if (index == kExpScale) exp_scale_ = static_cast<int>(write.data & low_bits(log2_of(config_.wide_width)));
      break;
  }
}

int GoldenUnit::segment_of_code(Word code) const {
  const std::int64_t key = order(code);
  int index = 0;
  for (int step = steps_; step > 0; step /= 2) {
    if (order_[index + step - 1] < key) index += step;
  }
  return index;
}

GoldenUnit::Line GoldenUnit::line(const ReducedInput& x) const {
  const int i = segment_of_code(x.code);
  return {x.code, slopes_[i], intercepts_[i], x.exponent};
}

Word GoldenUnit::accumulate(const Line& line) const {
  if (config_.is_float()) {
    return float_add(float_multiply(line.slope, line.x, config_.format), line.intercept, config_.format);
  }
  const std::int64_t product = sign_extend(line.slope, config_.slope_width) * sign_extend(line.x, config_.width);
  const Word intercept = static_cast<Word>(sign_extend(line.intercept, config_.intercept_width)) << shift_;
  return (static_cast<Word>(product) + intercept) & low_bits(config_.acc_width);
}

Word GoldenUnit::requantise(Word acc) const {
  std::int64_t value = sign_extend(acc, config_.acc_width);
  if (requant_shift_ > 0) {
    const std::int64_t half_bit = (value >> (requant_shift_ - 1)) & 1;
    value = (value >> requant_shift_) + half_bit;
  }
  value = std::clamp(value, int_min(config_.width), int_max(config_.width));
  return static_cast<Word>(value) & low_bits(config_.width);
}

Word GoldenUnit::finish(const Line& line, Word acc) const {
  if (config_.requantise) return requantise(acc);
  return expand_range(config_, sign_extend(acc, config_.acc_width), line.exponent, requant_shift_);
}

Word GoldenUnit::evaluate(Word x) const {
  const Line taken = line(x);
  const Word acc = accumulate(taken);
  return has_post_stage() ? finish(taken, acc) : acc;
}

}  // namespace pwlsim::unit
