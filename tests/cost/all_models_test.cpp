// SPDX-License-Identifier: Apache-2.0
//
// A wrong bit in one cycle of any model is found by lockstep and by random sessions, with its cycle.
#include <gtest/gtest.h>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/cost/power/gates.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/stress/random_scenario.h"
#include "tests/cost/mapped_unit.h"
#include "tests/lockstep/spoilt_model.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Flip = void (*)(CycleOutputs&);

const std::vector<std::pair<std::string, Flip>>& faults() {
  static const std::vector<std::pair<std::string, Flip>> all = {
      {"y_o", [](CycleOutputs& out) { out.y ^= 0x800; }},
      {"valid_o", [](CycleOutputs& out) { out.valid ^= 1; }},
      {"ready_o", [](CycleOutputs& out) { out.ready ^= 1; }},
      {"segment_o", [](CycleOutputs& out) { out.segment ^= 2; }},
  };
  return all;
}

/// Models of a unit, one of which has a wrong output in one cycle of the run that `arm` begins.
class AllModels : public ::testing::Test {
 protected:
  AllModels() {
    const Function& gelu = find_function("gelu");
    table_ = quantise(fit_table("uniform", {gelu, unit_}), gelu, unit_);
    for (const auto& model : {systemc_.get(), rtl_.get(), static_cast<UnitModel*>(gates_.get())}) {
      spoilt_.push_back(
          std::make_unique<SpoiltModel>(*model, [this, model](std::uint64_t, const CycleInputs&, CycleOutputs& out) {
            if (model == liar_ && left_-- == 0) flip_(out);
          }));
      models_.push_back(spoilt_.back().get());
      plain_.push_back(model);
    }
  }

  void arm(std::size_t model, std::uint64_t cycle, Flip flip) {
    liar_ = plain_[model];
    left_ = static_cast<std::int64_t>(cycle);
    flip_ = flip;
  }

  LockstepResult run() const {
    LockstepOptions options;
    options.stall = Stall::parse("random");
    options.rewrite = 0.1;
    options.reset = 0.001;
    const auto stimulus = make_stimulus({.name = "words", .length = 12'000}, find_function("gelu"), unit_);
    return run_lockstep(table_, models_, *stimulus, options);
  }

  const UnitConfig& unit_ = find_unit("int8_4");
  const MappedUnit mapped_{unit_};
  std::unique_ptr<UnitModel> systemc_ = make_systemc_model(unit_);
  std::unique_ptr<UnitModel> rtl_ = RtlLoader().load(own_rtl(unit_), unit_, 1);
  std::unique_ptr<GatesModel> gates_ =
      load_gates(RtlLoader(), {mapped_.verilog(), mapped_.netlist, mapped_.library}, unit_, 1);
  UnitTable table_;
  std::vector<std::unique_ptr<SpoiltModel>> spoilt_;
  std::vector<UnitModel*> models_, plain_;
  const UnitModel* liar_ = nullptr;
  std::int64_t left_ = 0;
  Flip flip_ = nullptr;
};

TEST_F(AllModels, LockstepNamesModelPortAndCycleOfAWrongBit) {
  const LockstepResult sound = run();
  ASSERT_TRUE(sound.passed());
  ASSERT_GT(sound.cycles, 16'500U);
  for (std::size_t model = 0; model < models_.size(); ++model) {
    for (const std::uint64_t cycle : {std::uint64_t{60}, std::uint64_t{8191}, std::uint64_t{8192}, sound.cycles - 1}) {
      for (const auto& [port, flip] : faults()) {
        arm(model, cycle, flip);
        const LockstepResult result = run();
        for (std::size_t m = 0; m < models_.size(); ++m) {
          const ModelVerdict& verdict = result.verdicts[m];
          EXPECT_EQ(verdict.mismatches, m == model ? 1U : 0U) << verdict.model << " " << port << " " << cycle;
          if (m != model) continue;
          ASSERT_TRUE(verdict.first);
          EXPECT_EQ(verdict.first->cycle, cycle) << verdict.model;
          EXPECT_EQ(verdict.first->port, port) << verdict.model;
        }
      }
    }
  }
}

TEST_F(AllModels, ASessionNamesModelPortAndCycleOfAWrongBit) {
  const Scenario scenario = random_scenario(unit_, {table_}, 1, 400);
  const ScenarioRun sound = run_scenario(scenario, models_, unit_.latency());
  ASSERT_FALSE(sound.difference);
  const auto first_result =
      std::find_if(sound.outputs[0].begin(), sound.outputs[0].end(), [](const CycleOutputs& out) { return out.valid; });
  const auto y_known = static_cast<std::size_t>(first_result - sound.outputs[0].begin());
  for (std::size_t model = 0; model < models_.size(); ++model) {
    for (const std::size_t cycle : {y_known, std::size_t{200}, sound.inputs.size() - 1}) {
      for (const auto& [port, flip] : faults()) {
        arm(model, cycle, flip);
        const auto difference = run_scenario(scenario, models_, unit_.latency()).difference;
        ASSERT_TRUE(difference) << models_[model]->name() << " " << port << " " << cycle;
        EXPECT_EQ(difference->model, models_[model]->name());
        EXPECT_EQ(difference->port, port);
        EXPECT_EQ(difference->cycle, static_cast<std::int64_t>(cycle) - static_cast<std::int64_t>(sound.prelude));
      }
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
