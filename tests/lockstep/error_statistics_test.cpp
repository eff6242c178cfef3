// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/error_statistics.h"

#include <gtest/gtest.h>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

struct Sample {
  double x, x_unit, y;
};

/// Inputs of twice the function's range, rounded to a grid, with noisy results.
std::vector<Sample> samples_of(const Function& function, std::size_t count) {
  Random random(7);
  std::vector<Sample> samples;
  const double middle = (function.lo + function.hi) / 2;
  const double width = function.hi - function.lo;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = middle + (random.uniform() - 0.5) * 2 * width;
    const double x_unit = std::ldexp(std::nearbyint(std::ldexp(x, 5)), -5);
    samples.push_back({.x = x, .x_unit = x_unit, .y = function.exact(x_unit) + 0.01 * random.normal() + 0.002});
  }
  return samples;
}

bool judged(const Function& function, const Sample& sample) {
  return sample.x >= function.lo && sample.x <= function.hi && sample.x_unit >= function.lo &&
         sample.x_unit <= function.hi;
}

// Each figure against its definition, calculated in long double over the stored samples.
TEST(ErrorStatistics, EachFigureIsItsDefinition) {
  for (const Function& function : functions()) {
    const std::vector<Sample> samples = samples_of(function, 5000);
    ErrorStatistics statistics(function);
    for (const Sample& sample : samples) statistics.add(sample.x, sample.x_unit, sample.y);

    long double count = 0, sum = 0, absolute = 0, squares = 0, end_to_end = 0, power = 0;
    double worst = 0;
    double worst_at = 0;
    for (const Sample& sample : samples) {
      if (!judged(function, sample)) continue;
      const double error = sample.y - function.exact(sample.x_unit);
      const double total = sample.y - function.exact(sample.x);
      count += 1;
      sum += error;
      absolute += std::fabs(error);
      squares += static_cast<long double>(error) * error;
      end_to_end += static_cast<long double>(total) * total;
      power += static_cast<long double>(function.exact(sample.x_unit)) * function.exact(sample.x_unit);
      if (std::fabs(error) > worst) {
        worst = std::fabs(error);
        worst_at = sample.x_unit;
      }
    }
    SCOPED_TRACE(function.name);
    ASSERT_GT(count, 1000);
    ASSERT_LT(count, 4000);
    EXPECT_EQ(static_cast<double>(statistics.count()), static_cast<double>(count));
    EXPECT_EQ(statistics.count() + statistics.out_of_range(), samples.size());
    const auto expect_near = [](double actual, long double expected) {
      EXPECT_NEAR(actual, static_cast<double>(expected), 1e-12 * std::fabs(static_cast<double>(expected)) + 1e-15);
    };
    expect_near(statistics.mse(), squares / count);
    expect_near(statistics.mean_error(), sum / count);
    expect_near(statistics.mean_absolute(), absolute / count);
    expect_near(statistics.end_to_end_mse(), end_to_end / count);
    expect_near(statistics.snr_db(), 10 * std::log10(power / squares));
    EXPECT_EQ(statistics.max_absolute(), worst);
    EXPECT_EQ(statistics.max_at(), worst_at);
    EXPECT_GT(statistics.end_to_end_mse(), statistics.mse());  // rounding the input costs something
  }
}

// The unit is judged at the number it got. Only the end-to-end error includes the rounding of the input.
TEST(ErrorStatistics, RoundingOfTheInputCountsEndToEndOnly) {
  const Function& gelu = find_function("gelu");
  ErrorStatistics statistics(gelu);
  statistics.add(0.3, 0.25, gelu.exact(0.25));
  EXPECT_EQ(statistics.mse(), 0);
  const double rounding = gelu.exact(0.25) - gelu.exact(0.3);
  EXPECT_EQ(statistics.end_to_end_mse(), rounding * rounding);
}

TEST(ErrorStatistics, BothNumbersHaveToLieInTheRange) {
  const Function& gelu = find_function("gelu");
  ErrorStatistics statistics(gelu);
  statistics.add(gelu.lo, gelu.lo, 0);  // its ends belong to the range
  statistics.add(gelu.hi, gelu.hi, 0);
  EXPECT_EQ(statistics.count(), 2U);
  statistics.add(4.01, 4.0, 0);   // saturated into the range
  statistics.add(3.99, 4.25, 0);  // rounded out of it
  statistics.add(std::numeric_limits<double>::quiet_NaN(), 1, 0);
  statistics.add(1, -std::numeric_limits<double>::infinity(), 0);
  EXPECT_EQ(statistics.count(), 2U);
  EXPECT_EQ(statistics.out_of_range(), 4U);
}

TEST(ErrorStatistics, NoErrorIsInfiniteSignalToNoise) {
  const Function& tanh = find_function("tanh");
  ErrorStatistics statistics(tanh);
  statistics.add(0.5, 0.5, tanh.exact(0.5));
  EXPECT_EQ(statistics.mse(), 0);
  EXPECT_EQ(statistics.max_absolute(), 0);
  EXPECT_EQ(statistics.max_at(), 0.5);
  EXPECT_EQ(statistics.snr_db(), std::numeric_limits<double>::infinity());
}

// A unit without judged inputs must not look like one without error.
TEST(ErrorStatistics, NothingJudgedIsNoFigure) {
  ErrorStatistics statistics(find_function("div"));
  statistics.add(100, 100, 0.01);
  EXPECT_EQ(statistics.count(), 0U);
  for (const double figure :
       {statistics.mse(), statistics.mean_error(), statistics.mean_absolute(), statistics.max_absolute(),
        statistics.max_at(), statistics.snr_db(), statistics.max_relative(), statistics.end_to_end_mse()}) {
    EXPECT_TRUE(std::isnan(figure)) << figure;
  }
}

TEST(ErrorStatistics, RelativeErrorIsBeyondHalfAStepAndOnlyOfOneSign) {
  const Function& exp = find_function("exp");
  UnitTable unit = quantise(fit_table("uniform", {exp, find_unit("int8_8")}), exp, find_unit("int8_8"));
  const double half_step = unit.output_step() / 2;
  ErrorStatistics statistics(exp, unit);
  statistics.add(0, 0, 1 + half_step);
  EXPECT_EQ(statistics.max_relative(), 0);
  statistics.add(-1, -1, exp.exact(-1) * 0.97 - half_step);
  EXPECT_NEAR(statistics.max_relative(), 0.03, 1e-12);
  statistics.add(0, 0, 1.02);
  EXPECT_NEAR(statistics.max_relative(), 0.03, 1e-12);
  statistics.add(0, 0, std::numeric_limits<double>::quiet_NaN());
  statistics.add(0, 0, 1.02);
  EXPECT_TRUE(std::isnan(statistics.max_relative()));

  ErrorStatistics both_signs(find_function("tanh"));
  both_signs.add(1, 1, 0.7);
  EXPECT_NEAR(both_signs.max_relative(), 1 - 0.7 / std::tanh(1), 1e-12);
  both_signs.add(-1, -1, -0.7);
  EXPECT_TRUE(std::isnan(both_signs.max_relative()));
}

// A wide unit is judged at every input, except those whose exact value no result can hold.
TEST(ErrorStatistics, WideUnitIsJudgedOverItsWholeDomain) {
  const UnitConfig& config = find_unit("wide16_8");
  const auto judges = [&](const char* name, double x, std::optional<int> scale = {}) {
    const Function& function = find_function(name);
    ErrorStatistics statistics(function,
                               quantise(fit_table("uniform", {function, config}), function, config, {scale, {}}));
    statistics.add(x, x, 0);
    return statistics.count() == 1;
  };
  EXPECT_TRUE(judges("exp", -128));
  EXPECT_TRUE(judges("exp", 1.38));
  EXPECT_FALSE(judges("exp", 1.39));  // 4.01
  EXPECT_FALSE(judges("div", 0));
  EXPECT_TRUE(judges("div", 0x1p-8));
  EXPECT_TRUE(judges("div", 65'535, 0));
  EXPECT_FALSE(judges("div", -1));
  EXPECT_FALSE(judges("rsqrt", 0));
  EXPECT_FALSE(judges("rsqrt", -1));
  EXPECT_TRUE(judges("rsqrt", 0x1p-8));
  EXPECT_TRUE(judges("rsqrt", 1e6));
}

// A NaN at any place in the stream shows in every figure.
TEST(ErrorStatistics, ResultThatIsNoNumberIsTheWorst) {
  const Function& gelu = find_function("gelu");
  for (int at = 0; at < 3; ++at) {
    ErrorStatistics statistics(gelu);
    for (int i = 0; i < 3; ++i) statistics.add(i, i, i == at ? std::numeric_limits<double>::quiet_NaN() : 0);
    EXPECT_TRUE(std::isnan(statistics.mse()));
    EXPECT_TRUE(std::isnan(statistics.snr_db()));
    EXPECT_TRUE(std::isnan(statistics.max_absolute()));
    EXPECT_EQ(statistics.max_at(), at);
  }
}

}  // namespace
}  // namespace pwlsim::tests
