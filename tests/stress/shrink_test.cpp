// SPDX-License-Identifier: Apache-2.0
#include "sim/stress/shrink.h"

#include <gtest/gtest.h>

#include "sim/fit/fit.h"
#include "sim/stress/random_scenario.h"
#include "tests/rooms.h"
#include "tests/stress/faulty_model.h"

namespace pwlsim::tests {
namespace {

std::vector<UnitTable> tables_of(const UnitConfig& unit) {
  const Function& function = find_function("gelu");
  return {quantise(fit_table("uniform", {function, unit}), function, unit)};
}

/// A model that ignores a write to slope[5] with bit 6 of the data set, like a table with a missing flop.
class ForgetfulModel : public UnitModel {
 public:
  explicit ForgetfulModel(const UnitConfig& unit) : golden_(unit), unit_(unit) {}
  std::string name() const override { return "forgetful"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    std::vector<CycleInputs> seen(in, in + cycles);
    for (CycleInputs& cycle : seen) {
      if (cycle.wr_addr == unit_.entries + 5) cycle.wr_data &= ~Word{0x40};
    }
    golden_.run(seen.data(), out, cycles);
  }

 private:
  GoldenModel golden_;
  const UnitConfig& unit_;
};

TEST(Shrink, AFaultInAThousandCyclesShrinksToTheFewThatShowIt) {
  const UnitConfig& unit = find_unit("int8_8");
  ForgetfulModel model(unit);
  int calls = 0;
  const auto fails = [&](const Scenario& scenario) {
    ++calls;
    return run_scenario(scenario, {&model}, unit.latency()).difference.has_value();
  };
  Scenario failing{&unit, {}};
  std::uint64_t seed = 1;
  while (failing.cycles.empty() && seed < 50) {
    Scenario scenario = random_scenario(unit, tables_of(unit), seed++, 1000);
    if (fails(scenario)) failing = std::move(scenario);
  }
  ASSERT_FALSE(failing.cycles.empty());
  const Scenario small = shrink(failing, fails);
  EXPECT_TRUE(fails(small));
  // Every failure needs the write of the slope and an input in that segment, which needs breakpoints below it.
  EXPECT_LE(small.cycles.size(), 4U) << scenario_text(small);
  bool write = false;
  for (const CycleInputs& in : small.cycles) {
    EXPECT_EQ(in.rst_n, 1);
    EXPECT_EQ(in.ready, 1);
    if (in.wr_en != 0 && in.wr_addr == 8 + 5) {
      write = true;
      EXPECT_EQ(in.wr_data, 0x40U);
    }
  }
  EXPECT_TRUE(write) << scenario_text(small);
  EXPECT_LT(calls, 5000);
}

// What fails whatever is driven keeps a cycle, because a file without one is not replayed.
TEST(Shrink, OneCycleStays) {
  const UnitConfig& unit = find_unit("int8_8");
  const Scenario small = shrink(random_scenario(unit, tables_of(unit), 1, 500), [](const Scenario&) { return true; });
  EXPECT_EQ(scenario_text(small), "unit int8_8\n-\n");
}

TEST(Shrink, StopsWhenItsCallsAreSpent) {
  const UnitConfig& unit = find_unit("int8_8");
  const Scenario scenario = random_scenario(unit, tables_of(unit), 1, 500);
  int calls = 0;
  const Scenario same = shrink(
      scenario,
      [&](const Scenario&) {
        ++calls;
        return false;
      },
      100);
  EXPECT_EQ(calls, 100);
  EXPECT_EQ(scenario_text(same), scenario_text(scenario));
}

TEST(Shrink, KeepsWhatTheFailureNeeds) {
  const UnitConfig& unit = find_unit("fp32_8");
  const Scenario scenario = random_scenario(unit, tables_of(find_unit("fp32_8")), 7, 800);
  // Fails when a reset comes directly after a stalled input.
  const auto fails = [](const Scenario& candidate) {
    for (std::size_t i = 1; i < candidate.cycles.size(); ++i) {
      const CycleInputs& before = candidate.cycles[i - 1];
      if (before.valid != 0 && before.ready == 0 && candidate.cycles[i].rst_n == 0) return true;
    }
    return false;
  };
  ASSERT_TRUE(fails(scenario));
  EXPECT_EQ(scenario_text(shrink(scenario, fails)), "unit fp32_8\nx=0x0 stall\nreset\n");
}

}  // namespace
}  // namespace pwlsim::tests
