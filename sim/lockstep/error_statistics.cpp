// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/error_statistics.h"

#include <cmath>

namespace pwlsim {

void ErrorStatistics::add(double x, double x_unit, double y) {
  if (!function_.in_range(x) || !function_.in_range(x_unit)) {
    ++out_of_range_;
    return;
  }
  const double exact_at_unit = function_.exact(x_unit);
  const double exact = x_unit == x ? exact_at_unit : function_.exact(x);
  const double error = y - exact_at_unit;
  ++count_;
  sum_ += error;
  sum_absolute_ += std::fabs(error);
  sum_squares_ += error * error;
  sum_power_ += exact_at_unit * exact_at_unit;
  sum_squares_end_to_end_ += (y - exact) * (y - exact);
  // A result that is no number is the worst of all and stays so.
  if (count_ == 1 || std::fabs(error) > max_absolute_ || (std::isnan(error) && !std::isnan(max_absolute_))) {
    max_absolute_ = std::fabs(error);
    max_at_ = x_unit;
  }
}

double ErrorStatistics::snr_db() const {
  if (count_ > 0 && sum_squares_ == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(sum_power_ / sum_squares_);
}

}  // namespace pwlsim
