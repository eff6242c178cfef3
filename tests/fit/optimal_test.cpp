// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/optimal.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/fit_grid.h"
#include "sim/fit/line_search.h"
#include "sim/fit/segmentation.h"
#include "sim/unit/golden.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/unit_table.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

/// A unit small enough for brute force.
const UnitConfig& small_unit(int width, int entries) {
  return find_unit("pwl_int:width=" + std::to_string(width) + ",entries=" + std::to_string(entries));
}

/// A unit with an integer format, with or without output codes.
const UnitConfig& unit_of(const LineTableFormat& format, bool requantise) {
  std::string name = "pwl_int:requantise=" + std::to_string(requantise ? 1 : 0);
  const auto set = [&](const char* parameter, int value) {
    name += std::string(",") + parameter + "=" + std::to_string(value);
  };
  set("width", format.x_width);
  set("slope_width", format.slope_width);
  set("intercept_width", format.intercept_width);
  set("breakpoint_width", format.breakpoint_width);
  set("acc_width", format.acc_width);
  set("entries", format.entries);
  return find_unit(name);
}

/// The slopes and intercepts of INT8 with `fraction` fraction bits.
LineFormat int8_lines(int fraction) {
  return {NumberFormat::fixed_point(8, fraction), NumberFormat::fixed_point(8, fraction)};
}

LineWords int8_words(int fraction) {
  return {.format = int8_lines(fraction), .fraction = fraction, .intercept_fraction = fraction, .code_width = 8};
}

struct Judged {
  double x, exact, weight;
  int code, scale;
};

/// Every code in range at every scale, weighted by hand.
std::vector<Judged> judged_points(const FitRequest& request) {
  std::vector<Judged> points;
  for (const int scale : request.scales) {
    const std::size_t from = points.size();
    for (int q = -(1 << (request.format.x_width - 1)); q < 1 << (request.format.x_width - 1); ++q) {
      const double x = q * std::pow(2.0, -scale);
      if (request.function.in_range(x)) {
        points.push_back({.x = x, .exact = request.function.exact(x), .weight = 0, .code = q, .scale = scale});
      }
    }
    for (std::size_t i = from; i < points.size(); ++i) {
      points[i].weight = 1.0 / static_cast<double>(points.size() - from) / static_cast<double>(request.scales.size());
    }
  }
  return points;
}

/// Error of the line (k, b), both with F fraction bits, at a point. All arithmetic is on integers except the last step.
double line_error(const FitRequest& request, const Judged& point, int k, int b, int fraction) {
  const int acc = k * point.code + b * (1 << point.scale);
  const int shift = fraction + point.scale;
  if (request.objective == Objective::kOutputMse) {
    const int down = shift - *request.output_scale;
    const int rounded = down > 0 ? (acc + (1 << (down - 1))) >> down : acc;
    const int most = (1 << (request.format.x_width - 1)) - 1;
    const double y = std::clamp(rounded, -most - 1, most) * std::pow(2.0, -*request.output_scale);
    return point.weight * (y - point.exact) * (y - point.exact);
  }
  const double error = acc * std::pow(2.0, -shift) - point.exact;
  return request.objective == Objective::kMaxError ? std::fabs(error) : point.weight * error * error;
}

/// The least error over all sets of breakpoints on the finest scale's grid, all slopes, all intercepts and all F.
double brute_force(const FitRequest& request) {
  const std::vector<Judged> points = judged_points(request);
  const int finest = *std::max_element(request.scales.begin(), request.scales.end());
  const int half = 1 << (request.format.x_width - 1);
  const auto joined = [&](double a, double b) {
    return request.objective == Objective::kMaxError ? std::max(a, b) : a + b;
  };
  double least = kInf;
  for (int fraction = request.format.x_width - 2; fraction >= 0; --fraction) {
    if (request.objective == Objective::kOutputMse && *request.output_scale > fraction + request.scales[0]) continue;
    // Breakpoints lie on the finest grid, over all of the function's range and some way below it.
    const int from = static_cast<int>(std::ceil(std::ldexp(request.function.lo, finest))) - 1 - (2 << finest);
    const int to = static_cast<int>(std::floor(std::ldexp(request.function.hi, finest)));
    const int places = to - from + 1;
    const auto below = [&](const Judged& point, int place) {  // whether the point is at or below that breakpoint
      return point.code <= std::nearbyint(std::ldexp(from + place, point.scale - finest));
    };
    // Held tails: the outermost lines are given, rounded to the format.
    const auto rounded = [&](double value) {
      return static_cast<int>(std::clamp(std::nearbyint(std::ldexp(value, fraction)), -1.0 * half, half - 1.0));
    };
    const FitGrid grid = make_fit_grid(request);
    const bool hold_lo = grid.hold_lo;
    const bool hold_hi = grid.hold_hi;
    const int beyond = places + 1;
    // The first line serves every input below the range, at each scale.
    const auto keeps_tail = [&](int place) {
      return std::all_of(request.scales.begin(), request.scales.end(), [&](int scale) {
        const double last_below = std::ceil(std::ldexp(request.function.lo, scale)) - 1;
        return last_below < -half || std::nearbyint(std::ldexp(place, scale - finest)) >= last_below;
      });
    };
    // best[i][j]: least error of one line over the points above place i-1 and up to place j-1, or all further ones.
    std::vector<std::vector<double>> best(beyond + 1, std::vector<double>(beyond + 1, kInf));
    for (int i = 0; i <= places; ++i) {
      for (int j = i; j <= beyond; ++j) {
        std::vector<Judged> segment;
        for (const Judged& point : points) {
          if ((i == 0 || !below(point, i - 1)) && (j == beyond || below(point, j - 1))) segment.push_back(point);
        }
        const bool lo = hold_lo && i == 0;
        const bool hi = hold_hi && j == beyond;
        if ((lo && hi) || (lo && (j == 0 || !keeps_tail(from + j - 1)))) continue;
        const Line& tail = lo ? request.function.tail_lo : request.function.tail_hi;
        for (int k = -half; k < half; ++k) {
          for (int b = -half; b < half; ++b) {
            if ((lo || hi) && (k != rounded(tail.slope) || b != rounded(tail.intercept))) continue;
            double error = 0;
            for (const Judged& point : segment) error = joined(error, line_error(request, point, k, b, fraction));
            best[i][j] = std::min(best[i][j], error);
          }
        }
      }
    }
    // All sets of three breakpoints: four entries.
    for (int p0 = 0; p0 <= places; ++p0) {
      for (int p1 = p0; p1 <= places; ++p1) {
        for (int p2 = p1; p2 <= places; ++p2) {
          least = std::min(least, joined(joined(best[0][p0], best[p0][p1]), joined(best[p1][p2], best[p2][beyond])));
        }
      }
    }
  }
  return least;
}

/// The error of a table as the unit has it: quantised, evaluated by the golden model at every code.
double golden_error(const FitRequest& request, const Table& table) {
  double error = 0;
  for (const int scale : request.scales) {
    const UnitConfig& unit = unit_of(request.format, request.objective == Objective::kOutputMse);
    const UnitTable registers = quantise(table, request.function, unit, {scale, request.output_scale});
    const GoldenUnit golden(registers);
    for (const Judged& point : judged_points(request)) {
      if (point.scale != scale) continue;
      const Word word = static_cast<Word>(point.code) & low_bits(unit.x_width());
      const double off = registers.decode_output(golden.evaluate(word)) - point.exact;
      error = request.objective == Objective::kMaxError ? std::max(error, std::fabs(off))
                                                        : error + point.weight * off * off;
    }
  }
  return error;
}

class BruteForce : public testing::TestWithParam<Objective> {};

TEST_P(BruteForce, FindsNothingBetterThanTheOptimumOfSmallUnits) {
  for (const Function& function : functions()) {
    for (int scale = 0; scale < 3; ++scale) {
      const UnitConfig& unit = small_unit(4, 4);
      FitRequest request{function, unit};
      request.scales = {scale};
      request.output_scale = 0;
      request.objective = GetParam();
      request.tails = Tails::kFree;
      const double least = brute_force(request);
      EXPECT_NEAR(golden_error(request, fit_optimal(request)), least, 1e-12 + 1e-9 * least) << function.name << scale;
    }
  }
}

TEST_P(BruteForce, FindsNothingBetterThanTheOptimumWithHeldTails) {
  for (const Function& function : functions()) {
    for (int scale = 0; scale < 3; ++scale) {
      const UnitConfig& unit = small_unit(4, 4);
      FitRequest request{function, unit};
      request.scales = {scale};
      request.output_scale = 0;
      request.objective = GetParam();
      const double least = brute_force(request);
      EXPECT_NEAR(golden_error(request, fit_optimal(request)), least, 1e-12 + 1e-9 * least) << function.name << scale;
    }
  }
}

TEST_P(BruteForce, FindsNothingBetterThanTheSharedOptimumOfSmallUnits) {
  for (const char* name : {"gelu", "exp", "div"}) {
    const UnitConfig& unit = small_unit(4, 4);
    FitRequest request{find_function(name), unit};
    request.scales = {0, 1};
    request.output_scale = 0;
    request.objective = GetParam();
    request.tails = Tails::kFree;
    const double least = brute_force(request);
    EXPECT_NEAR(golden_error(request, fit_optimal(request)), least, 1e-12 + 1e-9 * least) << name;
  }
}

TEST_P(BruteForce, FindsNothingBetterThanTheSharedOptimumWithHeldTails) {
  for (const char* name : {"silu", "hswish", "exp", "rsqrt"}) {
    for (const std::vector<int>& scales : {std::vector<int>{0, 1}, {0, 2}, {1, 2}}) {
      const UnitConfig& unit = small_unit(4, 4);
      FitRequest request{find_function(name), unit, scales};
      request.output_scale = 0;
      request.objective = GetParam();
      const double least = brute_force(request);
      EXPECT_NEAR(golden_error(request, fit_optimal(request)), least, 1e-12 + 1e-9 * least) << name << scales[1];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Objectives, BruteForce,
                         testing::Values(Objective::kMse, Objective::kOutputMse, Objective::kMaxError),
                         [](const auto& parameter) {
                           return std::string(parameter.param == Objective::kMse         ? "Mse"
                                              : parameter.param == Objective::kOutputMse ? "OutputMse"
                                                                                         : "MaxError");
                         });

TEST(BruteForceItself, SeesATableThatIsNotTheOptimum) {
  const UnitConfig& unit = small_unit(4, 4);
  FitRequest request{find_function("gelu"), unit};
  request.scales = {1};
  request.tails = Tails::kFree;
  Table table = fit_optimal(request);
  table.intercepts[1] += 0.25;
  EXPECT_GT(golden_error(request, table), brute_force(request) * 1.01);
}

// The two engines share only the grid: one has the best line of each segment in closed form, the other follows all
// 65,536 lines from code to code.
TEST(Optimal, BothEnginesFindTheSameLeastSquares) {
  for (const Function& function : functions()) {
    for (const int scale : {0, 2, 4, 5, 6}) {
      const UnitConfig& unit = find_unit("int8_8");
      FitRequest request{function, unit};
      request.scales = {scale};
      request.tails = scale % 2 == 0 ? Tails::kFree : Tails::kHold;
      const FitGrid grid = make_fit_grid(request);
      const FixedTails tails{grid.hold_lo ? &function.tail_lo : nullptr, grid.hold_hi ? &function.tail_hi : nullptr};
      const int fraction = function.name == "div" ? 4 : function.name == "rsqrt" ? 5 : 6;
      const Segmentations closed = least_squares_segmentations(grid, int8_lines(fraction), tails, unit.entries);
      const double bound = closed.back().error * 1.02;
      const Segmentations followed =
          line_search_segmentations(grid, int8_words(fraction), PointError::kSquared, tails, unit.entries, bound);
      EXPECT_NEAR(followed.back().error, closed.back().error, 1e-9 * closed.back().error) << function.name << scale;
      for (const Segmentation& found : {closed.back(), followed.back()}) {
        const double again = segmentation_error(grid, int8_words(fraction), PointError::kSquared, found);
        EXPECT_NEAR(again, closed.back().error, 1e-9 * again) << function.name << scale;
      }
    }
  }
}

struct Published {
  const char* function;
  int entries;
  double optimum, shared, at_5;  // at_5: of s = 5 alone; 0: not given
};

// Three digits, from another program.
constexpr Published kPublished[] = {
    {"gelu", 8, 1.68e-5, 3.24e-5, 2.78e-5},   {"gelu", 16, 3.28e-6, 5.15e-6, 3.20e-6},
    {"hswish", 8, 6.30e-5, 1.11e-4, 1.12e-4}, {"hswish", 16, 7.25e-6, 1.22e-5, 0},
    {"exp", 8, 1.07e-5, 1.99e-5, 7.49e-6},    {"exp", 16, 7.49e-6, 9.53e-6, 0},
    {"silu", 8, 1.93e-5, 3.60e-5, 0},
};

TEST(Optimal, MeetsTheKnownFigures) {
  for (const Published& known : kPublished) {
    const UnitConfig& unit = find_unit("int8_" + std::to_string(known.entries));
    FitRequest request{find_function(known.function), unit};
    request.tails = Tails::kFree;
    double sum = 0;
    for (int scale = 0; scale <= 6; ++scale) {
      request.scales = {scale};
      const double error = golden_error(request, fit_optimal(request));
      sum += error;
      if (scale == 5 && known.at_5 > 0) {
        EXPECT_NEAR(error, known.at_5, 0.005 * known.at_5) << known.function;
      }
    }
    EXPECT_NEAR(sum / 7, known.optimum, 0.005 * known.optimum) << known.function << known.entries;
    request.scales = {0, 1, 2, 3, 4, 5, 6};
    const double shared = golden_error(request, fit_optimal(request));
    EXPECT_NEAR(shared, known.shared, 0.005 * known.shared) << known.function << known.entries;
  }
}

TEST(Optimal, FewerFractionBitsThanTheFunctionNeedsNeverHelp) {
  for (const Function& function : functions()) {
    const int needed = function.name == "div" ? 4 : function.name == "rsqrt" ? 5 : 6;
    for (const int scale : {0, 3, 5}) {
      const UnitConfig& unit = find_unit("int8_8");
      FitRequest request{function, unit};
      request.scales = {scale};
      request.tails = Tails::kFree;
      const FitGrid grid = make_fit_grid(request);
      double best = kInf;
      for (int fraction = 6; fraction >= needed; --fraction) {
        best = std::min(best, least_squares_segmentations(grid, int8_lines(fraction), {}, 8).back().error);
      }
      for (int fraction = needed - 1; fraction >= 0; --fraction) {
        const double error = least_squares_segmentations(grid, int8_lines(fraction), {}, 8).back().error;
        EXPECT_GE(error, best * (1 - 1e-9)) << function.name << scale << fraction;
      }
    }
  }
}

TEST(Optimal, HeldTailsAreTheFunctionsOwnAtEveryCodeBeyondTheRange) {
  for (const Function& function : functions()) {
    for (const char* name : {"int8_8", "int16_8"}) {
      const UnitConfig& unit = find_unit(name);
      for (const int scale : {2, 4}) {
        FitRequest request{function, unit};
        request.scales = {scale};
        const UnitTable registers = quantise(fit_optimal(request), function, unit, {scale, {}});
        const GoldenUnit golden(registers);
        // A tail that the fraction bits cannot hold exactly is rounded to them.
        const double step = std::ldexp(1.0, -registers.fraction);
        for (std::int64_t q = int_min(unit.x_width()); q <= int_max(unit.x_width()); ++q) {
          const double x = std::ldexp(static_cast<double>(q), -scale);
          if (function.in_range(x)) continue;
          const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
          const double y = registers.decode_output(golden.evaluate(static_cast<Word>(q) & low_bits(unit.x_width())));
          ASSERT_NEAR(y, tail.slope * x + tail.intercept, step * (1 + std::fabs(x) * (tail.slope != 0 ? 1 : 0)) + 1e-9)
              << function.name << name << x;
        }
      }
    }
  }
}

TEST(Optimal, HeldTailsOfFloatUnits) {
  for (const Function& function : functions()) {
    const UnitConfig& unit = find_unit("fp32_8");
    const UnitTable registers = quantise(fit_optimal({function, unit}), function, unit);
    const GoldenUnit golden(registers);
    for (const double beyond : {1e-3, 1.0, 100.0, 1e6}) {
      for (const double x : {function.lo - beyond, function.hi + beyond}) {
        const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
        const double y = registers.decode_output(golden.evaluate(registers.encode_input(x)));
        EXPECT_NEAR(y, tail.slope * x + tail.intercept, 1e-6 * std::fabs(x)) << function.name << x;
      }
    }
  }
}

TEST(Optimal, AWeightedTableIsBetterWhereTheWeightIs) {
  const UnitConfig& unit = find_unit("int8_8");
  FitRequest request{find_function("gelu"), unit};
  request.scales = {5};
  const Table even = fit_optimal(request);
  Random random(1);
  for (int i = 0; i < 20000; ++i) request.sample.numbers.push_back(0.7 * random.normal() - 0.5);
  const Table weighted = fit_optimal(request);
  const auto error_on_sample = [&](const Table& table) {
    const UnitTable registers = quantise(table, request.function, unit, {5, {}});
    const GoldenUnit golden(registers);
    double sum = 0;
    for (const double x : request.sample.numbers) {
      const Word word = registers.encode_input(x);
      sum += std::pow(
          registers.decode_output(golden.evaluate(word)) - request.function.exact(registers.decode_input(word)), 2);
    }
    return sum / static_cast<double>(request.sample.numbers.size());
  };
  EXPECT_LT(error_on_sample(weighted), 0.9 * error_on_sample(even));
  EXPECT_GT(golden_error(request, weighted), golden_error(request, even));
}

TEST(Optimal, ZeroMeanIsReachedAtSmallCost) {
  for (const Function& function : functions()) {
    for (const char* name : {"int8_8", "int8_16"}) {
      const UnitConfig& unit = find_unit(name);
      FitRequest request{function, unit};
      request.scales = {5};
      const double least = golden_error(request, fit_optimal(request));
      request.zero_mean = true;
      const Table table = fit_optimal(request);
      const UnitTable registers = quantise(table, function, unit, {5, {}});
      const GoldenUnit golden(registers);
      double mean = 0;
      for (const Judged& point : judged_points(request)) {
        const Word word = static_cast<Word>(point.code) & low_bits(8);
        mean += point.weight * (registers.decode_output(golden.evaluate(word)) - point.exact);
      }
      EXPECT_LE(std::fabs(mean), 1e-4) << function.name << name;
      EXPECT_LE(golden_error(request, table), 1.6 * least) << function.name << name;
    }
  }
}

/// Squared and signed error of a table, weighted as the fit weighs inputs.
struct Errors {
  double squared = 0, mean = 0;
};

Errors errors_of(const FitRequest& request, const UnitConfig& unit, const Table& table) {
  const UnitTable registers = quantise(table, request.function, unit, {request.scales[0], {}});
  const GoldenUnit golden(registers);
  Errors errors;
  for (const FitPoint& point : make_fit_grid(request).points) {
    const double off = registers.decode_output(golden.evaluate(registers.encode_input(point.x))) - point.exact;
    errors.squared += point.weight * off * off;
    errors.mean += point.weight * off;
  }
  return errors;
}

/// The plain optimum with its bias taken out in a simple way: as long as the mean gets nearer to zero, the intercept is
/// moved by a step for which this costs least.
Errors with_bias_taken_out(const FitRequest& request, const UnitConfig& unit, Table table) {
  const double step = std::ldexp(1.0, -quantise(table, request.function, unit, {request.scales[0], {}}).fraction);
  Errors now = errors_of(request, unit, table);
  for (int moves = 0; moves < 64; ++moves) {
    int which = -1;
    Errors best{1e9, 0};
    for (std::size_t i = 1; i + 1 < table.intercepts.size(); ++i) {  // the outermost may be tails
      Table moved = table;
      moved.intercepts[i] -= std::copysign(step, now.mean);
      const Errors errors = errors_of(request, unit, moved);
      if (std::fabs(errors.mean) < std::fabs(now.mean) && errors.squared < best.squared) {
        best = errors;
        which = static_cast<int>(i);
      }
    }
    if (which < 0) break;
    table.intercepts[static_cast<std::size_t>(which)] -= std::copysign(step, now.mean);
    now = best;
  }
  return now;
}

// A mean error of zero restricts the choice, but costs no more than moving the intercepts of the optimum.
TEST(Optimal, ZeroMeanIsNoWorseThanTheOptimumWithItsBiasTakenOut) {
  Random random(7);
  std::vector<double> sample;
  for (int i = 0; i < 4000; ++i) sample.push_back(random.normal());
  for (int i = 0; i < 1000; ++i) sample.push_back(0);  // as after a ReLU
  const auto cost = [](const Errors& errors) { return errors.squared + 1024 * errors.mean * errors.mean; };
  for (const char* name : {"hswish", "exp", "rsqrt"}) {
    for (const char* unit_name : {"int8_4", "int8_8", "int8_16", "int8_32", "int8_64"}) {
      const UnitConfig& unit = find_unit(unit_name);
      for (const int scale : {3, 5}) {
        for (const bool weighted : {false, true}) {
          FitRequest request{find_function(name), unit};
          request.scales = {scale};
          if (weighted) request.sample.numbers = sample;
          const Table plain = fit_optimal(request);
          const Errors optimum = errors_of(request, unit, plain);
          const Errors moved = with_bias_taken_out(request, unit, plain);
          request.zero_mean = true;
          const Errors found = errors_of(request, unit, fit_optimal(request));
          SCOPED_TRACE(testing::Message() << name << unit_name << scale << weighted << ": optimum " << optimum.squared
                                          << ", " << optimum.mean << "; moved " << moved.squared << ", " << moved.mean);
          EXPECT_LE(cost(found), 1.0001 * std::max(cost(moved), 1.05 * optimum.squared) + 1e-9)
              << found.squared << " " << found.mean;
          EXPECT_GE(found.squared, 0.999999 * optimum.squared - 1e-12);
        }
      }
    }
  }
}

// The same for output codes and for wider words.
TEST(Optimal, ZeroMeanOfOtherUnitsCostsLittle) {
  for (const char* name : {"hswish", "exp"}) {
    for (const char* unit : {"int8_8q", "int16_8", "fp16_8", "fp32_8"}) {
      const UnitConfig& config = find_unit(unit);
      FitRequest request{find_function(name), config};
      request.scales = {default_scale(request.function, config)};
      if (config.output_scale) request.objective = Objective::kOutputMse;
      const Errors optimum = errors_of(request, config, fit_optimal(request));
      request.zero_mean = true;
      const Errors found = errors_of(request, config, fit_optimal(request));
      EXPECT_LE(found.squared, 2 * optimum.squared) << name << unit;
      EXPECT_LE(std::fabs(found.mean), std::max(std::fabs(optimum.mean) / 2, 2e-4))
          << name << unit << " " << optimum.mean;
    }
  }
}

TEST(Optimal, ZeroMeanGoesWithTheGreatestErrorToo) {
  for (const Function& function : functions()) {
    FitRequest request{function, find_unit("int8_8")};
    request.scales = {5};
    request.objective = Objective::kMaxError;
    const double least = golden_error(request, fit_optimal(request));
    request.zero_mean = true;
    const Table table = fit_optimal(request);
    EXPECT_LE(golden_error(request, table), 1.7 * least) << function.name;
    double mean = 0;
    for (const Judged& point : judged_points(request)) {
      mean += point.weight * (table.evaluate(point.x) - point.exact);
    }
    EXPECT_LE(std::fabs(mean), 3e-4) << function.name;
  }
  FitRequest wide{find_function("gelu"), find_unit("int16_8")};
  wide.objective = Objective::kMaxError;
  wide.zero_mean = true;
  EXPECT_THROW(fit_optimal(wide), InputError);
}

// The two engines also agree with a sample, because weights are part of the grid.
TEST(Optimal, BothEnginesAgreeOnWeightedTables) {
  Random random(5);
  FitRequest request{find_function("silu"), find_unit("int8_8")};
  request.scales = {4};
  for (int i = 0; i < 3000; ++i) request.sample.numbers.push_back(random.normal());
  const FitGrid grid = make_fit_grid(request);
  const FixedTails tails{&request.function.tail_lo, &request.function.tail_hi};
  const double closed = least_squares_segmentations(grid, int8_lines(6), tails, 8).back().error;
  const double followed =
      line_search_segmentations(grid, int8_words(6), PointError::kSquared, tails, 8, 1.01 * closed).back().error;
  EXPECT_NEAR(followed, closed, 1e-9 * closed);
}

TEST(Optimal, TheGreatestErrorCountsLessWhereTheSampleIsThin) {
  const UnitConfig& unit = find_unit("int8_8");
  FitRequest request{find_function("gelu"), unit, {5}, {}, Objective::kMaxError};
  Random random(6);
  for (int i = 0; i < 20000; ++i) request.sample.numbers.push_back(0.5 * random.normal());
  const Table weighted = fit_optimal(request);
  request.sample = {};
  const Table even = fit_optimal(request);
  const auto greatest_near_zero = [&](const Table& table) {
    double greatest = 0;
    for (int q = -16; q <= 16; ++q) {
      const double x = q / 32.0;
      greatest = std::max(greatest, std::fabs(table.evaluate(x) - request.function.exact(x)));
    }
    return greatest;
  };
  EXPECT_LT(greatest_near_zero(weighted), 0.9 * greatest_near_zero(even));
}

TEST(Optimal, WiderUnitsComeNearTheirBound) {
  for (const char* function_name : {"gelu", "exp", "rsqrt"}) {
    const Function& function = find_function(function_name);
    for (const char* name : {"int16_16", "int32w_8", "fp32_8"}) {
      FitRequest request{function, find_unit(name)};
      request.tails = Tails::kFree;
      if (!request.format.floats) request.scales = {default_scale(function, request.format)};
      const Table table = fit_optimal(request);
      EXPECT_EQ(table.method, "near-optimal");
      const ErrorBound bound = mse_bound(request);
      EXPECT_FALSE(bound.reached);
      double error = 0;
      constexpr int kSteps = 20000;
      for (int i = 0; i <= kSteps; ++i) {
        const double x = function.lo + (function.hi - function.lo) * i / kSteps;
        error += std::pow(table.evaluate(x) - function.exact(x), 2) / (kSteps + 1);
      }
      EXPECT_LE(error, 1.05 * bound.mse) << function.name << name;
      EXPECT_GE(error, 0.99 * bound.mse) << function.name << name;
    }
  }
}

// Coarse scales have few inputs, and a single input leaves the slope open. An INT16 optimum cannot be worse than an
// INT8 one.
TEST(Optimal, WiderWordsAreNoWorseAtCoarseScales) {
  for (const Function& function : functions()) {
    for (const int scale : {0, 1, 2, 4}) {
      for (const Objective objective : {Objective::kMse, Objective::kMaxError}) {
        for (const Tails tails : {Tails::kFree, Tails::kHold}) {
          const auto error = [&](const char* name) {
            FitRequest request{function, find_unit(name), {scale}, {}, objective, tails};
            if (request.format.x_width == 8) return golden_error(request, fit_optimal(request));
            // Only inputs that INT8 has as well.
            FitRequest narrow{function, find_unit("int8_8"), {scale}, {}, objective};
            const UnitTable registers = quantise(fit_optimal(request), function, find_unit(name), {scale, {}});
            const GoldenUnit golden(registers);
            double sum = 0;
            for (const Judged& point : judged_points(narrow)) {
              const Word word = static_cast<Word>(point.code) & low_bits(request.format.x_width);
              const double off = registers.decode_output(golden.evaluate(word)) - point.exact;
              sum = objective == Objective::kMaxError ? std::max(sum, std::fabs(off)) : sum + point.weight * off * off;
            }
            return sum;
          };
          const double narrow = error("int8_8");
          EXPECT_LE(error("int16_8"), 1.02 * narrow + 1e-9) << function.name << scale << static_cast<int>(tails);
          if (scale < 3) {
            EXPECT_LE(error("int32w_8"), 1.05 * narrow + 1e-9) << function.name << scale;
          }
        }
      }
    }
  }
}

TEST(Optimal, HeldTailsLeaveTheRangeOfFloatsAlone) {
  for (const char* name : {"fp32_8", "fp16_8", "bf16_8"}) {
    const Function& silu = find_function("silu");
    const UnitTable registers = quantise(fit_optimal({silu, find_unit(name)}), silu, find_unit(name));
    const GoldenUnit golden(registers);
    EXPECT_NEAR(registers.decode_output(golden.evaluate(registers.encode_input(-4))), silu.exact(-4), 0.03) << name;
    EXPECT_EQ(registers.decode_output(golden.evaluate(registers.encode_input(-4.05))), 0) << name;
  }
}

TEST(Optimal, FewFractionBitsOfInt32AreTakenIntoAccount) {
  for (const char* name : {"gelu", "silu"}) {
    const Function& function = find_function(name);
    FitRequest request{function, find_unit("int32_8"), {24}};
    request.tails = Tails::kFree;
    const auto error = [&](const std::string& method) {
      const UnitTable registers = quantise(fit_table(method, request), function, find_unit("int32_8"), {24, {}});
      const GoldenUnit golden(registers);
      double sum = 0;
      for (int i = 0; i <= 2000; ++i) {
        const Word word = registers.encode_input(function.lo + (function.hi - function.lo) * i / 2000);
        sum +=
            std::pow(registers.decode_output(golden.evaluate(word)) - function.exact(registers.decode_input(word)), 2);
      }
      return sum;
    };
    EXPECT_LT(error("optimal"), error("gqa")) << name;
    EXPECT_LT(error("optimal"), error("uniform")) << name;
  }
}

TEST(Optimal, LeastEntriesAreEnoughAndOneFewerIsNot) {
  const Function& gelu = find_function("gelu");
  for (const Objective objective : {Objective::kMse, Objective::kMaxError}) {
    FitRequest request{gelu, find_unit("int8_8")};
    request.scales = {5};
    request.objective = objective;
    const double goal = objective == Objective::kMse ? 1e-5 : 0.01;
    const LeastEntries least = fit_least_entries(request, goal);
    EXPECT_EQ(least.table.entries(), least.entries);
    EXPECT_LE(least.entries, 16);
    const FitRequest bigger{gelu, find_unit("int8_16"), {5}, {}, objective};
    EXPECT_LE(golden_error(bigger, with_entries(least.table, 16)), goal) << least.entries;
  }
  FitRequest request{gelu, find_unit("int8_8")};
  request.scales = {5};
  const Segmentations all = least_squares_segmentations(make_fit_grid(request), int8_lines(6), {}, 64);
  const int least = fit_least_entries(request, 1e-5).entries;
  EXPECT_LE(all[least - 1].error, 1e-5);
  EXPECT_GT(all[least - 2].error, 1e-5);
  EXPECT_THROW(fit_least_entries(request, 1e-9), InputError);
}

// The output codes hold the whole range of GELU. Finer output codes, which scale 6 allows, need 17 entries.
TEST(Optimal, TwelveEntriesMakeInt8GeluBitExactAtEveryScale) {
  const Function& gelu = find_function("gelu");
  int most = 0;
  for (int scale = 0; scale <= 6; ++scale) {
    FitRequest request{gelu, find_unit("int8_16q")};
    request.scales = {scale};
    request.tails = Tails::kFree;
    request.output_scale = std::min(scale, 5);
    const LeastEntries least = fit_least_exact_entries(request);
    most = std::max(most, least.entries);
    ASSERT_LE(least.entries, 16);
    const UnitTable registers =
        quantise(with_entries(least.table, 16), gelu, find_unit("int8_16q"), {scale, request.output_scale});
    const GoldenUnit golden(registers);
    for (int q = -128; q < 128; ++q) {
      const double x = std::ldexp(q, -scale);
      if (!gelu.in_range(x)) continue;
      const auto y = sign_extend(golden.evaluate(static_cast<Word>(q) & 0xff), 8);
      const double exact =
          std::clamp(std::floor(std::ldexp(gelu.exact(x), registers.output_scale) + 0.5), -128.0, 127.0);
      ASSERT_EQ(static_cast<double>(y), exact) << scale << " " << x;
    }
  }
  EXPECT_LE(most, 12);
  EXPECT_GE(most, 8);
}

TEST(Optimal, RefusesWhatNoTableServes) {
  FitRequest request{find_function("gelu"), find_unit("int8_8")};
  request.scales = {8};
  EXPECT_THROW(fit_optimal(request), InputError);
  request.scales = {5};
  request.objective = Objective::kOutputMse;
  request.output_scale = 20;
  EXPECT_THROW(fit_optimal(request), InputError);
  FitRequest wide{find_function("gelu"), find_unit("int32_8")};
  wide.scales = {3, 4};
  EXPECT_THROW(fit_optimal(wide), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
