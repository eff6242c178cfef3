// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/fit/fit.h"
#include "sim/fit/grid_mse.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Settings = std::map<std::string, double>;

FitRequest request(const char* function, const std::string& unit, std::uint64_t seed = 1, Settings settings = {}) {
  FitRequest wanted{find_function(function), find_unit(unit)};
  wanted.tails = Tails::kFree;  // the method alone
  wanted.seed = seed;
  wanted.settings = std::move(settings);
  return wanted;
}

Table gqa(const char* function, const std::string& unit, std::uint64_t seed = 1, Settings settings = {}) {
  return fit_table("gqa", request(function, unit, seed, std::move(settings)));
}

bool is_multiple(double number, double unit) { return std::nearbyint(number / unit) * unit == number; }

/// A table that the authors publish, at the finest of their scales.
Table published_table(const std::string& function, int entries) {
  std::ifstream file(std::string(PWLSIM_TEST_DATA) + "/gqa_lut/" + function + "_pwl_" + std::to_string(entries - 1) +
                     ".json");
  const nlohmann::json json = nlohmann::json::parse(file).at(function).at("6");
  return {.function = function,
          .method = "published",
          .breakpoints = json.at("breakpoints"),
          .slopes = json.at("slopes"),
          .intercepts = json.at("intercepts")};
}

struct Published {
  const char* function;
  int entries;
  double mse;  // of its own metric
};

// Streamed into the names of failures.
std::ostream& operator<<(std::ostream& out, const Published& p) { return out << p.function << ' ' << p.entries; }

class PublishedTables : public testing::TestWithParam<Published> {};

INSTANTIATE_TEST_SUITE_P(Gqa, PublishedTables,
                         testing::Values(Published{"gelu", 8, 7.22e-5}, Published{"gelu", 16, 1.62e-5},
                                         Published{"hswish", 8, 3.33e-4}, Published{"hswish", 16, 1.87e-5},
                                         Published{"exp", 8, 1.95e-5}, Published{"exp", 16, 2.21e-5}),
                         [](const auto& info) { return info.param.function + std::to_string(info.param.entries); });

TEST_P(PublishedTables, HaveTheKnownErrorInTheirOwnMetric) {
  const auto [function, entries, mse] = GetParam();
  EXPECT_NEAR(grid_mse(published_table(function, entries), find_function(function)), mse, 0.005 * mse);
}

// One run of the authors' search should look like one of ours: neither better than the best of twenty seeds nor worse
// than the worst.
TEST_P(PublishedTables, AreAsGoodAsOneOfTwentySeeds) {
  const auto [function, entries, mse] = GetParam();
  std::vector<double> ours;
  for (int seed = 1; seed <= 20; ++seed) {
    Table table = gqa(function, "int8_" + std::to_string(entries), seed);
    for (double& breakpoint : table.breakpoints) breakpoint = std::nearbyint(breakpoint * 64) / 64;  // as published
    ours.push_back(grid_mse(table, find_function(function)));
  }
  EXPECT_LT(*std::min_element(ours.begin(), ours.end()), mse);
  EXPECT_GT(*std::max_element(ours.begin(), ours.end()), mse);
}

TEST(GridMse, AveragesSquaredErrorsOverTheGrid) {
  // hswish is x(x+3)/6 at -2, 0 and 2, and 0 at -4: a step of 2 has these four points.
  const Table zero{
      .function = "hswish", .method = "", .breakpoints = {0, 0, 0}, .slopes = {0, 0, 0, 0}, .intercepts = {0, 0, 0, 0}};
  const double f_minus_2 = -2.0 / 6;
  const double f_2 = 10.0 / 6;
  EXPECT_DOUBLE_EQ(grid_mse(zero, find_function("hswish"), 2), (f_minus_2 * f_minus_2 + f_2 * f_2) / 4);
}

TEST(GridMse, APointOnABreakpointBelongsToTheRight) {
  Table table{.function = "hswish",
              .method = "",
              .breakpoints = {-2, 0, 2},
              .slopes = {0, 0, 0, 0},
              .intercepts = {0, -2.0 / 6, 0, 10.0 / 6}};
  EXPECT_EQ(grid_mse(table, find_function("hswish"), 2), 0);
}

TEST(GridMse, RefusesAStepThatIsNone) {
  const Function& function = find_function("gelu");
  const Table table = gqa("gelu", "int8_8", 1, {{"generations", 0}});
  for (const double step : {0.0, -0.01, 8.1, std::nan("")}) {
    EXPECT_THROW(grid_mse(table, function, step), InputError) << step;
  }
}

TEST(ErrorGrid, PrefixSumsAgreeWithDirectEvaluation) {
  for (const Function& function : functions()) {
    const ErrorGrid grid(function);
    for (const char* unit : {"int8_8", "int8_16", "int8_64", "fp32_64"}) {
      const Table table = gqa(function.name.c_str(), unit, 1, {{"generations", 20}});
      double sum = 0;
      int first = 0;
      for (int i = 0; i < table.entries(); ++i) {
        const int last = i + 1 < table.entries() ? grid.below(table.breakpoints[i]) : grid.size();
        sum += grid.squared_error(first, last, {table.slopes[i], table.intercepts[i]});
        first = last;
      }
      const double direct = grid_mse(table, function);
      EXPECT_NEAR(sum / grid.size(), direct, 1e-8 * direct + 1e-13) << function.name << ' ' << unit;
    }
  }
}

TEST(Gqa, LinesAreChordsRoundedToTheUnitsFractionBits) {
  for (const Function& function : functions()) {
    for (const char* unit : {"int8_8", "int8_16", "int16_8", "fp32_16"}) {
      const Table table = gqa(function.name.c_str(), unit, 1, {{"generations", 20}});
      ASSERT_NO_THROW(table.validate());
      const UnitConfig& config = find_unit(unit);
      const double step = !config.input_scale ? 0 : std::ldexp(1, 2 - config.x_width());
      for (int i = 0; i < table.entries(); ++i) {
        if (step > 0) {
          EXPECT_TRUE(is_multiple(table.slopes[i], step) && is_multiple(table.intercepts[i], step));
        }
        if (i == 0 || i + 1 == table.entries() || table.breakpoints[i - 1] == table.breakpoints[i]) continue;
        for (const double x : {table.breakpoints[i - 1], table.breakpoints[i]}) {
          const double rounding = step / 2 * (1 + std::fabs(x));
          EXPECT_NEAR(table.slopes[i] * x + table.intercepts[i], function.exact(x), rounding + 1e-9)
              << function.name << ' ' << unit << " segment " << i;
        }
      }
    }
  }
}

TEST(Gqa, OutermostLinesFollowTheFunctionsTails) {
  for (const char* name : {"gelu", "hswish", "silu"}) {
    const Table table = gqa(name, "int8_16");
    EXPECT_EQ(table.slopes.front(), 0) << name;
    EXPECT_EQ(table.slopes.back(), 1) << name;
    EXPECT_NEAR(table.evaluate(-100), 0, 0.1) << name;
    EXPECT_NEAR(table.evaluate(100), 100, 0.1) << name;
  }
}

TEST(Gqa, EqualBreakpointsMakeAZeroLine) {
  // Every gene mutates, and each mutation rounds to integers.
  const Table table = gqa("gelu", "int8_64", 1,
                          {{"mutation", 1},
                           {"rounding", 1},
                           {"rounding_from", 0},
                           {"rounding_to", 0},
                           {"rounding_probability", 1},
                           {"generations", 5}});
  int empty = 0;
  for (int i = 1; i + 1 < table.entries(); ++i) {
    if (table.breakpoints[i - 1] != table.breakpoints[i]) continue;
    ++empty;
    EXPECT_EQ(table.slopes[i], 0);
    EXPECT_EQ(table.intercepts[i], 0);
  }
  EXPECT_GT(empty, 50);  // of 63 breakpoints on nine integers
}

TEST(Gqa, MutationRoundsBreakpointsToFewBits) {
  // Breakpoints of five seeds that are multiples of 1/64; not the outermost, which clamping moves to the search's ends.
  const auto coarse = [](const char* function, const Settings& settings) {
    std::ptrdiff_t count = 0;
    for (int seed = 1; seed <= 5; ++seed) {
      const std::vector<double> p = gqa(function, "int8_16", seed, settings).breakpoints;
      count += std::count_if(p.begin(), p.end(),
                             [&p](double x) { return is_multiple(x, 1.0 / 64) && x != p.front() && x != p.back(); });
    }
    return count;
  };
  for (const char* name : {"gelu", "div", "rsqrt"}) {
    const bool by_default = std::string(name) == "gelu";
    EXPECT_GE(coarse(name, {{"rounding", 1}}), 10) << name;
    EXPECT_EQ(coarse(name, {{"rounding", 0}}), 0) << name;
    EXPECT_EQ(coarse(name, {}), coarse(name, {{"rounding", by_default}})) << name;
  }
}

TEST(Gqa, BreakpointsStayWhereTheAuthorsSearch) {
  const auto check = [](const char* function, const char* unit, double lo, double hi, const Settings& settings = {}) {
    const Table table = gqa(function, unit, 1, settings);
    EXPECT_GE(table.breakpoints.front(), lo) << function;
    EXPECT_LE(table.breakpoints.back(), hi) << function;
  };
  check("gelu", "int8_8", -4, 4);
  check("sigmoid", "int8_16", -8, 8);
  check("exp", "int8_8", -8, 0);
  check("exp", "int8_16", -6.5, 0);
  check("div", "int8_16", 0.625, 3.875);
  check("rsqrt", "int8_16", 0.25, 3.875);
  check("gelu", "int8_16", -2, 2.5, {{"breakpoint_lo", -2}, {"breakpoint_hi", 2.5}});
}

TEST(Gqa, GenerationsLowerTheError) {
  for (const Function& function : functions()) {
    const Table start = gqa(function.name.c_str(), "int8_8", 1, {{"generations", 0}});
    const Table end = gqa(function.name.c_str(), "int8_8");
    EXPECT_LT(grid_mse(end, function), 0.5 * grid_mse(start, function)) << function.name;
  }
}

TEST(Gqa, TheSeedDecides) {
  const Table a = gqa("gelu", "int8_8", 7);
  const Table b = gqa("gelu", "int8_8", 7);
  EXPECT_EQ(a.breakpoints, b.breakpoints);
  EXPECT_EQ(a.slopes, b.slopes);
  EXPECT_EQ(a.intercepts, b.intercepts);
  EXPECT_NE(a.breakpoints, gqa("gelu", "int8_8", 8).breakpoints);
}

TEST(Gqa, SmallestSearchesWork) {
  EXPECT_NO_THROW(
      gqa("gelu", "int8_4", 1, {{"population", 2}, {"tournament", 1}, {"crossover", 1}, {"mutation", 1}}).validate());
  EXPECT_NO_THROW(gqa("gelu", "int8_4", 1, {{"population", 3}, {"generations", 3}}).validate());
}

TEST(Gqa, RefusesNonsense) {
  const std::vector<std::pair<const char*, double>> nonsense = {
      {"population", 1},
      {"population", 2.5},
      {"generations", -1},
      {"tournament", 0},
      {"crossover", 1.1},
      {"mutation", -0.1},
      {"rounding", 2},
      {"rounding_from", -2},
      {"rounding_to", 31},
      {"rounding_to", -1},
      {"rounding_probability", 1},
      {"noise_probability", 2},
      {"sigma", -1},
      {"grid_step", 0},
      {"grid_step", 9},
      {"fraction_bits", 53},
      {"breakpoint_lo", 4},
      {"breakpoint_hi", INFINITY},
      {"breakpoint_lo", -1e5},
      {"crossover", std::nan("")},
      {"colour", 1},
  };
  for (const auto& [name, value] : nonsense) {
    EXPECT_THROW(gqa("gelu", "int8_8", 1, {{name, value}}), InputError) << name << ' ' << value;
  }
}

TEST(Gqa, RefusesWhatItCannotServe) {
  FitRequest other = request("gelu", "int8_8");
  other.objective = Objective::kMaxError;
  EXPECT_THROW(fit_table("gqa", other), InputError);
  other.objective = Objective::kOutputMse;
  EXPECT_THROW(fit_table("gqa", other), InputError);
  FitRequest centred = request("gelu", "int8_8");
  centred.zero_mean = true;
  EXPECT_THROW(fit_table("gqa", centred), InputError);
  FitRequest weighed = request("gelu", "int8_8");
  weighed.sample.numbers = {0, 1};
  EXPECT_THROW(fit_table("gqa", weighed), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
