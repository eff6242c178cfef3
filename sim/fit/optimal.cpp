// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/optimal.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "sim/base/error.h"
#include "sim/fit/corridor.h"
#include "sim/fit/line_search.h"
#include "sim/fit/near_optimal.h"
#include "sim/fit/segmentation.h"
#include "sim/fit/take_out_bias.h"
#include "sim/fit/zero_mean.h"
#include "sim/number/float_arithmetic.h"
#include "sim/unit/quantise_lines.h"

namespace pwlsim::fit {
namespace {

// The widest inputs all of whose codes are tried as ends of segments.
constexpr int kExactWidth = 12;
// The widest words of which every line is followed along every code, as only errors of output codes need.
constexpr int kFollowedWidth = 9;
constexpr int kFollowedByFewEntries = 10;
constexpr int kFewEntries = 16;
// Bits of slopes beyond those of intercepts, with which too many slopes lie between two intercepts to try them all.
constexpr int kMuchFinerSlopes = 5;
// The widest words of tables whose greatest error or mean error are found by following every line.
constexpr int kNarrowWidth = 8;
constexpr const char* kOptimal = "optimal";
constexpr int kMostEntries = Table::kMostEntries;
constexpr int kFewBits = 16;                // widest words for which all numbers of fraction bits are tried
constexpr double kMeanTolerance = 0x1p-16;  // mean error that counts as zero
constexpr int kFewCandidates = 1024;
constexpr int kManyFractionBits = 20;  // more have no visible effect on the error of a fit
constexpr double kMostTolerance = 0x1p-8;
// A bound just above an error, so that the same error summed in another order stays below it.
double just_above(double error) { return error * (1 + 1e-9) + 1e-18; }

/// The lines that have that many fraction bits. A table for several scales has intercepts that all of them can hold.
LineWords words_of(const FitRequest& request, int fraction) {
  const LineTableFormat& unit = request.format;
  const std::vector<int> scales = requested_scales(request);
  const int coarsest = fraction + unit.extra_intercept_bits(scales.front());
  NumberFormat intercepts = NumberFormat::fixed_point(unit.intercept_width, coarsest);
  const NumberFormat of_finest =
      NumberFormat::fixed_point(unit.intercept_width, fraction + unit.extra_intercept_bits(scales.back()));
  intercepts.least = std::ceil(of_finest.least / intercepts.step) * intercepts.step;
  intercepts.greatest = std::floor(of_finest.greatest / intercepts.step) * intercepts.step;
  return {.format = {NumberFormat::fixed_point(unit.slope_width, fraction), intercepts},
          .fraction = fraction,
          .intercept_fraction = coarsest,
          .code_width = unit.code_width()};
}

/// The numbers of fraction bits to try: those of the finest format down to one that holds the lines along the function
/// itself and its tails. Formats with fewer fraction bits only add lines that the function does not need.
std::vector<int> fractions(const FitRequest& request, const FitGrid& grid) {
  const int finest = request.format.slope_width - 2;
  std::vector<Line> lines;
  for (std::size_t i = 1; i < grid.points.size(); ++i) {
    const FitPoint& a = grid.points[i - 1];
    const FitPoint& b = grid.points[i];
    if (b.x <= a.x) continue;
    const double slope = (b.exact - a.exact) / (b.x - a.x);
    lines.push_back({slope, a.exact - slope * a.x});
  }
  if (grid.hold_lo) lines.push_back(request.function.tail_lo);
  if (grid.hold_hi) lines.push_back(request.function.tail_hi);
  std::vector<int> all;
  for (int fraction = finest; fraction >= 0; --fraction) {
    all.push_back(fraction);
    const LineFormat format = words_of(request, fraction).format;
    if (std::all_of(lines.begin(), lines.end(), [&](const Line& line) { return format.reaches(line); })) break;
  }
  return all;
}

/// Fraction bits of output codes at each input scale, for slopes and intercepts with `fraction` fraction bits. Nothing
/// if these are too few for the requested output scale.
std::optional<std::array<int, LineWords::kScales>> output_scales_of(const FitRequest& request, int fraction) {
  std::array<int, LineWords::kScales> all{};
  for (const int scale : requested_scales(request)) {
    const int finest = fraction + scale;
    const int chosen =
        request.output_scale.value_or(default_output_scale(request.function, request.format, scale, finest));
    if (chosen > finest) return std::nullopt;
    all[static_cast<std::size_t>(scale)] = chosen;
  }
  return all;
}

PointError point_error(Objective objective) {
  switch (objective) {
    case Objective::kMse:
      return PointError::kSquared;
    case Objective::kOutputMse:
      return PointError::kOutputSquared;
    case Objective::kMaxError:
      return PointError::kGreatest;
  }
  return PointError::kSquared;
}

/// The lines of a function's tails in a format, as far as the grid says that they are held.
class HeldTails {
 public:
  HeldTails(const FitRequest& request, const FitGrid& grid, const LineFormat& format)
      : grid_(grid), lo_(format.nearest(request.function.tail_lo)), hi_(format.nearest(request.function.tail_hi)) {}

  FixedTails tails() const { return {grid_.hold_lo ? &lo_ : nullptr, grid_.hold_hi ? &hi_ : nullptr}; }

 private:
  const FitGrid& grid_;
  Line lo_, hi_;
};

int widest_word(const LineTableFormat& format) {
  return std::max({format.x_width, format.slope_width, format.intercept_width});
}

bool tries_all_slopes(const LineTableFormat& format) {
  return format.slope_width - format.intercept_width <= kMuchFinerSlopes;
}

/// The segmentations of least squared error, of which only the last one matters. They may be missing if their error is
/// above the bound or above that of a segmentation into `most` segments that is found quickly.
Segmentations squares_of(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int most, double shift,
                         double bound) {
  bound = std::min(bound, just_above(near_least_squares(grid, format, tails, most, shift).error));
  return least_squares_segmentations(grid, format, tails, most, shift, bound);
}

/// A list of best segmentations that has this one for its number of segments and all greater ones.
Segmentations as_list(const Segmentation& segmentation, int most) {
  Segmentations all(most);
  const std::size_t segments = segmentation.ends.size();
  if (segments > 0) std::fill(all.begin() + static_cast<std::ptrdiff_t>(segments) - 1, all.end(), segmentation);
  return all;
}

/// The best segmentations into 1 … `most` segments for a request with a proven optimum. With a bound, segmentations
/// whose error is above it may be missing; without one, the last segmentation is always there.
Segmentations exact_segmentations(const FitRequest& request, const FitGrid& grid, int most, PointError error,
                                  std::optional<double> bound, double shift) {
  Segmentations best(most);
  for (const int fraction : fractions(request, grid)) {
    LineWords words = words_of(request, fraction);
    const LineFormat& format = words.format;
    const HeldTails held(request, grid, format);
    const FixedTails tails = held.tails();
    double within = bound.value_or(best.back().error);
    Segmentations found;
    if (error == PointError::kSquared) {
      found = bound ? least_squares_segmentations(grid, format, tails, most, shift, just_above(within))
                    : squares_of(grid, format, tails, most, shift, just_above(within));
    } else if (error == PointError::kGreatest && widest_word(request.format) > kNarrowWidth) {
      if (bound) {
        found = as_list(segments_within(grid, band_of(grid, within), format, tails, most), most);
      } else {
        within = std::min(within, near_least_greatest(grid, format, tails, most).error);
        found = as_list(least_greatest_segmentation(grid, format, tails, most, just_above(within)), most);
      }
    } else {
      const auto output_scales = output_scales_of(request, fraction);
      if (!output_scales) break;  // fewer fraction bits fail too
      words.output_scales = *output_scales;
      if (error == PointError::kOutputWrong && widest_word(request.format) > kNarrowWidth) {
        Segmentation right = segments_within(grid, band_of_codes(grid, words), format, tails, most);
        right.error = right.lines.empty() ? kInfinity : 0;
        found = as_list(right, most);
      } else {
        if (!bound) {
          // The table of least squares is an upper bound.
          Segmentation start = squares_of(grid, format, tails, most, shift, kInfinity).back();
          if (widest_word(request.format) > kNarrowWidth && shift == 0) {
            start = moved_aside(grid, words, error, tails, std::move(start));
          }
          within = std::min(within, segmentation_error(grid, words, error, start, shift));
        }
        found = line_search_segmentations(grid, words, error, tails, most, just_above(within), shift);
      }
    }
    for (int n = 0; n < most; ++n) {
      if (found[n].error < best[n].error) best[n] = found[n];
    }
  }
  return best;
}

Table to_table(const FitRequest& request, const FitGrid& grid, const Segmentation& segmentation, int entries) {
  Table table;
  table.function = request.function.name;
  table.method = has_exact_optimum(request) ? kOptimal : "near-optimal";
  for (std::size_t n = 0; n < segmentation.ends.size(); ++n) {
    table.breakpoints.push_back(grid.breakpoints[segmentation.ends[n]]);
    table.slopes.push_back(segmentation.lines[n].slope);
    table.intercepts.push_back(segmentation.lines[n].intercept);
  }
  // The last segment needs no breakpoint, unless it is the only one.
  if (segmentation.ends.size() > 1) table.breakpoints.pop_back();
  return with_entries(std::move(table), entries);
}

/// A segmentation for a unit with wider words or floating-point ones, with lines in some format.
Segmentation near_segmentation(const FitRequest& request, const FitGrid& grid, const LineFormat& format, int entries,
                               double shift) {
  const HeldTails held(request, grid, format);
  // With few candidates each pair can be tried.
  Segmentation squares = grid.last() <= kFewCandidates
                             ? least_squares_segmentations(grid, format, held.tails(), entries, shift).back()
                             : near_least_squares(grid, format, held.tails(), entries, shift);
  // Rounding a wide output is too fine to affect the best lines.
  if (request.objective != Objective::kMaxError) return squares;
  Segmentation greatest = near_least_greatest(grid, format, held.tails(), entries);
  squares.error = greatest_error(grid, squares);
  return greatest.error <= squares.error ? greatest : squares;
}

Segmentation near_segmentation(const FitRequest& request, const FitGrid& grid, int entries, double shift) {
  // The quantiser rounds real lines, which is exact enough for floats. For their slopes see round_slopes().
  const LineTableFormat& unit = request.format;
  if (unit.floats) return near_segmentation(request, grid, LineFormat::real(), entries, shift);
  if (widest_word(unit) <= kFewBits && !unit.wraps()) {
    Segmentation best;
    for (const int fraction : fractions(request, grid)) {
      LineWords words = words_of(request, fraction);
      Segmentation found = near_segmentation(request, grid, words.format, entries, shift);
      // With few output codes, moving lines by some steps can gain from their rounding.
      const auto output_scales = output_scales_of(request, fraction);
      if (request.objective == Objective::kOutputMse && unit.x_width <= kExactWidth && shift == 0 && output_scales) {
        words.output_scales = *output_scales;
        const HeldTails held(request, grid, words.format);
        found = moved_aside(grid, words, PointError::kOutputSquared, held.tails(), std::move(found));
      }
      if (found.error < best.error) best = std::move(found);
    }
    return best;
  }
  // Only the quantiser knows how many fraction bits the accumulator leaves. When they are few, the best lines of that
  // format are better than rounded ones.
  Segmentation real = near_segmentation(request, grid, LineFormat::real(), entries, shift);
  if (real.lines.empty()) return real;
  const auto fraction_of = [&](const Segmentation& segmentation) {
    LineTableFormat quantised = unit;
    quantised.entries = std::max(entries, Table::kFewestEntries);
    const Table table = to_table(request, grid, segmentation, quantised.entries);
    return quantise_lines(table, request.function, quantised, grid.points.front().scale, request.unit_name).fraction;
  };
  const int fraction = fraction_of(real);
  if (fraction > kManyFractionBits) return real;
  const LineFormat format = words_of(request, fraction).format;
  Segmentation rounded = near_segmentation(request, grid, format, entries, shift);
  return fraction_of(rounded) >= fraction ? rounded : real;
}

/// Rounds slopes to the format and chooses the best intercept for each rounded slope.
void round_slopes(const FitGrid& grid, const FloatFormat& format, Segmentation& segmentation) {
  for_each_segment(segmentation, [&](int begin, int end, Line& line) {
    Moments sum;
    for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) sum.add(grid.points[i]);
    const double slope = float_decode(float_encode(line.slope, format), format);
    if (sum.w > 0) line.intercept += (line.slope - slope) * sum.x / sum.w;
    line.slope = slope;
  });
}

void check(const FitRequest& request) {
  const bool output = request.objective == Objective::kOutputMse && !request.format.floats;
  if (output && request.output_scale) {
    const int least = -request.format.code_width();
    const auto scales = output_scales_of(request, request.format.slope_width - 2);
    if (!scales || *request.output_scale < least) {
      throw InputError("output scale " + std::to_string(*request.output_scale) + " is out of range for " +
                       request.unit_name + ": from " + std::to_string(least) +
                       " to the fraction bits of the accumulator");
    }
  }
  if (request.zero_mean && request.objective == Objective::kMaxError && !has_exact_optimum(request)) {
    throw InputError("a mean error of zero together with the least greatest one is for units of up to " +
                     std::to_string(kNarrowWidth) + " bits, not for " + request.unit_name);
  }
}

/// The best segmentation, by the request's objective, for the function with `shift` added.
Segmentation solve(const FitRequest& request, const FitGrid& grid, double shift) {
  const int entries = request.format.entries;
  return has_exact_optimum(request)
             ? exact_segmentations(request, grid, entries, point_error(request.objective), {}, shift).back()
             : near_segmentation(request, grid, entries, shift);
}

/// The format of a segmentation's lines. The quantiser takes the most fraction bits that hold all of them.
LineFormat format_of(const FitRequest& request, const FitGrid& grid, const Segmentation& segmentation, int& fraction) {
  for (const int candidate : fractions(request, grid)) {
    fraction = candidate;
    const LineFormat format = words_of(request, fraction).format;
    if (std::all_of(segmentation.lines.begin(), segmentation.lines.end(),
                    [&](const Line& line) { return format.has(line); })) {
      return format;
    }
  }
  return LineFormat::real();  // for units whose lines only the quantiser rounds
}

/// Judges lines by the request's objective: by output codes, or by the lines themselves.
JudgeSegment judge_of(const FitRequest& request, const FitGrid& grid, int fraction) {
  if (!has_exact_optimum(request) || request.objective != Objective::kOutputMse) return judge_lines(grid);
  LineWords words = words_of(request, fraction);
  words.output_scales = output_scales_of(request, fraction).value();
  return [&grid, words](int begin, int end, const Line& line) {
    const SegmentErrorSums sums = segment_error_sums(grid, words, PointError::kOutputSquared, begin, end, line);
    return SegmentBias{sums.error, sums.signed_error};
  };
}

/// The segmentation of least squared error with a mean error as near to zero as the format's steps allow, among those
/// whose greatest error is at most `greatest`. If a mean error near zero costs much squared error, one further from
/// zero may be better; see biased_cost().
Segmentation exact_zero_mean(const FitRequest& request, const FitGrid& grid, double greatest, double most_tolerance) {
  constexpr double kCheap = 1.05;
  const Segmentation plain =
      exact_segmentations(request, grid, request.format.entries, PointError::kSquared, {}, 0).back();
  Unbiased best;
  if (greatest == kInfinity) best = judged(plain, judge_lines(grid));
  for (double tolerance = kMeanTolerance; tolerance <= most_tolerance; tolerance *= 2) {
    for (const int fraction : fractions(request, grid)) {
      const LineFormat format = words_of(request, fraction).format;
      const HeldTails held(request, grid, format);
      ZeroMean found = zero_mean_segmentation(grid, format, held.tails(), request.format.entries, tolerance, greatest);
      Unbiased table{std::move(found.segmentation), found.mean_error};
      if (biased_cost(table) < biased_cost(best)) best = std::move(table);
    }
    if (std::fabs(best.mean_error) <= tolerance && (best.segmentation.error <= kCheap * plain.error ||
                                                    (greatest < kInfinity && best.segmentation.error < kInfinity))) {
      break;
    }
  }
  return best.segmentation;
}

/// The same with nearly the least greatest error: the limit is raised until there is such a table.
Segmentation exact_zero_mean_of_greatest(const FitRequest& request, const FitGrid& grid) {
  const double least = solve(request, grid, 0).error;
  for (double slack = 0.02; slack < 2; slack *= 2) {
    Segmentation found = exact_zero_mean(request, grid, least * (1 + slack), 16 * kMeanTolerance);
    if (found.error < kInfinity) return found;
  }
  return exact_zero_mean(request, grid, kInfinity, kMostTolerance);
}

/// The segmentation with the least biased_cost() among those that are best for the function plus a constant, and the
/// plain best one with its bias taken out. The mean error never falls as the constant grows, so bisection finds where
/// it changes sign.
Segmentation shifted_zero_mean(const FitRequest& request, const FitGrid& grid) {
  Unbiased best;
  const auto offer = [&](const Unbiased& table) {
    if (biased_cost(table) < biased_cost(best)) best = table;
  };
  const auto attempt = [&](double shift) {
    const Segmentation found = solve(request, grid, shift);
    int fraction = 0;
    const LineFormat format = format_of(request, grid, found, fraction);
    const HeldTails held(request, grid, format);
    const JudgeSegment judge = judge_of(request, grid, fraction);
    Unbiased table = judged(found, judge);
    offer(table);
    double tolerance = kMeanTolerance;
    while (shift == 0 && tolerance <= kMostTolerance && tolerance < std::fabs(table.mean_error)) {
      offer(take_out_bias(grid, format, held.tails(), found, tolerance, judge));
      tolerance *= 2;
    }
    return table.mean_error;
  };
  const double mean = attempt(0);
  if (mean == 0 || best.segmentation.lines.empty()) return best.segmentation;
  constexpr int kSteps = 12;
  const double side = mean > 0 ? -1 : 1;
  double below = 0;
  double above = 0;
  double reach = side * std::fabs(mean);
  for (int step = 0; step < kSteps && attempt(reach) * side < 0; ++step) reach *= 2;
  (side > 0 ? above : below) = reach;
  for (int step = 0; step < kSteps && best.mean_error != 0; ++step) {
    const double middle = (below + above) / 2;
    (attempt(middle) > 0 ? above : below) = middle;
  }
  return best.segmentation;
}

/// The segmentation of a request with zero_mean; see fit_optimal().
Segmentation zero_mean(const FitRequest& request, const FitGrid& grid) {
  if (!has_exact_optimum(request) || request.objective == Objective::kOutputMse)
    return shifted_zero_mean(request, grid);
  return request.objective == Objective::kMse ? exact_zero_mean(request, grid, kInfinity, kMostTolerance)
                                              : exact_zero_mean_of_greatest(request, grid);
}

LeastEntries least_of(const FitRequest& request, const FitGrid& grid, const Segmentation& segmentation) {
  const int segments = std::max(static_cast<int>(segmentation.ends.size()), Table::kFewestEntries);
  return {.entries = segments, .error = segmentation.error, .table = to_table(request, grid, segmentation, segments)};
}

void check_least(const FitRequest& request) {
  if (request.part) throw InputError("the fewest entries are not searched for units that reduce their inputs' range");
  check(request);
  if (request.zero_mean) throw InputError("the fewest entries are not searched together with a mean error of zero");
}

[[noreturn]] void refuse_entries(const FitRequest& request, const std::string& goal) {
  throw InputError(std::to_string(kMostEntries) + " entries in the format of " + request.unit_name +
                   " are not enough for " + request.function.name + " with " + goal);
}

}  // namespace

bool has_exact_optimum(const FitRequest& request) {
  const LineTableFormat& format = request.format;
  if (format.floats || format.wraps()) return false;
  if (request.zero_mean) return widest_word(format) <= kNarrowWidth;
  if (request.objective == Objective::kOutputMse) {
    return widest_word(format) <= (format.entries <= kFewEntries ? kFollowedByFewEntries : kFollowedWidth);
  }
  if (request.objective == Objective::kMaxError && !tries_all_slopes(format)) return false;
  return format.x_width <= kExactWidth;
}

Table fit_optimal(const FitRequest& request) {
  check(request);
  const FitGrid grid = make_fit_grid(request);
  Segmentation best = request.zero_mean ? zero_mean(request, grid) : solve(request, grid, 0);
  if (best.error == kInfinity) {
    throw InputError("no table of " + request.unit_name + " serves " + request.function.name +
                     (grid.hold_lo || grid.hold_hi ? " and holds its tails; take more entries or --tails free" : ""));
  }
  if (request.format.floats && request.objective != Objective::kMaxError) {
    round_slopes(grid, *request.format.floats, best);
  }
  return to_table(request, grid, best, request.format.entries);
}

LeastEntries fit_least_entries(const FitRequest& wish, double error) {
  check_least(wish);
  FitRequest request = wish;
  request.format.entries = kMostEntries;
  const FitGrid grid = make_fit_grid(request);
  const std::string goal = fmt::format("an error of {}", error);
  if (has_exact_optimum(request)) {
    for (const Segmentation& found :
         exact_segmentations(request, grid, kMostEntries, point_error(request.objective), error, 0)) {
      if (found.error <= error) return least_of(request, grid, found);
    }
    refuse_entries(request, goal);
  }
  Segmentation found = near_segmentation(request, grid, kMostEntries, 0);
  if (found.error > error) refuse_entries(request, goal);
  int too_few = 0;
  int enough = kMostEntries;
  while (enough - too_few > 1) {
    const int entries = (too_few + enough) / 2;
    Segmentation attempt = near_segmentation(request, grid, entries, 0);
    if (attempt.error <= error) {
      enough = entries;
      found = std::move(attempt);
    } else {
      too_few = entries;
    }
  }
  return least_of(request, grid, found);
}

LeastEntries fit_least_exact_entries(const FitRequest& request) {
  const LineTableFormat& format = request.format;
  if (format.floats || format.wraps() || format.x_width > kExactWidth || !tries_all_slopes(format)) {
    throw InputError("bit-exact tables are searched for integer units of up to " + std::to_string(kExactWidth) +
                     " bits, not for " + request.unit_name);
  }
  check_least(request);
  const FitGrid grid = make_fit_grid(request);
  for (const Segmentation& found : exact_segmentations(request, grid, kMostEntries, PointError::kOutputWrong, 0, 0)) {
    if (found.error != 0) continue;
    LeastEntries least = least_of(request, grid, found);
    least.table.method = kOptimal;  // no output code can be nearer
    return least;
  }
  refuse_entries(request, "bit-exact output codes");
}

ErrorBound mse_bound(const FitRequest& request) {
  const FitGrid grid = make_fit_grid(request);
  if (has_exact_optimum(request)) {
    const Segmentations best = exact_segmentations(request, grid, request.format.entries, PointError::kSquared, {}, 0);
    return {best.back().error, true};
  }
  const HeldTails held(request, grid, LineFormat::real());
  return {least_squares_bound(grid, held.tails(), request.format.entries), false};
}

}  // namespace pwlsim::fit
