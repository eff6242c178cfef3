// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/direct/direct.h"

#include <gtest/gtest.h>
#include <cmath>

#include "sim/base/error.h"
#include "sim/fit/fit.h"
#include "sim/fit/table_error.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"
#include "tests/rooms.h"
#include "tests/unit/suite.h"

namespace pwlsim::tests {
namespace {

const UnitConfig& unit(const char* parameters = "") { return find_unit(std::string("direct") + parameters); }

// Results are the function's rounded values at every code of every scale, so no code is nearer.
TEST(Direct, EachResultIsTheNearestCode) {
  for (const Function& function : functions()) {
    for (int scale = 0; scale < 8; ++scale) {
      const UnitTable table = quantise(fit_table("optimal", {function, unit()}), function, unit(), {scale, {}});
      const GoldenUnit golden(table);
      for (Word x = 0; x < 256; ++x) {
        const double at = table.decode_input(x);
        if (!function.in_range(at)) continue;
        const double error = table.decode_output(golden.evaluate(x)) - function.exact(at);
        // If the greatest value is exactly 2^n, the greatest code is one step less.
        const bool saturated = std::fabs(function.exact(at)) > table.decode_output(127);
        EXPECT_LE(std::fabs(error), (saturated ? 1 : 0.5) * table.output_step()) << function.name << " " << at;
        EXPECT_EQ(golden.segment(x), static_cast<int>(x));
      }
    }
  }
}

// No table of lines for the same output codes is better.
TEST(Direct, NoTableOfLinesIsBetter) {
  const Function& gelu = find_function("gelu");
  const auto mse = [&](const UnitConfig& config) {
    FitRequest request{gelu, config, {5}};
    request.objective = Objective::kOutputMse;
    return table_error(quantise(fit_table("optimal", request), gelu, config, {5, 5}), gelu).mse;
  };
  EXPECT_LE(mse(unit()), mse(find_unit("int8_8q")));
  EXPECT_LE(mse(unit()), mse(find_unit("int8_16q")));
  EXPECT_GT(mse(unit()), 0);
}

TEST(Direct, MethodsThatMakeLinesAreRefused) {
  const Function& gelu = find_function("gelu");
  EXPECT_THROW(fit_table("gqa", {gelu, unit()}), InputError);
  EXPECT_THROW(line_format(unit()), InputError);
  EXPECT_NO_THROW(fit_table("uniform", {gelu, unit()}));
}

// SystemC equals golden under stalls, rewrites and resets for every input size, and the suite meets every case.
TEST(Direct, TheSuiteMeetsEveryCaseAndTheTwinIsEqual) {
  std::vector<const UnitConfig*> sizes;
  std::vector<std::unique_ptr<UnitModel>> twins;  // all are made before the first one runs
  for (const char* parameters : {":width=3,out_width=5", ":width=5", ""}) {
    sizes.push_back(&unit(parameters));
    twins.push_back(make_systemc_model(*sizes.back()));
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) expect_suite_is_equal_and_complete(*sizes[i], *twins[i]);
}

}  // namespace
}  // namespace pwlsim::tests
