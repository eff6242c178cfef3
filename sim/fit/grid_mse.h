// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/function/function.h"
#include "sim/unit/table.h"

namespace pwlsim::fit {

/// Mean squared error of a table in GQA-LUT's own metric, which its genetic search minimises (arXiv 2403.19591). Inputs
/// are lo, lo+step, … below hi of the function's range, not quantised; a point on a breakpoint belongs to the segment
/// on its right. Throws InputError unless 0 < step <= hi-lo.
double grid_mse(const Table& table, const Function& function, double step = 0.01);

/// The points of that metric, with prefix sums that give the error of a line over a stretch of them at once.
class ErrorGrid {
 public:
  /// Throws InputError unless 0 < step <= hi-lo.
  explicit ErrorGrid(const Function& function, double step = 0.01);

  /// Number of points.
  int size() const { return static_cast<int>(points_.size()); }

  /// Number of points below x, which is the index of the first point of a segment that starts at x.
  int below(double x) const;

  /// Sum over points first … last-1 of (function - line)^2. Cancellation leaves an error of some 1e-14 of the sum over
  /// all points of the squares of slope*x, intercept and function.
  double squared_error(int first, int last, const Line& line) const {
    const Sums& from = before_[first];
    const Sums& to = before_[last];
    const double k = line.slope;
    const double b = line.intercept;
    return (to.ff - from.ff) - 2 * k * (to.fx - from.fx) - 2 * b * (to.f - from.f) + k * k * (to.xx - from.xx) +
           2 * k * b * (to.x - from.x) + b * b * (last - first);
  }

 private:
  struct Sums {
    double x, xx, f, fx, ff;
  };

  std::vector<double> points_;
  std::vector<Sums> before_;  // before_[i]: over points 0 … i-1
};

}  // namespace pwlsim::fit
