// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/best_line.h"

#include <algorithm>
#include <limits>

namespace pwlsim::fit {

NumberFormat NumberFormat::fixed_point(int width, int fraction) {
  return {.step = std::ldexp(1.0, -fraction),
          .least = std::ldexp(static_cast<double>(int_min(width)), -fraction),
          .greatest = std::ldexp(static_cast<double>(int_max(width)), -fraction)};
}

namespace {

// Limit for points with the same x, where only the rounding of the intercept differs between slopes, and repeats after
// at most so many slopes.
constexpr int kMostSteps = 1 << 16;
// Number of steps of the slope in one of the intercept beyond which intercepts are tried instead of slopes.
constexpr double kManySlopes = 32;

/// Calls visit(start), then visit() for the numbers of a format around it, outwards on each side while it returns true.
template <class Visit>
void visit_outwards(const NumberFormat& format, double start, int most_steps, const Visit& visit) {
  visit(start);
  bool up = true;
  bool down = true;
  for (int steps = 1; (up || down) && steps <= most_steps; ++steps) {
    const double away = steps * format.step;
    if (up) up = visit(start + away);
    if (down) down = visit(start - away);
  }
}

BestLine best_by_slope(const Moments& sum, const RealOptimum& real, const LineFormat& format) {
  // For a given slope: the best real intercept, and the error with the nearest intercept within the format's range.
  // That error is convex in the slope, and least at `middle`.
  const auto intercept_of = [&](double candidate) { return real.mean_f - candidate * real.mean_x; };
  double middle = real.slope;
  const double free_intercept = intercept_of(real.slope);
  const double held_intercept = std::clamp(free_intercept, format.intercept.least, format.intercept.greatest);
  if (held_intercept != free_intercept && sum.xx > 0) middle = (sum.xf - held_intercept * sum.x) / sum.xx;

  BestLine best;
  // False when no slope beyond this one can be better.
  const auto visit = [&](double candidate) {
    if (!format.slope.reaches(candidate)) return false;
    const double off = candidate - real.slope;
    const double free = intercept_of(candidate);
    const double out = free - std::clamp(free, format.intercept.least, format.intercept.greatest);
    if (real.residual + off * off * real.spread + out * out * sum.w >= best.squared_error) return false;
    const double intercept = format.intercept.nearest(free);
    const double error = real.residual + off * off * real.spread + (intercept - free) * (intercept - free) * sum.w;
    if (error < best.squared_error) best = {{candidate, intercept}, error};
    return true;
  };
  visit_outwards(format.slope, format.slope.nearest(middle),
                 real.spread > 0 ? std::numeric_limits<int>::max() : kMostSteps, visit);
  return best;
}

/// The same for slopes that are much finer than intercepts, with their roles exchanged.
BestLine best_by_intercept(const Moments& sum, const RealOptimum& real, const LineFormat& format) {
  const auto slope_of = [&](double candidate) { return (sum.xf - candidate * sum.x) / sum.xx; };
  const double free_intercept = real.mean_f - real.slope * real.mean_x;
  const double curvature = sum.w * real.spread / sum.xx;  // of the error in the intercept, each with its best slope
  double middle = free_intercept;
  const double held_slope = std::clamp(real.slope, format.slope.least, format.slope.greatest);
  if (held_slope != real.slope) middle = real.mean_f - held_slope * real.mean_x;

  BestLine best;
  const auto visit = [&](double candidate) {
    if (!format.intercept.reaches(candidate)) return false;
    const double off = candidate - free_intercept;
    const double free = slope_of(candidate);
    const double out = free - std::clamp(free, format.slope.least, format.slope.greatest);
    if (real.residual + off * off * curvature + out * out * sum.xx >= best.squared_error) return false;
    const double slope = format.slope.nearest(free);
    const double error = real.residual + off * off * curvature + (slope - free) * (slope - free) * sum.xx;
    if (error < best.squared_error) best = {{slope, candidate}, error};
    return true;
  };
  visit_outwards(format.intercept, format.intercept.nearest(middle),
                 real.spread > 0 ? std::numeric_limits<int>::max() : kMostSteps, visit);
  return best;
}

}  // namespace

BestLine best_line(const Moments& sum, const LineFormat& format, double slope_hint) {
  if (sum.w <= 0) return {format.nearest(Line{slope_hint, 0}), 0};
  const RealOptimum real(sum, slope_hint);
  if (format.is_real()) return {{real.slope, real.mean_f - real.slope * real.mean_x}, real.residual};
  return format.intercept.step > kManySlopes * format.slope.step && sum.xx > 0 ? best_by_intercept(sum, real, format)
                                                                               : best_by_slope(sum, real, format);
}

}  // namespace pwlsim::fit
