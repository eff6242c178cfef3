// SPDX-License-Identifier: Apache-2.0
#include "sim/stress/random_scenario.h"

#include <gtest/gtest.h>
#include <set>

#include "sim/fit/fit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class RandomScenario : public testing::TestWithParam<const char*> {
 protected:
  const UnitConfig& unit_ = find_unit(GetParam());
  const Function& function_ = find_function(unit_.reduces_range ? "rsqrt" : "gelu");
  const std::vector<UnitTable> tables_ = {quantise(fit_table("uniform", {function_, unit_}), function_, unit_)};
};

TEST_P(RandomScenario, IsTheSameForTheSameSeed) {
  const std::string one = scenario_text(random_scenario(unit_, tables_, 3, 2000));
  EXPECT_EQ(one, scenario_text(random_scenario(unit_, tables_, 3, 2000)));
  EXPECT_NE(one, scenario_text(random_scenario(unit_, tables_, 4, 2000)));
}

TEST_P(RandomScenario, WithoutTablesRegistersAreRandom) {
  std::set<int> written;
  for (const CycleInputs& in : random_scenario(unit_, {}, 3, 2000).cycles) {
    if (in.wr_en != 0) written.insert(in.wr_addr);
  }
  EXPECT_GT(written.size(), static_cast<std::size_t>(2 * unit_.entries));
}

TEST_P(RandomScenario, SessionsHaveEverythingThatAUnitCanMeet) {
  std::set<int> written;
  std::set<int> segments;
  std::size_t resets = 0, writes_with_reset = 0, writes_with_data = 0, stalled = 0, back_to_back = 0, at_breakpoint = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Scenario scenario = random_scenario(unit_, tables_, seed, 1000);
    ASSERT_EQ(scenario.cycles.size(), 1000U);
    const ScenarioRun run = run_scenario(scenario, {}, unit_.latency());
    std::set<Word> breakpoints;
    for (std::size_t i = 0; i < scenario.cycles.size(); ++i) {
      const CycleInputs& in = scenario.cycles[i];
      const CycleOutputs& out = run.outputs[0][run.prelude + i];
      EXPECT_EQ(in.x & ~low_bits(unit_.x_width()), 0U);
      EXPECT_EQ(in.wr_data & ~low_bits(unit_.data_bits), 0U);
      if (in.wr_en != 0) written.insert(in.wr_addr);
      if (in.wr_en != 0 && in.wr_addr < unit_.entries) breakpoints.insert(in.wr_data);
      if (in.valid != 0) segments.insert(out.segment);
      resets += in.rst_n == 0 ? 1 : 0;
      writes_with_reset += in.rst_n == 0 && in.wr_en != 0 ? 1 : 0;
      writes_with_data += in.valid != 0 && in.wr_en != 0 ? 1 : 0;
      stalled += out.valid != 0 && in.ready == 0 ? 1 : 0;
      back_to_back += in.valid != 0 && out.valid != 0 && in.ready != 0 ? 1 : 0;
      at_breakpoint += in.valid != 0 ? breakpoints.count(in.x) : 0;
    }
  }
  EXPECT_EQ(written.size(), static_cast<std::size_t>(4 * unit_.entries));
  EXPECT_EQ(segments.size(), static_cast<std::size_t>(unit_.entries));
  for (const std::size_t count : {resets, writes_with_reset, writes_with_data, stalled, back_to_back})
    EXPECT_GT(count, 20U);
  if (!unit_.reduces_range) {
    EXPECT_GT(at_breakpoint, 100U);
  }
}

INSTANTIATE_TEST_SUITE_P(Units, RandomScenario, testing::Values("int8_8", "int8_16q", "int32_8", "fp32_8", "wide16_8"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace pwlsim::tests
