// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/fit_grid.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "sim/base/error.h"
#include "sim/number/float_arithmetic.h"
#include "sim/unit/quantise_lines.h"

namespace pwlsim::fit {
namespace {

constexpr int kSpreadPoints = 1 << 16;
constexpr std::size_t kPointsBeyond = 1 << 12;  // most of them on each side of the range, where activations lie there

/// Scales the weights of points, which are ascending in x, to the sum `total`. With activations, the weights follow how
/// often they occur, and each point's target becomes the mean of the function over its activations.
void weigh(std::vector<FitPoint>& points, double total, const FitRequest& request,
           const std::vector<Gathered>& sample) {
  double count = 0;
  for (const FitPoint& point : points) count += point.weight;
  struct Occurrences {
    double count = 0, off = 0;  // off: sum of f(activation) - f(what the unit gets)
  };
  std::vector<Occurrences> occurrences(points.size());
  double judged = 0;
  for (const Gathered& at : sample) {
    // The last point at or below it, because the unit's inputs lie between the points of a grid with gaps.
    const auto above = std::upper_bound(points.begin(), points.end(), at.x,
                                        [](double v, const FitPoint& point) { return v < point.x; });
    if (above == points.begin() || at.x > points.back().x) continue;
    Occurrences& here = occurrences[static_cast<std::size_t>(above - points.begin()) - 1];
    here.count += at.count;
    here.off += at.sum_f - at.count * request.function.exact(at.x);
    judged += at.count;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    FitPoint& point = points[i];
    const double even = point.weight / count;
    const double share = judged > 0 ? occurrences[i].count / judged : even;
    const double weight = (1 - request.even_share) * share + request.even_share * even;
    point.weight = total * weight;
    point.importance = judged > 0 ? std::sqrt(weight / even) : 1;
    if (occurrences[i].count > 0) point.exact += occurrences[i].off / occurrences[i].count;
  }
}

/// Activations beyond the range, where the lines are free and so have to serve them: at most `most` on each side,
/// spread evenly over them, with the outermost.
std::vector<double> beyond_range(const FitRequest& request, const std::vector<Gathered>& sample, std::size_t most) {
  std::vector<double> below;
  std::vector<double> above;
  for (const Gathered& at : sample) {
    if (request.tails == Tails::kHold || !std::isfinite(at.x)) continue;
    if (at.x < request.function.lo) below.push_back(at.x);
    if (at.x > request.function.hi) above.push_back(at.x);
  }
  std::reverse(below.begin(), below.end());
  std::vector<double> chosen;
  for (const std::vector<double>* side : {&below, &above}) {  // from the range outwards
    const std::size_t count = std::min(most, side->size());
    for (std::size_t i = 1; i <= count; ++i) {
      const double x = (*side)[i * side->size() / count - 1];
      if (std::isfinite(request.function.exact(x))) chosen.push_back(x);
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

void check_exact(const Function& function, const FitPoint& point) {
  if (!std::isfinite(point.exact)) throw InputError(function.name + " has no value at " + std::to_string(point.x));
}

/// Makes one candidate for each point.
void candidates_at_points(FitGrid& grid) {
  for (std::size_t i = 0; i < grid.points.size(); ++i) {
    grid.breakpoints.push_back(grid.points[i].x);
    grid.first.push_back(i + 1);
  }
}

FitGrid float_grid(const FitRequest& request) {
  const Function& function = request.function;
  const FloatFormat format = *request.format.floats;
  FitGrid grid;
  grid.hold_lo = grid.hold_hi = request.tails == Tails::kHold;
  // Below the range a breakpoint is only needed to end the segment of the tail.
  grid.breakpoints = {function.lo, end_of_lower_tail(request)};
  grid.first = {0, 0};
  const auto rounded = [&](double x) { return float_decode(float_encode(x, format), format); };
  const std::vector<Gathered> sample = gather(request.sample, function, rounded);
  std::vector<double> inputs = beyond_range(request, sample, kPointsBeyond);
  for (int i = 0; i < kSpreadPoints; ++i) {
    const double x = rounded(function.lo + (function.hi - function.lo) * i / (kSpreadPoints - 1));
    if (function.in_range(x)) inputs.push_back(x);
  }
  std::sort(inputs.begin(), inputs.end());
  for (const double x : inputs) {
    if (grid.points.empty() || x > grid.points.back().x) {
      grid.points.push_back({.x = x, .exact = function.exact(x), .weight = 0});
      check_exact(function, grid.points.back());
    }
    grid.points.back().weight += 1;
  }
  weigh(grid.points, 1, request, sample);
  candidates_at_points(grid);
  return grid;
}

}  // namespace

std::vector<int> requested_scales(const FitRequest& request) {
  std::vector<int> scales = request.scales;
  if (scales.empty()) scales = {default_scale(request.function, request.format)};
  std::sort(scales.begin(), scales.end());
  scales.erase(std::unique(scales.begin(), scales.end()), scales.end());
  return scales;
}

double end_of_lower_tail(const FitRequest& request) {
  const double lo = request.function.lo;
  if (request.format.floats) {
    const FloatFormat format = *request.format.floats;
    const Word word = float_encode(lo, format);
    // Words of negative numbers grow with the distance from zero.
    return float_decode(lo < 0 ? word + 1 : word - 1, format);
  }
  const std::vector<int> scales = requested_scales(request);
  const int finest = scales.back();
  const auto keeps_tail = [&](double code) {
    return std::all_of(scales.begin(), scales.end(), [&](int scale) {
      const double last_below = std::ceil(std::ldexp(lo, scale)) - 1;
      const bool has_tail = last_below >= static_cast<double>(int_min(request.format.x_width));
      return !has_tail || request.format.last_code_below(std::ldexp(code, -finest), scale) >= last_below;
    });
  };
  double code = std::ceil(std::ldexp(lo, finest)) - 1;
  if (scales.size() == 1) return std::ldexp(request.format.end_at_or_above(code), -finest);
  // Breakpoints with few bits may be rounded by more than a code below the range's end.
  while (!keeps_tail(code)) code += 1;
  const double coarse_step = std::ldexp(1.0, finest - scales.front());
  // More than a step of the coarsest scale further out gains nothing.
  for (double steps = 1; steps < coarse_step && keeps_tail(code - 1); ++steps) code -= 1;
  return std::ldexp(code, -finest);
}

double start_of_upper_tail(const FitRequest& request) {
  const double hi = request.function.hi;
  const LineTableFormat& format = request.format;
  if (format.floats || format.breakpoint_shift() == 0) return hi;
  const int finest = requested_scales(request).back();
  const double above = std::floor(std::ldexp(hi, finest)) + 1;
  return std::ldexp(format.end_at_or_above(above) - std::ldexp(1.0, format.breakpoint_shift()), -finest);
}

FitGrid make_fit_grid(const FitRequest& request) {
  if (request.format.floats) return float_grid(request);
  const Function& function = request.function;
  const int width = request.format.x_width;
  const std::vector<int> scales = requested_scales(request);
  if (scales.size() > 1 && width > 16) {
    throw InputError("a table for several scales is made for units of up to 16 bits, not for " + request.unit_name);
  }
  const auto code_min = static_cast<double>(int_min(width));
  const auto code_max = static_cast<double>(int_max(width));

  FitGrid grid;
  struct PerScale {
    int scale;
    std::vector<double> codes;  // ascending
    std::vector<Gathered> sample;
  };
  std::vector<PerScale> all;
  for (const int scale : scales) {
    if (scale < 0 || scale >= width) {
      throw InputError("scale " + std::to_string(scale) + " is out of range for " + request.unit_name + ": 0 to " +
                       std::to_string(width - 1));
    }
    const double range_lo = std::ceil(std::ldexp(function.lo, scale));
    const double range_hi = std::floor(std::ldexp(function.hi, scale));
    if (std::max(range_lo, code_min) > std::min(range_hi, code_max)) {
      throw InputError("no code of " + request.unit_name + " lies in the range of " + function.name + " at scale " +
                       std::to_string(scale));
    }
    std::vector<Gathered> sample = gather_codes(request.sample, function, width, scale);
    double lo = std::max(range_lo, code_min);
    double hi = std::min(range_hi, code_max);
    const double stride = width <= 16 ? 1 : std::max(1.0, std::floor((hi - lo) / (kSpreadPoints - 1)));
    std::vector<double> codes;
    for (const double x : beyond_range(request, sample, width <= 16 ? 1 : kPointsBeyond)) {
      codes.push_back(std::ldexp(x, scale));
    }
    if (width <= 16 && !codes.empty()) {  // all codes between, too
      lo = std::min(lo, codes.front());
      hi = std::max(hi, codes.back());
      codes.clear();
    }
    for (double code = lo; code <= hi; code += stride) codes.push_back(code);
    // The outermost code stands for all that it clips.
    if (!sample.empty() && codes.back() != hi) codes.push_back(hi);
    std::sort(codes.begin(), codes.end());
    grid.hold_lo |= request.tails == Tails::kHold && range_lo > code_min;
    grid.hold_hi |= request.tails == Tails::kHold && range_hi < code_max;
    all.push_back({.scale = scale, .codes = std::move(codes), .sample = std::move(sample)});
  }

  // Points are made scale by scale, to weigh them, and then sorted in the order in which a growing breakpoint includes
  // them.
  std::vector<std::vector<FitPoint>> points(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const PerScale& at = all[i];
    for (const double code : at.codes) {
      const double x = std::ldexp(code, -at.scale);
      const double exact = function.exact(x);
      if (!function.in_range(x) && !std::isfinite(exact)) continue;
      points[i].push_back({.x = x,
                           .exact = exact,
                           .weight = 1,
                           .importance = 1,
                           .code = static_cast<std::int64_t>(code),
                           .scale = at.scale});
      check_exact(function, points[i].back());
    }
    weigh(points[i], 1.0 / static_cast<double>(all.size()), request, at.sample);
  }

  std::size_t point_count = 0;
  for (const std::vector<FitPoint>& of_scale : points) point_count += of_scale.size();
  const int finest = scales.back();
  grid.breakpoints = {function.lo};
  grid.first = {0};
  std::vector<std::size_t> taken(all.size());
  const auto add_candidate = [&](double code, bool always) {
    const double breakpoint = std::ldexp(code, -finest);
    const std::size_t before = grid.points.size();
    bool beyond = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double rounded = request.format.last_code_below(breakpoint, all[i].scale);
      beyond |= request.format.breakpoint_shift() > 0 && rounded > all[i].codes.back();
      while (taken[i] < points[i].size() && static_cast<double>(points[i][taken[i]].code) <= rounded) {
        grid.points.push_back(points[i][taken[i]++]);
      }
    }
    if (!always && grid.points.size() == before) return;
    grid.breakpoints.push_back(breakpoint);
    grid.first.push_back(grid.points.size());
    if (beyond) ++grid.beyond;
  };
  if (all.size() == 1) {
    if (grid.hold_lo) add_candidate(std::ldexp(end_of_lower_tail(request), finest), true);
    for (const double code : all[0].codes) {
      add_candidate(request.format.end_at_or_above(code), false);
    }
    return grid;
  }
  // Below lo, a breakpoint may round to lo at coarse scales and not at fine ones.
  const double coarse_step = std::ldexp(1.0, finest - scales.front());
  double least = function.lo;
  double greatest = function.hi;
  for (const PerScale& at : all) {
    least = std::min(least, std::ldexp(at.codes.front(), -at.scale));
    greatest = std::max(greatest, std::ldexp(at.codes.back(), -at.scale));
  }
  const double first = std::ceil(std::ldexp(least, finest)) - coarse_step;
  const double from = grid.hold_lo ? std::ldexp(end_of_lower_tail(request), finest) : first;
  const double to = std::floor(std::ldexp(greatest, finest));
  add_candidate(from, grid.hold_lo);
  // Breakpoints with few bits may be rounded down from the last codes, which needs codes beyond `to`.
  for (double code = from + 1; code <= to || grid.first.back() < point_count; code += 1) add_candidate(code, false);
  return grid;
}

}  // namespace pwlsim::fit
