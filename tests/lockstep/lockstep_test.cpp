// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/lockstep.h"

#include <gtest/gtest.h>
#include <array>

#include "sim/fit/fit.h"
#include "sim/lockstep/input_recorder.h"
#include "sim/unit/golden.h"
#include "tests/lockstep/spoilt_model.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

UnitTable table_for(const UnitConfig& config, const char* function) {
  const Function& f = find_function(function);
  return quantise(find_fit_method("uniform").fit({f, config}), f, config);
}

LockstepResult run_faulty(const SpoiltModel::Spoil& spoil, LockstepOptions options = {}) {
  const UnitConfig& config = find_unit("int8_8");
  const UnitTable table = table_for(config, "gelu");
  GoldenModel golden(config);
  SpoiltModel model(golden, spoil);
  const auto stimulus = make_stimulus({.name = "uniform", .length = 30'000}, find_function("gelu"), config);
  options.stall = Stall::parse("random");
  return run_lockstep(table, {&model}, *stimulus, options);
}

// A single wrong bit of any output in any one cycle is found, with its cycle: early, in the middle of a block, late.
TEST(Lockstep, OneWrongBitInOneCycleIsFound) {
  EXPECT_TRUE(run_faulty([](auto, auto&, auto&) {}).passed());
  for (const std::uint64_t when :
       {std::uint64_t{40}, std::uint64_t{8191}, std::uint64_t{8192}, std::uint64_t{50'001}}) {
    const auto check = [&](const char* port, const auto& flip) {
      const LockstepResult result = run_faulty([&](std::uint64_t cycle, const CycleInputs&, CycleOutputs& out) {
        if (cycle == when) flip(out);
      });
      EXPECT_FALSE(result.passed());
      ASSERT_EQ(result.mismatches(), 1U) << port << " in cycle " << when;
      EXPECT_EQ(result.verdicts[0].first->cycle, when);
      EXPECT_EQ(result.verdicts[0].first->port, port);
    };
    check("y_o", [](CycleOutputs& out) { out.y ^= 0x8000; });
    check("segment_o", [](CycleOutputs& out) { out.segment ^= 1; });
    check("valid_o", [](CycleOutputs& out) { out.valid ^= 1; });
    check("ready_o", [](CycleOutputs& out) { out.ready ^= 1; });
  }
}

TEST(Lockstep, WhatIdleOutputsHoldCountsOnlyWhenAsked) {
  std::uint64_t idle = 0;
  const SpoiltModel::Spoil scribble = [&](std::uint64_t cycle, const CycleInputs&, CycleOutputs& out) {
    if (cycle > 100 && out.valid == 0) {
      out.y ^= 1;
      ++idle;
    }
  };
  EXPECT_EQ(run_faulty(scribble).mismatches(), idle);
  EXPECT_GT(idle, 1000U);
  LockstepOptions foreign;
  foreign.compare_idle = false;
  EXPECT_TRUE(run_faulty(scribble, foreign).passed());
}

TEST(Lockstep, ALostResultShowsInTheAccounting) {
  // The model loses its last result after all inputs are taken, which only the end of the run can show.
  const LockstepResult result = run_faulty([](std::uint64_t cycle, const CycleInputs&, CycleOutputs& out) {
    if (cycle > 1000) out.valid = 0;
  });
  EXPECT_FALSE(result.passed());
  EXPECT_LT(result.verdicts[0].results, result.inputs);
  EXPECT_EQ(result.results, result.inputs);
}

TEST(Lockstep, SamplesAreTheInputsInOrderWithTheirResults) {
  const UnitConfig& config = find_unit("int8_8");
  const UnitTable table = table_for(config, "silu");
  const GoldenUnit golden(table);
  for (const char* stall : {"none", "random:0.7", "burst", "alternate"}) {
    const auto stimulus = make_stimulus({.name = "codes"}, find_function("silu"), config);
    LockstepOptions options;
    options.stall = Stall::parse(stall);
    int next = -128;
    const auto result =
        run_lockstep(table, {}, *stimulus, options, [&](const LockstepSample* samples, std::size_t count) {
          for (std::size_t i = 0; i < count; ++i) {
            EXPECT_EQ(sign_extend(samples[i].input.word, 8), next++);
            EXPECT_EQ(samples[i].y, golden.evaluate(samples[i].input.word));
          }
        });
    EXPECT_EQ(next, 128);
    EXPECT_EQ(result.inputs, 256U);
    EXPECT_TRUE(result.passed());
    if (std::string(stall) == "none") {
      EXPECT_DOUBLE_EQ(result.results_per_cycle(), 1.0);
    }
  }
}

TEST(Lockstep, CyclesBoundTheOffers) {
  const UnitConfig& config = find_unit("int8_8");
  const auto stimulus = make_stimulus({.name = "codes", .length = 5000}, find_function("gelu"), config);
  LockstepOptions options;
  options.max_cycles = 5000;
  const LockstepResult result = run_lockstep(table_for(config, "gelu"), {}, *stimulus, options);
  EXPECT_EQ(result.inputs, 5000U);
}

/// The inputs that a driver gives a unit.
std::vector<CycleInputs> inputs_of(const LockstepOptions& options, std::uint64_t length, LockstepResult* result) {
  const UnitConfig& config = find_unit("int8_8");
  GoldenModel golden(config);
  InputRecorder recorder(golden, SIZE_MAX);
  const auto stimulus = make_stimulus({.name = "uniform", .length = length}, find_function("gelu"), config);
  *result = run_lockstep(table_for(config, "gelu"), {&recorder}, *stimulus, options);
  return recorder.inputs();
}

TEST(Lockstep, CountedCyclesAreThoseFromTheLoadedTableToTheLastAcceptedInput) {
  for (const char* stall : {"none", "random", "input:0.9", "burst", "alternate"}) {
    for (const bool quiet : {false, true}) {
      LockstepOptions options;
      options.stall = Stall::parse(stall);
      options.quiet_idle = quiet;
      LockstepResult result;
      const std::vector<CycleInputs> inputs = inputs_of(options, 10'000, &result);
      ASSERT_EQ(inputs.size(), result.cycles);
      for (std::uint64_t i = 0; i < inputs.size(); ++i) {
        const bool data = i >= result.data_from && i < result.data_from + result.flow_cycles;
        ASSERT_EQ(inputs[i].counted, data ? 1 : 0) << stall << ", cycle " << i;
      }
    }
  }
}

TEST(Lockstep, QuietIdleInputsHoldInCountedCyclesAndCarryNoiseInTheOthers) {
  LockstepOptions options;
  options.stall = Stall::parse("random");
  options.rewrite = 0.05;
  LockstepResult result;
  const auto idle_changes = [&](bool counted) {
    const std::vector<CycleInputs> inputs = inputs_of(options, 10'000, &result);
    EXPECT_TRUE(result.passed());
    std::array<int, 2> changes{};
    for (std::size_t i = 1; i < inputs.size(); ++i) {
      if ((inputs[i].counted != 0) != counted) continue;
      if (inputs[i].valid == 0 && inputs[i].x != inputs[i - 1].x) ++changes[0];
      const bool same = inputs[i].wr_addr == inputs[i - 1].wr_addr && inputs[i].wr_data == inputs[i - 1].wr_data;
      if (inputs[i].wr_en == 0 && !same) ++changes[1];
    }
    return changes;
  };
  EXPECT_GT(idle_changes(true)[0], 1000);
  EXPECT_GT(idle_changes(true)[1], 300);
  options.quiet_idle = true;
  EXPECT_EQ(idle_changes(true), (std::array<int, 2>{}));
  EXPECT_GT(idle_changes(false)[0], 90);  // in 64 cycles before the data and 40 after them
  EXPECT_GT(idle_changes(false)[1], 4);
}

}  // namespace
}  // namespace pwlsim::tests
