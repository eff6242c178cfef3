// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/nnlut.h"

#include <gtest/gtest.h>
#include <cmath>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/grid_mse.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Settings = std::map<std::string, double>;

FitRequest request(const std::string& function, const std::string& unit, std::uint64_t seed, Settings settings) {
  FitRequest wanted{find_function(function), find_unit(unit)};
  wanted.tails = Tails::kFree;  // the method alone
  wanted.seed = seed;
  wanted.settings = std::move(settings);
  return wanted;
}

Table nnlut(const std::string& function, const std::string& unit, std::uint64_t seed = 1,
            Settings settings = {{"steps", 20'000}}) {
  return fit_table("nnlut", request(function, unit, seed, std::move(settings)));
}

/// Greatest rounding error that evaluating the network at x can have.
double rounding(const NnlutNetwork& network, double x) {
  double sum = 0;
  for (std::size_t i = 0; i < network.m.size(); ++i) {
    sum += std::fabs(network.m[i]) * (std::fabs(network.n[i] * x) + std::fabs(network.b[i]));
  }
  return 1e-14 * sum;
}

void expect_same(const NnlutNetwork& network, int entries) {
  const Table table = to_table(network, entries, "gelu");
  ASSERT_NO_THROW(table.validate());
  ASSERT_EQ(table.entries(), entries);
  std::vector<double> inputs = {0, 1e-30, -1e-30, 1e3, -1e3, 1e30, -1e30};
  for (double x = -12; x < 12; x += 0.037) inputs.push_back(x);
  for (const double p : table.breakpoints) {
    for (const double x : {p, std::nextafter(p, -INFINITY), std::nextafter(p, INFINITY)}) inputs.push_back(x);
  }
  for (const double x : inputs) {
    if (!std::isfinite(x)) continue;
    EXPECT_NEAR(table.evaluate(x), network.evaluate(x), rounding(network, x)) << x;
  }
}

TEST(NnlutTable, IsTheNetworkOfRandomWeights) {
  Random random(1);
  for (int trial = 0; trial < 200; ++trial) {
    NnlutNetwork network;
    for (int i = 0; i < 15; ++i) {
      network.m.push_back(random.normal());
      network.n.push_back(random.normal());
      network.b.push_back(4 * random.normal());
    }
    expect_same(network, 16);
  }
}

TEST(NnlutTable, IsTheNetworkOfDegenerateWeights) {
  // With few different weights, neurons are often constant, dead, equal, opposite or have the same breakpoint.
  Random random(2);
  const double weights[] = {0, -0.0, 1, -1, 2, -2, 0.5, 1e-300, -1e-300, 5e-324};
  for (int trial = 0; trial < 1000; ++trial) {
    NnlutNetwork network;
    for (int i = 0; i < 7; ++i) {
      network.m.push_back(weights[random.below(7)]);
      network.n.push_back(weights[random.below(10)]);
      network.b.push_back(weights[random.below(7)]);
    }
    expect_same(network, 8);
  }
  expect_same({{1, 2, 3}, {0, 0, 0}, {1, -1, 0}}, 4);
  expect_same({{}, {}, {}}, 4);
}

TEST(NnlutTable, SortsBreakpointsAndSumsActiveNeurons) {
  // 3 max(2x-4, 0) + max(-x-1, 0) + 5 max(0x+0.5, 0)
  const Table table = to_table({{3, 1, 5}, {2, -1, 0}, {-4, -1, 0.5}}, 4, "gelu");
  EXPECT_EQ(table.breakpoints, (std::vector<double>{-1, 2, 2}));
  EXPECT_EQ(table.slopes, (std::vector<double>{-1, 0, 6, 6}));
  EXPECT_EQ(table.intercepts, (std::vector<double>{1.5, 2.5, -9.5, -9.5}));
  EXPECT_EQ(table.function, "gelu");
}

TEST(NnlutTable, RefusesMoreNeuronsThanBreakpoints) {
  EXPECT_THROW(to_table({{1, 1, 1, 1}, {1, 1, 1, 1}, {0, 1, 2, 3}}, 4, "gelu"), InputError);
}

TEST(Nnlut, StartsWithThePapersSigns) {
  for (int seed = 1; seed <= 5; ++seed) {
    for (const Function& function : functions()) {
      const Table start = nnlut(function.name, "int8_16", seed, {{"steps", 0}});
      const bool rising = function.name == "exp";
      const bool falling = function.name == "div" || function.name == "rsqrt";
      // Rising neurons alone leave the leftmost line at zero, falling ones the rightmost.
      EXPECT_EQ(start.slopes.front() == 0, rising) << function.name;
      EXPECT_EQ(start.slopes.back() == 0, falling) << function.name;
      // With n > 0 a breakpoint below 0 means b > 0; with n < 0 one above 0 does.
      EXPECT_GE(start.breakpoints.front(), function.lo) << function.name;
      EXPECT_LE(start.breakpoints.back(), function.hi) << function.name;
    }
  }
}

TEST(Nnlut, TrainingReachesTheFunction) {
  // Training ends in local minima of different depth; the best of three seeds is reliable.
  for (const Function& function : functions()) {
    double best = INFINITY;
    for (int seed = 1; seed <= 3; ++seed) {
      const Table table = nnlut(function.name, "fp32_16", seed);
      ASSERT_NO_THROW(table.validate());
      best = std::min(best, grid_mse(table, function));
    }
    EXPECT_LT(best, 1e-4) << function.name;
  }
}

TEST(Nnlut, MoreNeuronsAndStepsLowerTheError) {
  const Function& function = find_function("exp");
  const double start = grid_mse(nnlut("exp", "fp32_8", 1, {{"steps", 0}}), function);
  const double few = grid_mse(nnlut("exp", "fp32_8", 1, {{"steps", 2000}}), function);
  const double many = grid_mse(nnlut("exp", "fp32_8", 1, {{"steps", 50'000}}), function);
  const double wide = grid_mse(nnlut("exp", "fp32_16", 1, {{"steps", 50'000}}), function);
  EXPECT_LT(few, start / 2);
  EXPECT_LT(many, few / 2);
  EXPECT_LT(wide, many / 2);
}

TEST(Nnlut, TheSeedDecides) {
  const Settings brief = {{"steps", 1000}};
  const Table a = nnlut("gelu", "int8_8", 7, brief);
  const Table b = nnlut("gelu", "int8_8", 7, brief);
  EXPECT_EQ(a.breakpoints, b.breakpoints);
  EXPECT_EQ(a.slopes, b.slopes);
  EXPECT_EQ(a.intercepts, b.intercepts);
  EXPECT_NE(a.breakpoints, nnlut("gelu", "int8_8", 8, brief).breakpoints);
}

TEST(Nnlut, TheRangeIsTheFunctionsThePapersOrASetOne) {
  const auto breakpoints = [](const Settings& settings) { return nnlut("exp", "int8_16", 1, settings).breakpoints; };
  // One breakpoint starts in each of fifteen equal parts of the range.
  EXPECT_GT(breakpoints({{"steps", 0}}).front(), -8);
  EXPECT_LT(breakpoints({{"steps", 0}, {"paper_range", 1}}).front(), -256 * 14 / 15.0);
  EXPECT_GT(breakpoints({{"steps", 0}, {"paper_range", 1}}).front(), -256);
  EXPECT_LT(breakpoints({{"steps", 0}, {"lo", -3}, {"hi", -2}}).back(), -2);
  EXPECT_GT(breakpoints({{"steps", 0}, {"lo", -3}, {"hi", -2}}).front(), -3);
  EXPECT_EQ(nnlut("tanh", "int8_8", 1, {{"steps", 0}}).breakpoints,
            nnlut("tanh", "int8_8", 1, {{"steps", 0}, {"paper_range", 1}}).breakpoints);
}

double mean_absolute_error(const Table& table, const Function& function, const std::vector<double>& inputs) {
  double sum = 0;
  for (const double x : inputs) sum += std::fabs(table.evaluate(x) - function.exact(x));
  return sum / static_cast<double>(inputs.size());
}

TEST(Nnlut, CalibrationLowersTheErrorWhereActivationsAre) {
  // As in the paper, a tenth of the activations is used for calibration, and the error is that over the others.
  for (const auto& [name, centre, spread] :
       {std::tuple{"gelu", -0.3, 0.5}, {"silu", -1.0, 0.7}, {"exp", -2.0, 0.6}, {"rsqrt", 1.5, 0.1}}) {
    const Function& function = find_function(name);
    FitRequest calibrated = request(name, "fp32_8", 1, {{"steps", 20'000}});
    const Table before = fit_table("nnlut", calibrated);
    Random random(3);
    std::vector<double> others;
    for (int i = 0; i < 10'000; ++i) {
      (i % 10 == 0 ? calibrated.sample.numbers : others).push_back(centre + spread * random.normal());
    }
    const Table after = fit_table("nnlut", calibrated);
    EXPECT_LT(mean_absolute_error(after, function, others), 0.8 * mean_absolute_error(before, function, others))
        << name;
  }
}

TEST(Nnlut, CalibrationPassesOverWhatIsNotFinite) {
  FitRequest clean = request("div", "fp32_8", 1, {{"steps", 100}, {"calibration_steps", 100}});
  FitRequest dirty = clean;
  clean.sample.numbers = {1, 2, 3};
  dirty.sample.numbers = {1, NAN, 2, INFINITY, 3, -INFINITY, 0};  // 1/0 is not finite
  EXPECT_EQ(fit_table("nnlut", clean).slopes, fit_table("nnlut", dirty).slopes);
  dirty.sample.numbers = {0, NAN};
  EXPECT_THROW(fit_table("nnlut", dirty), InputError);
}

TEST(NnlutRsqrt, ScalesInputsBelowOne) {
  const Function& function = find_function("rsqrt");
  const Table table = nnlut("rsqrt", "fp32_16", 1, {{"steps", 50'000}, {"paper_range", 1}});
  const auto worst = [&](double from, double to) {
    double most = 0;
    for (double x = from; x < to; x *= 1.003) {
      most = std::max(most, std::fabs(nnlut_rsqrt(table, x) / function.exact(x) - 1));
    }
    return most;
  };
  // Relative errors. Few of the samples, which are uniform over (0.1, 1024), are at the steep end, where one line per
  // segment has an error of tens of percent; without the scaling, 0.1 … 1 would be off by 70 %.
  EXPECT_LT(worst(0.1, 1), 0.1);
  EXPECT_LT(worst(16, 1024), 0.1);
  EXPECT_LT(worst(1, 16), 0.4);
  EXPECT_LT(worst(1.0 / 64, 0.1), 0.1);
  EXPECT_LT(worst(1.0 / 1024, 1.0 / 64), 0.4);
  EXPECT_GT(std::fabs(table.evaluate(0.1) / function.exact(0.1) - 1), 0.5);
  for (const double x : {0.999, 0.25, 1.0 / 1024}) {
    EXPECT_EQ(nnlut_rsqrt(table, x), 32 * nnlut_rsqrt(table, 1024 * x)) << x;
  }
}

TEST(Nnlut, RefusesNonsense) {
  const std::vector<std::pair<const char*, double>> nonsense = {
      {"samples", 0},     {"samples", 1.5},           {"steps", -1},
      {"batch", 0},       {"learning_rate", -1},      {"decay", 2},
      {"lo", 5},          {"hi", INFINITY},           {"paper_range", 2},
      {"milestones", -1}, {"calibration_steps", NAN}, {"calibration_learning_rate", 2},
      {"colour", 1},
  };
  for (const auto& [name, value] : nonsense) {
    EXPECT_THROW(nnlut("gelu", "int8_8", 1, {{name, value}}), InputError) << name << ' ' << value;
  }
  EXPECT_THROW(nnlut("rsqrt", "int8_8", 1, {{"lo", 0}}), InputError);  // infinite there
}

TEST(Nnlut, RefusesWhatItCannotServe) {
  FitRequest other = request("gelu", "int8_8", 1, {});
  other.objective = Objective::kMaxError;
  EXPECT_THROW(fit_table("nnlut", other), InputError);
  other.objective = Objective::kOutputMse;
  EXPECT_THROW(fit_table("nnlut", other), InputError);
  FitRequest centred = request("gelu", "int8_8", 1, {});
  centred.zero_mean = true;
  EXPECT_THROW(fit_table("nnlut", centred), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
