// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <limits>

#include "sim/fit/fit_grid.h"
#include "sim/function/function.h"

namespace pwlsim::fit {

constexpr double kInfinity = std::numeric_limits<double>::infinity();  ///< error of what does not exist

/// Weighted sums over points, from which the squared error of any line follows. The difference of two prefix sums has
/// the sums of a segment.
struct Moments {
  double w = 0,  ///< sum of the weights; the others are weighted sums
      x = 0,     ///< of x
      xx = 0,    ///< of x*x
      f = 0,     ///< of the function
      xf = 0,    ///< of x times the function
      ff = 0;    ///< of the function's square

  /// Adds a point with its weight.
  void add(const FitPoint& point) {
    w += point.weight;
    x += point.weight * point.x;
    xx += point.weight * point.x * point.x;
    f += point.weight * point.exact;
    xf += point.weight * point.x * point.exact;
    ff += point.weight * point.exact * point.exact;
  }

  /// The sums of the points that only this one has.
  Moments operator-(const Moments& other) const {
    return {.w = w - other.w,
            .x = x - other.x,
            .xx = xx - other.xx,
            .f = f - other.f,
            .xf = xf - other.xf,
            .ff = ff - other.ff};
  }

  /// The same points with `amount` added to the function.
  Moments shifted(double amount) const {
    return {.w = w,
            .x = x,
            .xx = xx,
            .f = f + amount * w,
            .xf = xf + amount * x,
            .ff = ff + 2 * amount * f + amount * amount * w};
  }

  /// Sum of squared errors of a line.
  double squared_error(const Line& line) const {
    const double error = ff + line.slope * (line.slope * xx + 2 * (line.intercept * x - xf)) +
                         line.intercept * (line.intercept * w - 2 * f);
    return std::max(0.0, error);
  }

  /// Sum of signed errors, line minus function.
  double error(const Line& line) const { return line.slope * x + line.intercept * w - f; }
};

/// The numbers of a format: multiples of `step` from `least` to `greatest`. With a step of 0 all real numbers.
struct NumberFormat {
  double step,   ///< distance of neighbours; 0: all real numbers
      least,     ///< the least number
      greatest;  ///< the greatest number

  static NumberFormat fixed_point(int width, int fraction);  ///< two's complement
  /// All real numbers.
  static NumberFormat real() { return {.step = 0, .least = -kInfinity, .greatest = kInfinity}; }

  bool reaches(double value) const { return value >= least && value <= greatest; }  ///< whether it lies in the range

  /// The nearest number of the format; ties go to the even multiple, as in the quantiser.
  double nearest(double value) const {
    if (step == 0) return value;
    // Adding and subtracting a number whose last bit is worth one step rounds much faster than nearbyint().
    const double rounder = 0x1.8p52 * step;
    const double held = std::clamp(value, least, greatest);
    return (held + rounder) - rounder;
  }
};

/// The numbers that slopes and intercepts can be.
struct LineFormat {
  NumberFormat slope,  ///< of k
      intercept;       ///< of b

  static LineFormat real() { return {NumberFormat::real(), NumberFormat::real()}; }  ///< all lines

  bool is_real() const { return slope.step == 0; }  ///< whether nothing is rounded
  /// Whether slope and intercept lie in their ranges.
  bool reaches(const Line& line) const { return slope.reaches(line.slope) && intercept.reaches(line.intercept); }
  /// Each number by itself.
  Line nearest(const Line& line) const { return {slope.nearest(line.slope), intercept.nearest(line.intercept)}; }
  /// Whether both numbers are numbers of the format.
  bool has(const Line& line) const {
    const Line held = nearest(line);
    return held.slope == line.slope && held.intercept == line.intercept;
  }
};

/// The real line of least squared error, and that error. When all points have the same x, the slope is `slope_hint`.
struct RealOptimum {
  double mean_x,  ///< weighted mean of x
      mean_f,     ///< weighted mean of the function
      spread,     ///< weighted sum of (x - mean_x)^2
      slope,      ///< of the line, which passes through the means
      residual;   ///< its weighted sum of squared errors

  /// `sum` must have a weight above 0.
  RealOptimum(const Moments& sum, double slope_hint)
      : mean_x(sum.x / sum.w), mean_f(sum.f / sum.w), spread(sum.xx - sum.x * mean_x) {
    // All points have the same x, and the rest of the spread is rounding.
    if (spread <= 1e-14 * sum.xx) spread = 0;
    slope = spread > 0 ? (sum.xf - sum.x * mean_f) / spread : slope_hint;
    residual = std::max(0.0, sum.ff - sum.f * mean_f - spread * slope * slope);
  }
};

/// A line and its squared error; infinite: there is no line.
struct BestLine {
  Line line{};                       ///< in numbers of the format
  double squared_error = kInfinity;  ///< weighted sum over the points
};

/// The line of a format with the least squared error over the points of `sum`, exactly. For a given slope the error is
/// a parabola in the intercept, so the nearest intercept of the format is the best one. Slopes are tried from the real
/// optimum outwards, until even a real intercept could not beat the best line found. When slopes are much finer than
/// intercepts, the two change roles. When points leave the slope open, the one nearest to `slope_hint` wins.
BestLine best_line(const Moments& sum, const LineFormat& format, double slope_hint);

}  // namespace pwlsim::fit
