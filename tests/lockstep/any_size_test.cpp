// SPDX-License-Identifier: Apache-2.0
//
// SystemC models of seeded random sizes of all structures equal the golden model in every cycle, with random stalls,
// resets and writes of any register while data flow.

#include "tests/lockstep/any_size.h"

#include <gtest/gtest.h>
#include <memory>

#include "sim/lockstep/systemc_model.h"
#include "sim/unit/random_unit.h"

namespace pwlsim::tests {
namespace {

TEST(AnySize, SystemcEqualsGolden) {
  std::vector<UnitConfig> units;
  for (const UnitConfig* unit : random_units(20, 1)) units.push_back(with_random_constants(*unit, units.size()));
  std::vector<std::unique_ptr<UnitModel>> models;  // all are made before the first one runs
  for (const UnitConfig& unit : units) models.push_back(make_systemc_model(unit));
  for (std::size_t i = 0; i < units.size(); ++i) EXPECT_EQ(difference(units[i], *models[i], i, 4000), "");
}

// The check itself: other units differ from the golden model.
TEST(AnySize, OtherUnitsDiffer) {
  const UnitConfig& unit = find_unit("pwl_int:width=6,entries=5,acc_width=10");
  std::vector<std::unique_ptr<UnitModel>> models;
  for (const char* other : {"stages=1", "stages=3", "breakpoint_width=4", "slope_width=5", "intercept_width=7",
                            "requantise=1,stages=2", "acc_width=9", "entries=6"}) {
    const std::string rest = std::string(other).rfind("acc_width", 0) == 0 ? "" : ",acc_width=10";
    const std::string entries = std::string(other) == "entries=6" ? "" : ",entries=5";
    models.push_back(make_systemc_model(find_unit("pwl_int:width=6," + std::string(other) + rest + entries)));
  }
  for (const auto& model : models) EXPECT_NE(difference(unit, *model, 1, 4000), "");
}

}  // namespace
}  // namespace pwlsim::tests
