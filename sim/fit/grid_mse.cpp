// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/grid_mse.h"

#include <algorithm>
#include <cmath>

#include "sim/base/error.h"

namespace pwlsim::fit {
namespace {

std::vector<double> grid_points(const Function& function, double step) {
  const double width = function.hi - function.lo;
  if (!(step > 0 && step <= width)) {
    throw InputError("the step of an error grid must lie above 0 and within the range, not " + std::to_string(step));
  }
  std::vector<double> points(static_cast<std::size_t>(std::ceil(width / step)));
  for (std::size_t i = 0; i < points.size(); ++i) points[i] = function.lo + static_cast<double>(i) * step;
  return points;
}

}  // namespace

double grid_mse(const Table& table, const Function& function, double step) {
  const std::vector<double> points = grid_points(function, step);
  const std::vector<double>& p = table.breakpoints;
  double sum = 0;
  for (const double x : points) {
    const auto i = std::count_if(p.begin(), p.end(), [x](double breakpoint) { return breakpoint <= x; });
    const double error = table.slopes[i] * x + table.intercepts[i] - function.exact(x);
    sum += error * error;
  }
  return sum / static_cast<double>(points.size());
}

ErrorGrid::ErrorGrid(const Function& function, double step) : points_(grid_points(function, step)) {
  Sums sums{};
  before_.push_back(sums);
  for (const double x : points_) {
    const double f = function.exact(x);
    sums.x += x;
    sums.xx += x * x;
    sums.f += f;
    sums.fx += f * x;
    sums.ff += f * f;
    before_.push_back(sums);
  }
}

int ErrorGrid::below(double x) const {
  return static_cast<int>(std::lower_bound(points_.begin(), points_.end(), x) - points_.begin());
}

}  // namespace pwlsim::fit
