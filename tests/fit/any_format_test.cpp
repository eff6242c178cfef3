// SPDX-License-Identifier: Apache-2.0
//
// Tables of formats that no named unit has: separate widths, breakpoints with few bits, any number of entries.

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/corridor.h"
#include "sim/fit/line_search.h"
#include "sim/fit/near_optimal.h"
#include "sim/fit/optimal.h"
#include "sim/fit/segmentation.h"
#include "sim/unit/golden.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/unit_table.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

struct Widths {
  int x, breakpoint, slope, intercept;
};

const UnitConfig& unit_of(const Widths& widths, int entries, bool requantise) {
  return find_unit(
      "pwl_int:width=" + std::to_string(widths.x) + ",breakpoint_width=" + std::to_string(widths.breakpoint) +
      ",slope_width=" + std::to_string(widths.slope) + ",intercept_width=" + std::to_string(widths.intercept) +
      ",entries=" + std::to_string(entries) + ",requantise=" + std::to_string(requantise ? 1 : 0));
}

struct Range {
  std::int64_t least, greatest;
};
Range words_of(int width) { return {-(std::int64_t{1} << (width - 1)), (std::int64_t{1} << (width - 1)) - 1}; }

std::int64_t clamped(double value, const Range& range) {
  return static_cast<std::int64_t>(
      std::clamp(std::nearbyint(value), static_cast<double>(range.least), static_cast<double>(range.greatest)));
}

/// The least error of any table for one scale, by trying every line that the registers can hold over every range of
/// codes, then every choice of ends. It follows from the definition of the format alone, and uses only the output scale
/// of a fit.
class BruteForce {
 public:
  BruteForce(const Function& function, const Widths& widths, int scale, Objective objective, Tails tails,
             int output_scale)
      : function_(function),
        widths_(widths),
        scale_(scale),
        objective_(objective),
        tails_(tails),
        output_scale_(output_scale),
        x_(words_of(widths.x)) {
    const std::int64_t cell = std::int64_t{1} << (widths.x - widths.breakpoint);
    ends_.push_back(x_.least - 1);  // of a segment without a code
    for (std::int64_t q = x_.least; q <= x_.greatest; ++q) {
      if ((q - x_.least + 1) % cell == 0) ends_.push_back(q);
    }
    for (std::int64_t q = x_.least; q <= x_.greatest; ++q) count_ += in_range(q) ? 1 : 0;
  }

  int count() const { return count_; }

  double least(int entries) const {
    double best = kInf;
    for (int fraction = widths_.slope - 2; fraction >= 0; --fraction)
      best = std::min(best, of_fraction(fraction, entries));
    return best;
  }

 private:
  double x_of(std::int64_t q) const { return std::ldexp(static_cast<double>(q), -scale_); }
  bool in_range(std::int64_t q) const { return function_.in_range(x_of(q)); }
  double joined(double a, double b) const { return objective_ == Objective::kMaxError ? std::max(a, b) : a + b; }

  double error(std::int64_t q, std::int64_t k, std::int64_t b, int fraction) const {
    const int extra = std::min(widths_.intercept - widths_.slope, scale_);
    const std::int64_t acc = k * q + b * (std::int64_t{1} << (scale_ - extra));
    double y = std::ldexp(static_cast<double>(acc), -fraction - scale_);
    if (objective_ == Objective::kOutputMse) {
      const int down = fraction + scale_ - output_scale_;
      const std::int64_t code = down > 0 ? (acc + (std::int64_t{1} << (down - 1))) >> down : acc;
      y = std::ldexp(static_cast<double>(std::clamp(code, x_.least, x_.greatest)), -output_scale_);
    }
    const double off = y - function_.exact(x_of(q));
    return objective_ == Objective::kMaxError ? std::fabs(off) : off * off / count_;
  }

  double of_fraction(int fraction, int entries) const {
    if (objective_ == Objective::kOutputMse && output_scale_ > fraction + scale_) return kInf;
    const int extra = std::min(widths_.intercept - widths_.slope, scale_);
    const Range slopes = words_of(widths_.slope);
    const Range intercepts = words_of(widths_.intercept);
    const std::size_t places = ends_.size();
    // best[i][j]: least error of one line over the codes in range above ends_[i] and up to ends_[j].
    std::vector<std::vector<double>> best(places, std::vector<double>(places, kInf));
    const auto offer = [&](std::int64_t k, std::int64_t b, std::size_t from, std::size_t to, auto& table) {
      for (std::size_t i = from; i <= to; ++i) {
        double sum = 0;
        for (std::size_t j = i; j < places; ++j) {
          for (std::int64_t q = j == i ? 0 : ends_[j - 1] + 1; j > i && q <= ends_[j]; ++q) {
            if (in_range(q)) sum = joined(sum, error(q, k, b, fraction));
          }
          table[i][j] = std::min(table[i][j], sum);
        }
      }
    };
    for (std::int64_t k = slopes.least; k <= slopes.greatest; ++k) {
      for (std::int64_t b = intercepts.least; b <= intercepts.greatest; ++b) offer(k, b, 0, places - 1, best);
    }
    const auto tail_table = [&](const Line& tail) {
      std::vector<std::vector<double>> table(places, std::vector<double>(places, kInf));
      offer(clamped(std::ldexp(tail.slope, fraction), slopes),
            clamped(std::ldexp(tail.intercept, fraction + extra), intercepts), 0, places - 1, table);
      return table;
    };
    const bool below = tails_ == Tails::kHold && x_of(x_.least) < function_.lo;
    const bool above = tails_ == Tails::kHold && x_of(x_.greatest) > function_.hi;
    const auto lower = tail_table(function_.tail_lo);
    const auto upper = tail_table(function_.tail_hi);
    const std::size_t last = places - 1;
    // reached[j]: least error up to ends_[j] so far.
    std::vector<double> reached(places, kInf);
    for (std::size_t j = 0; j < places; ++j) {
      // The tail serves every input below the range.
      const bool keeps = j > 0 && (ends_[j] == x_.greatest || x_of(ends_[j] + 1) >= function_.lo);
      reached[j] = !below ? best[0][j] : keeps ? lower[0][j] : kInf;
    }
    double least = above ? kInf : reached[last];
    for (int n = 2; n <= entries; ++n) {
      std::vector<double> next(places, kInf);
      for (std::size_t i = 0; i < places; ++i) {
        if (above && x_of(ends_[i]) <= function_.hi) least = std::min(least, joined(reached[i], upper[i][last]));
        for (std::size_t j = i; j < places; ++j) next[j] = std::min(next[j], joined(reached[i], best[i][j]));
      }
      reached = next;
      if (!above) least = std::min(least, reached[last]);
    }
    return least;
  }

  const Function& function_;
  Widths widths_;
  int scale_;
  Objective objective_;
  Tails tails_;
  int output_scale_;
  Range x_;
  std::vector<std::int64_t> ends_;
  int count_ = 0;
};

/// The error of the golden model with these registers, over all codes in range.
double golden_error(const UnitTable& registers, const Function& function, Objective objective) {
  const GoldenUnit golden(registers);
  const int width = registers.config.x_width();
  double error = 0;
  int count = 0;
  for (std::int64_t q = int_min(width); q <= int_max(width); ++q) {
    const double x = std::ldexp(static_cast<double>(q), -registers.scale);
    if (!function.in_range(x)) continue;
    const double off =
        registers.decode_output(golden.evaluate(static_cast<Word>(q) & low_bits(width))) - function.exact(x);
    error = objective == Objective::kMaxError ? std::max(error, std::fabs(off)) : error + off * off;
    ++count;
  }
  return objective == Objective::kMaxError ? error : error / count;
}

std::string text_of(const Widths& widths, int entries, int scale, const Function& function, Tails tails) {
  return function.name + " x " + std::to_string(widths.x) + " breakpoint " + std::to_string(widths.breakpoint) +
         " slope " + std::to_string(widths.slope) + " intercept " + std::to_string(widths.intercept) + " entries " +
         std::to_string(entries) + " scale " + std::to_string(scale) + (tails == Tails::kHold ? " held" : " free");
}

class AnyFormat : public testing::TestWithParam<Objective> {};

TEST_P(AnyFormat, BruteForceFindsNothingBetter) {
  const Objective objective = GetParam();
  Random random(static_cast<std::uint64_t>(objective) + 1);
  const auto between = [&](int least, int most) {
    return least + static_cast<int>(random.below(static_cast<std::uint32_t>(most - least + 1)));
  };
  const std::vector<const Function*> all = {&find_function("gelu"), &find_function("exp"), &find_function("sigmoid"),
                                            &find_function("hswish"), &find_function("div")};
  int served = 0;
  for (int trial = 0; trial < 60; ++trial) {
    Widths widths{.x = between(4, 6), .breakpoint = 0, .slope = between(3, 5), .intercept = between(3, 6)};
    widths.breakpoint = between(2, widths.x);
    const int entries = between(2, 5);
    const int scale = between(0, 2);
    const Function& function = *all[random.below(static_cast<std::uint32_t>(all.size()))];
    const Tails tails = random.chance(0.5) ? Tails::kHold : Tails::kFree;
    const UnitConfig& unit = unit_of(widths, entries, objective == Objective::kOutputMse);
    FitRequest request{function, unit, {scale}, {}, objective, tails};
    if (objective == Objective::kOutputMse) request.output_scale = 0;
    SCOPED_TRACE(text_of(widths, entries, scale, function, tails));
    const BruteForce brute(function, widths, scale, objective, tails, 0);
    if (brute.count() == 0) continue;
    const double least = brute.least(entries);
    if (least == kInf) {
      EXPECT_THROW(fit_optimal(request), InputError);
      continue;
    }
    ++served;
    const Table table = fit_optimal(request);
    EXPECT_EQ(table.method, "optimal");
    EXPECT_EQ(table.entries(), entries);
    const UnitTable registers = quantise(table, function, unit, {scale, request.output_scale});
    EXPECT_NEAR(golden_error(registers, function, objective), least, 1e-12 + 1e-9 * least);
  }
  EXPECT_GT(served, 40);
}

INSTANTIATE_TEST_SUITE_P(Objectives, AnyFormat,
                         testing::Values(Objective::kMse, Objective::kOutputMse, Objective::kMaxError),
                         [](const auto& parameter) {
                           return std::string(parameter.param == Objective::kMse         ? "Mse"
                                              : parameter.param == Objective::kOutputMse ? "OutputMse"
                                                                                         : "MaxError");
                         });

TEST(AnyFormatBruteForce, SeesATableThatIsNotTheOptimum) {
  const Function& gelu = find_function("gelu");
  const Widths widths{.x = 5, .breakpoint = 4, .slope = 4, .intercept = 6};
  const UnitConfig& unit = unit_of(widths, 3, false);
  const FitRequest request{gelu, unit, {1}, {}, Objective::kMse, Tails::kFree};
  const double least = BruteForce(gelu, widths, 1, Objective::kMse, Tails::kFree, 0).least(3);
  UnitTable registers = quantise(fit_optimal(request), gelu, unit, {1, {}});
  EXPECT_NEAR(golden_error(registers, gelu, Objective::kMse), least, 1e-9 * least);
  registers.field("intercept")[1] += 1;
  EXPECT_GT(golden_error(registers, gelu, Objective::kMse), 1.01 * least);
}

// No line of the format is better, whether slopes or intercepts are tried.
TEST(BestLine, IsTheBestOfAllLinesOfTheFormat) {
  Random random(6);
  for (const Widths& widths : {Widths{0, 0, 11, 4}, {0, 0, 10, 3}, {0, 0, 8, 8}, {0, 0, 4, 11}, {0, 0, 7, 6}}) {
    const int fraction = widths.slope - 2;
    const LineFormat format{NumberFormat::fixed_point(widths.slope, fraction),
                            NumberFormat::fixed_point(widths.intercept, widths.intercept - 2)};
    for (int trial = 0; trial < 60; ++trial) {
      // Some lines are beyond the format, and some segments have a single point.
      const double size = trial % 3 == 0 ? 4 : 1;
      std::vector<FitPoint> points;
      const int count = 1 + static_cast<int>(random.below(trial % 4 == 0 ? 1 : 9));
      for (int i = 0; i < count; ++i) {
        points.push_back({std::ldexp(i + static_cast<double>(random.below(64)) - 32, -4),
                          size * (2 * random.uniform() - 1), 1.0 / count, 1, 0, 4});
      }
      Moments sum;
      for (const FitPoint& point : points) sum.add(point);
      const auto error = [&](double slope, double intercept) {
        double all = 0;
        for (const FitPoint& point : points) {
          all += point.weight * std::pow(slope * point.x + intercept - point.exact, 2);
        }
        return all;
      };
      double least = kInf;
      for (double k = format.slope.least; k <= format.slope.greatest; k += format.slope.step) {
        for (double b = format.intercept.least; b <= format.intercept.greatest; b += format.intercept.step) {
          least = std::min(least, error(k, b));
        }
      }
      const BestLine found = best_line(sum, format, 0.5);
      ASSERT_TRUE(format.has(found.line)) << widths.slope << trial;
      ASSERT_NEAR(found.squared_error, least, 1e-12) << widths.slope << trial;
      ASSERT_NEAR(error(found.line.slope, found.line.intercept), least, 1e-12) << widths.slope << trial;
    }
  }
}

// Registers of tables too large for brute force are as good as the fit says, not better than real lines, and cannot be
// improved by a few steps.
TEST(AnyFormatTables, OfUpTo12BitsCannotBeImproved) {
  struct Case {
    const char* function;
    Widths widths;
    int entries;
    Tails tails;
  };
  const std::vector<Case> cases = {
      {"gelu", {10, 10, 10, 10}, 12, Tails::kHold},  {"exp", {10, 7, 8, 12}, 5, Tails::kHold},
      {"rsqrt", {10, 10, 6, 8}, 33, Tails::kFree},   {"silu", {12, 12, 12, 12}, 16, Tails::kHold},
      {"sigmoid", {12, 9, 16, 12}, 7, Tails::kFree}, {"gelu", {12, 12, 8, 18}, 64, Tails::kFree},
  };
  Random random(4);
  for (const Case& one : cases) {
    const Function& function = find_function(one.function);
    const UnitConfig& unit = unit_of(one.widths, one.entries, false);
    for (const Objective objective : {Objective::kMse, Objective::kMaxError}) {
      FitRequest request{function, unit, {}, {}, objective, one.tails};
      const int scale = default_scale(function, request.format);
      SCOPED_TRACE(text_of(one.widths, one.entries, scale, function, one.tails));
      const Table table = fit_optimal(request);
      EXPECT_EQ(table.method, "optimal");
      const UnitTable registers = quantise(table, function, unit, {scale, {}});
      const double error = golden_error(registers, function, objective);
      if (objective == Objective::kMse) {
        const ErrorBound bound = mse_bound(request);
        EXPECT_TRUE(bound.reached);
        EXPECT_NEAR(bound.mse, error, 1e-9 * error + 1e-14);  // sums of moments cancel
        const FitGrid grid = make_fit_grid(request);
        EXPECT_GE(error, 0.999 * least_squares_bound(grid, {}, one.entries));
      } else {
        const FitGrid grid = make_fit_grid(request);
        const Segmentation real =
            segments_within(grid, band_of(grid, 0.999 * error), LineFormat::real(), {}, one.entries);
        // Real lines may be better; this test does not check by how much.
        EXPECT_LE(real.lines.empty() ? 0 : real.error, error);
      }
      const auto step = [&](Word& word, int width) {
        const Word other = (word + (random.chance(0.5) ? 1 : ~Word{0})) & low_bits(width);
        // Skips steps across the ends of the range.
        if (std::llabs(sign_extend(other, width) - sign_extend(word, width)) == 1) word = other;
      };
      const auto inner = static_cast<std::uint32_t>(one.entries - 2);
      for (int trial = 0; trial < 400; ++trial) {
        UnitTable moved = registers;
        for (int steps = 1 + static_cast<int>(random.below(3)); steps > 0; --steps) {
          const std::size_t at = 1 + random.below(inner);  // the outermost lines may be tails
          switch (random.below(3)) {
            case 0:
              step(moved.field("slope")[at], one.widths.slope);
              break;
            case 1:
              step(moved.field("intercept")[at], one.widths.intercept);
              break;
            default:
              if (at < moved.field("breakpoint").size() - 1) step(moved.field("breakpoint")[at], one.widths.breakpoint);
          }
        }
        const auto sorted = [&](Word a, Word b) {
          return sign_extend(a, one.widths.breakpoint) < sign_extend(b, one.widths.breakpoint);
        };
        const std::vector<Word>& ends = moved.field("breakpoint");
        if (!std::is_sorted(ends.begin(), ends.end(), sorted)) continue;
        ASSERT_GE(golden_error(moved, function, objective), error * (1 - 1e-12)) << trial;
      }
    }
  }
}

// The bound only leaves out what cannot be part of the optimum: a search without a bound finds the same.
TEST(AnyFormatTables, BoundsOnlyLeaveOutWhatIsWorse) {
  for (const Widths& widths : {Widths{9, 9, 9, 9}, {9, 9, 6, 9}, {10, 8, 8, 10}, {9, 9, 12, 6}}) {
    for (const char* name : {"gelu", "exp", "rsqrt"}) {
      for (const int entries : {3, 9, 40}) {
        const Function& function = find_function(name);
        const FitRequest request{function, unit_of(widths, entries, false), {}, {}, Objective::kMse, Tails::kFree};
        const FitGrid grid = make_fit_grid(request);
        const int scale = default_scale(function, request.format);
        for (const int fraction : {widths.slope - 2, widths.slope - 4}) {
          const int extra = request.format.extra_intercept_bits(scale);
          const LineFormat format{NumberFormat::fixed_point(widths.slope, fraction),
                                  NumberFormat::fixed_point(widths.intercept, fraction + extra)};
          const FixedTails tails;
          const Segmentations all = least_squares_segmentations(grid, format, tails, entries);
          const double least = all.back().error;
          const double near = near_least_squares(grid, format, tails, entries).error;
          EXPECT_GE(near, least * (1 - 1e-9));
          for (const double bound : {near * (1 + 1e-9), least * (1 + 1e-9), 3 * least}) {
            const Segmentations found = least_squares_segmentations(grid, format, tails, entries, 0, bound);
            EXPECT_EQ(found.back().error, least) << name << entries;
            EXPECT_EQ(found.back().ends, all.back().ends) << name << entries;
          }
          // The same holds for fewer segments within the bound.
          const Segmentations found = least_squares_segmentations(grid, format, tails, entries, 0, 10 * least);
          for (int n = 0; n < entries; ++n) {
            if (all[n].error <= 10 * least) {
              EXPECT_EQ(found[n].error, all[n].error) << name << n;
            } else {
              EXPECT_GT(found[n].error, 10 * least) << name << n;
            }
          }
        }
      }
    }
  }
}

LineWords int8_words(int fraction, int output_scale) {
  LineWords words{.format = {NumberFormat::fixed_point(8, fraction), NumberFormat::fixed_point(8, fraction)},
                  .fraction = fraction,
                  .intercept_fraction = fraction,
                  .code_width = 8};
  words.output_scales.fill(output_scale);
  return words;
}

// The two engines share only the grid: one follows all 65,536 lines from code to code, the other looks for lines of the
// format in the corridor that a segment leaves.
TEST(AnyFormatTables, CorridorsAndFollowedLinesAgree) {
  for (const char* name : {"gelu", "exp", "sigmoid", "hswish", "rsqrt"}) {
    const Function& function = find_function(name);
    for (const int scale : {3, 5}) {
      for (const Tails tails : {Tails::kHold, Tails::kFree}) {
        const FitRequest request{function, find_unit("int8_8"), {scale}, {}, Objective::kMaxError, tails};
        const FitGrid grid = make_fit_grid(request);
        const int fraction = function.name == "rsqrt" ? 5 : 6;
        const LineWords words = int8_words(fraction, scale);
        const LineFormat& format = words.format;
        const Line lo = format.nearest(function.tail_lo);
        const Line hi = format.nearest(function.tail_hi);
        const FixedTails held{grid.hold_lo ? &lo : nullptr, grid.hold_hi ? &hi : nullptr};
        for (const int entries : {4, 8, 13}) {
          const Segmentation corridor = least_greatest_segmentation(grid, format, held, entries, 1);
          const Segmentation followed =
              line_search_segmentations(grid, words, PointError::kGreatest, held, entries, corridor.error * 1.1).back();
          EXPECT_NEAR(corridor.error, followed.error, 1e-12) << name << scale << entries;
          EXPECT_NEAR(greatest_error(grid, corridor), followed.error, 1e-12) << name << scale << entries;
          for_each_segment(corridor, [&](int, int, const Line& line) { EXPECT_TRUE(format.has(line)); });
        }
        const Segmentation right = segments_within(grid, band_of_codes(grid, words), format, held, 64);
        const Segmentations followed = line_search_segmentations(grid, words, PointError::kOutputWrong, held, 64, 0);
        std::size_t fewest = 0;
        while (fewest < 64 && followed[fewest].error > 0) ++fewest;
        EXPECT_EQ(right.lines.empty() ? 64 : right.lines.size() - 1, fewest) << name << scale;
      }
    }
  }
}

// When there are too many lines to follow all of them, the table for output codes is not proven optimal. It is better
// than the one for the accumulator, and not better than codes allow.
TEST(AnyFormatTables, OutputCodesOf12BitsAreWorthStepsAside) {
  for (const char* name : {"gelu", "sigmoid", "exp"}) {
    for (const int entries : {6, 24}) {
      const Function& function = find_function(name);
      const UnitConfig& unit = unit_of({12, 12, 10, 12}, entries, true);
      FitRequest request{function, unit, {8}, 8, Objective::kOutputMse};
      const auto error = [&](const Table& table) {
        return golden_error(quantise(table, function, unit, {8, 8}), function, Objective::kOutputMse);
      };
      const Table moved = fit_optimal(request);
      EXPECT_EQ(moved.method, "near-optimal");
      double nearest_codes = 0;
      const FitGrid grid = make_fit_grid(request);
      for (const FitPoint& point : grid.points) {
        const double code = std::floor(std::ldexp(point.exact, 8) + 0.5);
        nearest_codes += point.weight * std::pow(std::ldexp(code, -8) - point.exact, 2);
      }
      request.objective = Objective::kMse;
      const double of_accumulator = error(fit_optimal(request));
      EXPECT_LT(error(moved), of_accumulator) << name << entries;
      EXPECT_GE(error(moved), nearest_codes * (1 - 1e-9)) << name << entries;
    }
  }
}

TEST(AnyFormatTables, BitExactTablesOf10BitsAreBitExact) {
  for (const char* name : {"gelu", "sigmoid"}) {
    const Function& function = find_function(name);
    FitRequest request{function, unit_of({10, 10, 10, 10}, 64, true), {6}, 7, Objective::kOutputMse, Tails::kFree};
    const LeastEntries least = fit_least_exact_entries(request);
    EXPECT_EQ(least.table.entries(), least.entries);
    EXPECT_EQ(least.table.method, "optimal");
    const UnitConfig& unit = unit_of({10, 10, 10, 10}, least.entries, true);
    const UnitTable registers = quantise(least.table, function, unit, {6, 7});
    const GoldenUnit golden(registers);
    for (std::int64_t q = -512; q < 512; ++q) {
      const double x = std::ldexp(static_cast<double>(q), -6);
      if (!function.in_range(x)) continue;
      const auto y = sign_extend(golden.evaluate(static_cast<Word>(q) & low_bits(10)), 10);
      const double exact = std::clamp(std::floor(std::ldexp(function.exact(x), 7) + 0.5), -512.0, 511.0);
      ASSERT_EQ(static_cast<double>(y), exact) << name << q;
    }
  }
}

// A method accepts any number of entries, and its registers return the values of its table within their rounding.
TEST(AnyFormatTables, EveryMethodServesAnySize) {
  Random random(5);
  const Function& function = find_function("gelu");
  for (const FitMethod& method : fit_methods()) {
    for (const int entries : {2, 3, 5, 12, 33, 64}) {
      const Widths widths{.x = 9, .breakpoint = 7, .slope = 8, .intercept = 10};
      const UnitConfig& unit = unit_of(widths, entries, false);
      FitRequest request{function, unit, {}, {}, Objective::kMse, Tails::kFree};
      if (method.name == "gqa") request.settings = {{"generations", 3}};
      if (method.name == "nnlut") request.settings = {{"steps", 200}, {"samples", 500}};
      const Table table = fit_table(method.name, request);
      EXPECT_EQ(table.entries(), entries) << method.name;
      EXPECT_NO_THROW(table.validate()) << method.name << entries;
      if (method.name == "optimal") {
        const UnitTable registers = quantise(table, function, unit);
        EXPECT_NEAR(golden_error(registers, function, Objective::kMse), mse_bound(request).mse, 1e-9);
      }
      if (entries > 3) {
        request.tails = Tails::kHold;
        EXPECT_EQ(fit_table(method.name, request).entries(), entries) << method.name;
      }
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
