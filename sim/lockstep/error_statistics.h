// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "sim/function/function.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::lockstep {

/// Error of a unit's results against the exact function, over the inputs that lie in the function's range both as the
/// stimulus means them and as the unit gets them. Each figure is NaN when there is no such input.
///
/// A unit that reduces its inputs' range is judged over every input whose exact value is finite and not beyond its
/// greatest result.
///
/// The unit is judged at the number that its input word stands for, so the rounding of its input does not count. Only
/// the end-to-end error is taken at the number that the stimulus meant.
class ErrorStatistics {
 public:
  explicit ErrorStatistics(const Function& function) : function_(function) {}
  ErrorStatistics(const Function& function, const UnitTable& unit);

  /// Adds one result `y`, for the stimulus' number `x` and the number `x_unit` that the unit got for it.
  void add(double x, double x_unit, double y);

  std::uint64_t count() const { return count_; }                ///< inputs in range
  std::uint64_t out_of_range() const { return out_of_range_; }  ///< the other inputs, which are not judged

  double mse() const { return mean(sum_squares_); }
  double mean_error() const { return mean(sum_); }  ///< signed: the bias
  double mean_absolute() const { return mean(sum_absolute_); }
  double max_absolute() const { return max_absolute_; }
  double max_at() const { return max_at_; }  ///< input of the greatest error
  /// The greatest error relative to the exact value, less the half step by which every result word is rounded. NaN when
  /// exact values of both signs were judged, because it means nothing next to a zero.
  double max_relative() const;
  double snr_db() const;  ///< power of the exact values over power of the error; infinite without error
  double end_to_end_mse() const { return mean(sum_squares_end_to_end_); }

 private:
  /// The function's value at x. Values are kept, because codes are few and recordings repeat numbers.
  double exact(double x);
  bool judges(double x, double exact) const;
  double mean(double sum) const { return sum / static_cast<double>(count_); }

  struct Known {
    double x = std::numeric_limits<double>::quiet_NaN(), value = 0;
  };
  static constexpr int kKnownBits = 14;

  const Function& function_;
  std::vector<Known> known_ = std::vector<Known>(std::size_t{1} << kKnownBits);
  std::optional<double> greatest_result_;  ///< of a wide unit
  double half_step_ = 0;
  std::uint64_t count_ = 0, out_of_range_ = 0;
  double sum_ = 0, sum_absolute_ = 0, sum_squares_ = 0, sum_squares_end_to_end_ = 0, sum_power_ = 0, max_relative_ = 0;
  bool any_positive_ = false, any_negative_ = false;
  double max_absolute_ = std::numeric_limits<double>::quiet_NaN(), max_at_ = max_absolute_;
};

}  // namespace pwlsim::lockstep
