// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>
#include <cmath>

#include "sim/fit/fit.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_table.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

// A request with quick settings, because the tails do not depend on how well a method searches.
FitRequest quick(const std::string& method, const Function& function, const UnitConfig& unit) {
  FitRequest request{function, unit};
  if (method == "gqa") request.settings = {{"generations", 20}};
  if (method == "nnlut") request.settings = {{"steps", 500}, {"samples", 1000}};
  return request;
}

TEST(Tails, EveryMethodHoldsThemAtEveryCodeBeyondTheRange) {
  for (const FitMethod& method : fit_methods()) {
    for (const Function& function : functions()) {
      const UnitConfig& unit = find_unit("int8_8");
      for (const int scale : {2, 4, 5}) {
        FitRequest request = quick(method.name, function, unit);
        request.scales = {scale};
        const Table table = fit_table(method.name, request);
        EXPECT_EQ(table.entries(), 8);
        const UnitTable registers = quantise(table, function, unit, {scale, {}});
        const GoldenUnit golden(registers);
        for (int q = -128; q < 128; ++q) {
          const double x = std::ldexp(q, -scale);
          if (function.in_range(x)) continue;
          const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
          const double y = registers.decode_output(golden.evaluate(static_cast<Word>(q) & 0xff));
          ASSERT_NEAR(y, tail.slope * x + tail.intercept, 0.04 * std::max(1.0, std::fabs(x)))
              << method.name << " " << function.name << " s=" << scale << " x=" << x;
        }
      }
    }
  }
}

// Tails begin and end at numbers that breakpoints can have, and the other segments make room for them.
TEST(Tails, AreHeldByBreakpointsOfAnyWidth) {
  for (int breakpoint_width = 2; breakpoint_width <= 8; ++breakpoint_width) {
    for (int entries = 3; entries <= 12; ++entries) {
      const UnitConfig& unit = find_unit("pwl_int:width=8,slope_width=16,intercept_width=16,breakpoint_width=" +
                                         std::to_string(breakpoint_width) + ",entries=" + std::to_string(entries));
      for (const Function& function : functions()) {
        SCOPED_TRACE(unit.name + " " + function.name);
        const UnitTable registers = make_table("uniform", {function, unit}, unit).registers;
        const GoldenUnit golden(registers);
        for (int q = -128; q < 128; ++q) {
          const double x = std::ldexp(q, -registers.scale);
          if (function.in_range(x)) continue;
          const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
          const double y = registers.decode_output(golden.evaluate(static_cast<Word>(q) & 0xff));
          ASSERT_NEAR(y, tail.slope * x + tail.intercept, 0.04 * std::max(1.0, std::fabs(x))) << x;
        }
      }
    }
  }
}

TEST(Tails, FreeOnesGoOnBeyondTheRange) {
  const Function& function = find_function("exp");
  FitRequest request{function, find_unit("int8_8")};
  request.tails = Tails::kFree;
  const Table table = fit_table("uniform", request);
  EXPECT_GT(table.evaluate(4), 2.0) << "the last chord extrapolates";
  request.tails = Tails::kHold;
  EXPECT_EQ(fit_table("uniform", request).evaluate(4), 1.0);
}

TEST(Tails, CostNoEntryWhereTheFormatEndsWithTheRange) {
  const Function& function = find_function("gelu");
  FitRequest request{function, find_unit("int8_8")};
  request.scales = {5};
  const Table held = fit_table("uniform", request);
  request.tails = Tails::kFree;
  EXPECT_EQ(held.breakpoints, fit_table("uniform", request).breakpoints);
}

}  // namespace
}  // namespace pwlsim::tests
