// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/best_line.h"

namespace pwlsim::fit {

NumberFormat NumberFormat::fixed_point(int width, int fraction) {
  return {std::ldexp(1.0, -fraction), std::ldexp(static_cast<double>(int_min(width)), -fraction),
          std::ldexp(static_cast<double>(int_max(width)), -fraction)};
}

BestLine best_line(const Moments& sum, const LineFormat& format, double slope_hint) {
  if (sum.w <= 0) return {format.nearest(Line{slope_hint, 0}), 0};
  const double mean_x = sum.x / sum.w;
  const double mean_f = sum.f / sum.w;
  double spread = sum.xx - sum.x * mean_x;
  const double covariance = sum.xf - sum.x * mean_f;
  // Points at one place: what is left of the spread is rounding.
  if (spread <= 1e-14 * sum.xx) spread = 0;
  const double slope = spread > 0 ? covariance / spread : slope_hint;
  const double residual = std::max(0.0, sum.ff - sum.f * mean_f - spread * slope * slope);
  if (format.is_real()) return {{slope, mean_f - slope * mean_x}, residual};

  // For a given slope: the real intercept that is best, and the error with the nearest one in reach of the format. That
  // error is convex in the slope, and least at `middle`.
  const auto intercept_of = [&](double candidate) { return mean_f - candidate * mean_x; };
  const auto least_error = [&](double candidate) {
    const double off = candidate - slope;
    const double real = intercept_of(candidate);
    const double out = real - std::clamp(real, format.intercept.least, format.intercept.greatest);
    return residual + off * off * spread + out * out * sum.w;
  };
  double middle = slope;
  const double free_intercept = intercept_of(slope);
  const double held_intercept = std::clamp(free_intercept, format.intercept.least, format.intercept.greatest);
  if (held_intercept != free_intercept && sum.xx > 0) middle = (sum.xf - held_intercept * sum.x) / sum.xx;

  BestLine best;
  // False when no slope beyond this one can be better.
  const auto visit = [&](double candidate) {
    if (!format.slope.reaches(candidate)) return false;
    if (least_error(candidate) >= best.squared_error) return false;
    const double real = intercept_of(candidate);
    const double intercept = format.intercept.nearest(real);
    const double off = candidate - slope;
    const double error = residual + off * off * spread + (intercept - real) * (intercept - real) * sum.w;
    if (error < best.squared_error) best = {{candidate, intercept}, error};
    return true;
  };
  const double start = format.slope.nearest(middle);
  visit(start);
  bool up = true;
  bool down = true;
  for (int steps = 1; up || down; ++steps) {
    const double away = steps * format.slope.step;
    if (up) up = visit(start + away);
    if (down) down = visit(start - away);
  }
  return best;
}

}  // namespace pwlsim::fit
