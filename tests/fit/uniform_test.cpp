// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/uniform.h"

#include <gtest/gtest.h>
#include <cmath>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(Uniform, EachLineMeetsTheFunctionAtBothEndsOfItsSegment) {
  for (const Function& function : functions()) {
    for (const int entries : {4, 8, 16, 32, 64}) {
      const Table table = fit_uniform({function, find_unit("int8_" + std::to_string(entries))});
      ASSERT_NO_THROW(table.validate());
      for (int i = 0; i < entries; ++i) {
        const double from = i == 0 ? function.lo : table.breakpoints[i - 1];
        const double to = i == entries - 1 ? function.hi : table.breakpoints[i];
        EXPECT_NEAR(table.slopes[i] * from + table.intercepts[i], function.exact(from), 1e-12) << function.name;
        EXPECT_NEAR(table.slopes[i] * to + table.intercepts[i], function.exact(to), 1e-12) << function.name;
      }
    }
  }
}

TEST(Uniform, TwiceTheEntriesQuarterTheErrorOfASmoothFunction) {
  const Function& function = find_function("tanh");
  const auto greatest_error = [&](int entries) {
    const Table table = fit_uniform({function, find_unit("int8_" + std::to_string(entries))});
    double most = 0;
    for (double x = function.lo; x <= function.hi; x += 1e-4) {
      most = std::max(most, std::fabs(table.evaluate(x) - function.exact(x)));
    }
    return most;
  };
  EXPECT_NEAR(greatest_error(32) / greatest_error(64), 4, 0.5);
}

TEST(Uniform, UnknownMethodListsTheKnownOnes) {
  EXPECT_THROW(find_fit_method("magic"), InputError);
  EXPECT_EQ(find_fit_method("uniform").fit, &fit_uniform);
}

TEST(UniformTables, NamedUnitsHaveOneOfEachFunctionThatTheyServe) {
  for (const UnitConfig& unit : named_units()) {
    const auto served = [&](const Function& function) { return serves(unit, function); };
    EXPECT_EQ(uniform_tables(unit).size(), std::count_if(functions().begin(), functions().end(), served)) << unit.name;
  }
}

TEST(UniformTables, WhatAUnitHasTooFewBitsOrEntriesForIsLeftOut) {
  const std::vector<UnitTable> tables = uniform_tables(find_unit("pwl_fp:entries=2"));
  EXPECT_FALSE(tables.empty());
  EXPECT_LT(tables.size(), functions().size());
}

}  // namespace
}  // namespace pwlsim::tests
