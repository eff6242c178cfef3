// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/table_error.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <cmath>
#include <iterator>

#include "sim/base/error.h"
#include "sim/fit/fit.h"
#include "sim/fit/table_file.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// A table whose lines are all y = slope * x + intercept.
Table one_line(const std::string& function, int entries, double slope, double intercept) {
  Table table{.function = function, .method = "test", .breakpoints = {}, .slopes = {}, .intercepts = {}};
  table.slopes.assign(static_cast<std::size_t>(entries), slope);
  table.intercepts.assign(static_cast<std::size_t>(entries), intercept);
  table.breakpoints.assign(static_cast<std::size_t>(entries) - 1, 0);
  return table;
}

// The figures were found by an independent program from the same files.
TEST(TableError, PublishedTablesHaveTheirKnownErrors) {
  const struct {
    const char* file;
    const char* mse;
  } cases[] = {{"gelu_pwl_7", "5.18e-04"},    {"gelu_pwl_15", "5.28e-04"}, {"hswish_pwl_7", "4.38e-04"},
               {"hswish_pwl_15", "3.86e-04"}, {"exp_pwl_7", "1.82e-04"},   {"exp_pwl_15", "2.35e-04"}};
  for (const auto& [file, mse] : cases) {
    const std::vector<FittedTable> tables = read_tables(fmt::format("{}/gqa_lut/{}.json", PWLSIM_TEST_DATA, file));
    ASSERT_EQ(tables.size(), 7U);
    double sum = 0;
    for (const FittedTable& table : tables) sum += table_error(register_sets(table)[0], table.function()).mse;
    EXPECT_EQ(fmt::format("{:.2e}", sum / 7), mse) << file;
  }
}

// A unit that returns 0 for every input of exp, so the errors are the function itself at the codes 0 to -8.
TEST(TableError, EachCodeInRangeCountsOnce) {
  const Function& function = find_function("exp");
  const UnitTable unit = quantise(one_line("exp", 8, 0, 0), function, find_unit("int8_8"), {0, {}});
  const TableError error = table_error(unit, function);
  double sum = 0;
  double squares = 0;
  for (int q = -8; q <= 0; ++q) {
    sum += std::exp(q);
    squares += std::exp(2.0 * q);
  }
  EXPECT_DOUBLE_EQ(error.mse, squares / 9);
  EXPECT_DOUBLE_EQ(error.mean_error, -sum / 9);
  EXPECT_EQ(error.max_error, 1);
  EXPECT_EQ(error.max_at, 0);
}

// A unit that returns 0, so the errors are the function itself at the numbers of the sample, rounded or not.
TEST(TableError, EachNumberOfASampleCountsAsItWasBeforeRounding) {
  const Function& function = find_function("exp");
  const UnitTable unit = quantise(one_line("exp", 8, 0, 0), function, find_unit("int8_8"), {0, {}});
  const double numbers[] = {-0.4, 0.4, -1, 2, -20};  // also outside the range
  double sum = 0, squares = 0;
  for (const double x : numbers) {
    sum += std::exp(x);
    squares += std::exp(2 * x);
  }
  const TableError error = table_error(unit, function, {{std::begin(numbers), std::end(numbers)}, {}});
  EXPECT_DOUBLE_EQ(error.mse, squares / 5);
  EXPECT_DOUBLE_EQ(error.mean_error, -sum / 5);
  EXPECT_DOUBLE_EQ(error.variance, squares / 5 - sum * sum / 25);
  EXPECT_THROW(table_error(unit, find_function("div"), {{0, 0}, {}}), InputError);
}

// A requantising unit is judged by its output code: a line of 1/8 comes out as the nearest code of scale 2.
TEST(TableError, OfTheOutputCodeWhereThatIsTheResult) {
  const Function& function = find_function("tanh");
  const Table table = one_line("tanh", 8, 0, 0.1875);
  const UnitTable plain = quantise(table, function, find_unit("int8_8"), {5, {}});
  const UnitTable codes = quantise(table, function, find_unit("int8_8q"), {5, 2});
  EXPECT_NEAR(table_error(plain, function).max_error, std::tanh(4) + 0.1875, 1e-12);
  EXPECT_NEAR(table_error(codes, function).max_error, std::tanh(4) + 0.25, 1e-12);
}

// With formats that hold the numbers exactly, the result is that of the real table.
TEST(TableError, WideAndFloatingPointUnitsAgreeWithTheRealTable) {
  for (const char* name : {"gelu", "exp", "rsqrt"}) {
    const Function& function = find_function(name);
    double squares = 0;
    const Table table = fit_table("uniform", {function, find_unit("fp32_8")});
    constexpr int kPoints = 100001;
    for (int i = 0; i < kPoints; ++i) {
      const double x = function.lo + (function.hi - function.lo) * i / (kPoints - 1);
      squares += std::pow(table.evaluate(x) - function.exact(x), 2);
    }
    for (const char* unit : {"int16_8", "int32_8", "int32w_8", "fp32_8"}) {
      const TableError error = table_error(quantise(table, function, find_unit(unit)), function);
      EXPECT_NEAR(error.mse / (squares / kPoints), 1, 0.01) << name << " " << unit;
      EXPECT_GE(error.max_error * error.max_error, error.mse);
      EXPECT_TRUE(function.in_range(error.max_at));
    }
  }
}

TEST(TableError, ResultsThatOverflowAreRefused) {
  const Function& function = find_function("gelu");
  EXPECT_THROW(table_error(quantise(one_line("gelu", 8, 3e38, 0), function, find_unit("fp32_8")), function),
               InputError);
}

// At a scale at which the codes end within the range, the rest of the range does not count as the last code.
TEST(TableError, WideCodesThatDoNotReachTheEndOfTheRange) {
  const Function& function = find_function("gelu");
  const UnitTable unit = quantise(one_line("gelu", 8, 0, 0), function, find_unit("int32w_8"), {31, {}});
  const TableError error = table_error(unit, function);
  EXPECT_NEAR(error.max_error, function.exact(1), 1e-6);
  EXPECT_LT(error.mse, 0.16);  // 0.15 over [-1, 1), 0.6 if most inputs were 1
  EXPECT_GT(error.mse, 0.10);
}

}  // namespace
}  // namespace pwlsim::tests
