// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/error_statistics.h"

#include <cmath>
#include <cstring>

#include "sim/base/elementary.h"

namespace pwlsim::lockstep {

ErrorStatistics::ErrorStatistics(const Function& function, const UnitTable& unit)
    : function_(function), half_step_(unit.output_step() / 2) {
  if (unit.config.reduces_range) greatest_result_ = unit.decode_output(low_bits(unit.config.y_width()));
}

double ErrorStatistics::exact(double x) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;  // 2^64 over the golden ratio (Knuth, multiplicative hashing)
  Known& known = known_[bits * kSpread >> (64 - kKnownBits)];
  if (!(known.x == x)) known = {x, function_.exact(x)};
  return known.value;
}

bool ErrorStatistics::judges(double x, double exact) const {
  return greatest_result_ ? exact >= 0 && exact <= *greatest_result_ : function_.in_range(x);
}

void ErrorStatistics::add(double x, double x_unit, double y) {
  const double exact_at_unit = exact(x_unit);
  const double exact_at_x = x_unit == x ? exact_at_unit : exact(x);
  if (!judges(x, exact_at_x) || !judges(x_unit, exact_at_unit)) {
    ++out_of_range_;
    return;
  }
  const double error = y - exact_at_unit;
  ++count_;
  sum_ += error;
  sum_absolute_ += std::fabs(error);
  sum_squares_ += error * error;
  sum_power_ += exact_at_unit * exact_at_unit;
  sum_squares_end_to_end_ += (y - exact_at_x) * (y - exact_at_x);
  any_positive_ = any_positive_ || exact_at_unit > 0;
  any_negative_ = any_negative_ || exact_at_unit < 0;
  const double excess = std::fabs(error) - half_step_;
  if (!(excess <= 0)) {  // also if the result is not a number
    const double relative = excess / std::fabs(exact_at_unit);
    if (!(relative <= max_relative_) && !std::isnan(max_relative_)) max_relative_ = relative;
  }
  // A result that is not a number counts as the greatest error and stays so.
  if (count_ == 1 || std::fabs(error) > max_absolute_ || (std::isnan(error) && !std::isnan(max_absolute_))) {
    max_absolute_ = std::fabs(error);
    max_at_ = x_unit;
  }
}

double ErrorStatistics::max_relative() const {
  return count_ == 0 || (any_positive_ && any_negative_) ? std::numeric_limits<double>::quiet_NaN() : max_relative_;
}

double ErrorStatistics::snr_db() const {
  if (count_ > 0 && sum_squares_ == 0) return std::numeric_limits<double>::infinity();
  return 10 * elementary::log10(sum_power_ / sum_squares_);
}

}  // namespace pwlsim::lockstep
