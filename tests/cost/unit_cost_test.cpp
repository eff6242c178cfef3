// SPDX-License-Identifier: Apache-2.0
//
// Power of whole units, from the toggles of a lockstep run.

#include "sim/cost/unit_cost.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <vector>

#include "sim/lockstep/input_recorder.h"
#include "tests/cost/synthesised_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr double kPeriod = 10;
constexpr double kEqual = 1e-9;  // relative

/// A unit with the transitions per cycle of its nets on 2000 random words with stalls.
class UnitPowerTest : public testing::Test {
 protected:
  UnitPower power(const std::vector<double>& activity) const {
    return power_of(unit_.synthesis, unit_.technology, activity, kPeriod);
  }

  /// The measured activity, with that of all but clock nets multiplied by `factor`.
  std::vector<double> activity(double factor = 1) const {
    std::vector<double> activity;
    for (std::size_t net = 0; net < toggles_.size(); ++net) {
      activity.push_back((mapped_.nets[net].clock ? 1 : factor) * toggles_[net]);
    }
    return activity;
  }

  static std::vector<double> measure(const SynthesisedUnit& unit, std::vector<CycleInputs>* inputs = nullptr) {
    const auto gates = unit.gates();
    InputRecorder recorder(*gates, 200);
    LockstepOptions options;
    options.stall = Stall::parse("random");
    options.quiet_idle = true;
    EXPECT_TRUE(run_gates(unit.config, recorder, "words", 2000, options).passed());
    if (inputs != nullptr) *inputs = recorder.inputs();
    return per_cycle(gates->toggles(), gates->counted_cycles());
  }

  const SynthesisedUnit unit_{"int8_8"};
  const MappedNetlist mapped_ =
      map_netlist(unit_.synthesis.netlist, unit_.technology.library, "clk_i", 0, Layout::kNone);
  std::vector<CycleInputs> inputs_;
  const std::vector<double> toggles_ = measure(unit_, &inputs_);
};

void expect_sum(const UnitPower& power) {
  Power sum;
  for (const auto& [name, part] : power.parts) {
    EXPECT_GT(part.total(), 0) << name;
    sum.internal += part.internal;
    sum.switching += part.switching;
    sum.clock += part.clock;
    sum.leakage += part.leakage;
  }
  EXPECT_NEAR(sum.internal, power.active.internal, kEqual * sum.internal);
  EXPECT_NEAR(sum.switching, power.active.switching, kEqual * sum.switching);
  EXPECT_NEAR(sum.clock, power.active.clock, kEqual * sum.clock);
  EXPECT_NEAR(sum.leakage, power.active.leakage, kEqual * sum.leakage);
}

TEST_F(UnitPowerTest, OfThePartsIsThatOfTheWhole) {
  const UnitPower power = UnitPowerTest::power(activity());
  expect_sum(power);
  EXPECT_EQ(power.parts.size(), area_and_timing(unit_.synthesis, unit_.technology, kPeriod).parts.size());
}

// With wires and clock tree there is one more part, and more power of every kind. Routed layouts of this unit take 9.6
// mW on recorded activations and its cells alone 7.5 mW: 28 % more, two thirds of it for the tree.
TEST_F(UnitPowerTest, WithWiresAndClockTreeIsMore) {
  const UnitPower bare = UnitPowerTest::power(activity());
  const UnitPower with = power_of(unit_.synthesis, unit_.technology, activity(), kPeriod, Layout::kEstimated);
  expect_sum(with);
  EXPECT_EQ(with.parts.size(), bare.parts.size() + 1);
  const double tree = with.parts.at(kClockTreePart).total();
  EXPECT_EQ(with.parts.at(kClockTreePart).switching, 0) << "all of it is the clock's";
  EXPECT_GT(with.active.switching, 1.05 * bare.active.switching);
  EXPECT_GT(tree, 0.5 * (with.active.total() - bare.active.total()));
  EXPECT_GT(with.active.total(), 1.2 * bare.active.total());
  EXPECT_LT(with.active.total(), 1.45 * bare.active.total());
  EXPECT_DOUBLE_EQ(with.idle.clock, with.active.clock);
  // Without a clock for the table its leaves do not toggle either.
  EXPECT_LT(with.idle_gated.clock - bare.idle_gated.clock, 0.6 * tree);
  EXPECT_GT(with.idle_gated.clock, bare.idle_gated.clock);

  const UnitCost cost = area_and_timing(unit_.synthesis, unit_.technology, kPeriod);
  EXPECT_EQ(cost.layout.tree.buffers, (cost.flops + 15) / 16 + 3);
  EXPECT_DOUBLE_EQ(cost.layout.area, cost.area + 72 * cost.layout.tree.buffers);
  EXPECT_GT(cost.layout.tree.latency, 0.7) << "routed: 0.77 to 0.96 ns";
  EXPECT_LT(cost.layout.tree.latency, 1.0);
  EXPECT_GT(cost.bare_slack, cost.timing.slack);
}

// A library without wires and without buffers: the cells alone.
TEST_F(UnitPowerTest, WithoutWiresAndBuffersIsTheSame) {
  Technology technology = unit_.technology;
  technology.library.wire_load = {};
  technology.clock_buffer = "";
  const UnitPower bare = UnitPowerTest::power(activity());
  const UnitPower with = power_of(unit_.synthesis, technology, activity(), kPeriod, Layout::kEstimated);
  EXPECT_EQ(with.active.total(), bare.active.total());
  EXPECT_EQ(with.parts.size(), bare.parts.size());
  EXPECT_EQ(with.idle_gated.total(), bare.idle_gated.total());
}

TEST_F(UnitPowerTest, IdleIsLessThanActiveAndLessStillWithoutAClockForTheTable) {
  const UnitPower power = UnitPowerTest::power(activity());
  EXPECT_LT(power.idle.total(), power.active.total());
  EXPECT_EQ(power.idle.internal, 0);
  EXPECT_EQ(power.idle.switching, 0);
  EXPECT_DOUBLE_EQ(power.idle.clock, power.active.clock);
  EXPECT_DOUBLE_EQ(power.idle.leakage, power.active.leakage);
  // The gate saves exactly the clock power of the table's registers.
  EXPECT_LT(power.idle_gated.total(), power.idle.total());
  EXPECT_NEAR(power.idle.total() - power.idle_gated.total(), power.parts.at("table").clock, kEqual * power.idle.clock);
  EXPECT_GT(power.idle_gated.clock, 0) << "the pipeline still has one";
  // A unit in which nothing moves is idle.
  EXPECT_DOUBLE_EQ(UnitPowerTest::power(activity(0)).active.total(), power.idle.total());
}

TEST_F(UnitPowerTest, TwiceTheActivityIsTwiceTheDynamicPowerOfTheData) {
  const UnitPower once = power(activity()), twice = power(activity(2));
  EXPECT_NEAR(twice.active.internal, 2 * once.active.internal, kEqual * once.active.internal);
  EXPECT_NEAR(twice.active.switching, 2 * once.active.switching, kEqual * once.active.switching);
  EXPECT_DOUBLE_EQ(twice.active.clock, once.active.clock);
  EXPECT_DOUBLE_EQ(twice.active.leakage, once.active.leakage);
}

TEST_F(UnitPowerTest, HalfThePeriodIsTwiceTheDynamicPower) {
  const UnitPower slow = power(activity());
  const UnitPower fast = power_of(unit_.synthesis, unit_.technology, activity(), kPeriod / 2);
  EXPECT_NEAR(fast.active.total() - fast.active.leakage, 2 * (slow.active.total() - slow.active.leakage),
              kEqual * slow.active.total());
}

/// Power for the capacitance of all pins on a net that rises and falls once per cycle.
double load_of(const MappedNetlist& mapped, int net) {
  double sum = 0;
  for (const auto& [cell, pin] : mapped.nets[net].sinks) {
    const auto& capacitance = mapped.cells[cell].type->pins[pin].capacitance;
    sum += (capacitance[0] + capacitance[1]) / 2 * 1e-12;  // of a rise and a fall
  }
  return sum * mapped.library->voltage * mapped.library->voltage / (kPeriod * 1e-9);
}

int clock_net(const Netlist& netlist) {
  return static_cast<int>(std::find(netlist.nets.begin(), netlist.nets.end(), "clk_i") - netlist.nets.begin());
}

// find_power() leaves out the net of the clock port, so the unit's power adds it, once.
TEST_F(UnitPowerTest, LoadOfTheClockIsCountedOnce) {
  const std::vector<double> still = activity(0);
  PowerConditions conditions;
  conditions.period = kPeriod;
  conditions.input_slew = kInputSlew;
  const PowerReport without = find_power(mapped_, still, conditions);
  const double load = load_of(mapped_, clock_net(unit_.synthesis.netlist));
  EXPECT_GT(load, 0.1 * without.total.clock);
  EXPECT_NEAR(power(still).active.clock - without.total.clock, load, kEqual * load);
  // A second sum of the same, from the net's totals of rises and falls, as no other input toggles.
  EXPECT_NEAR(without.input_nets, load, 1e-4 * load);
}

// A cell drives the load after clock gates, and find_power() counts it.
TEST_F(UnitPowerTest, LoadBehindClockGatesIsCountedOnceToo) {
  const ScratchFolder folder;
  const SynthesisedUnit gated("int8_8", folder.write("gates.lib", osu_with_clock_gate()), TableStorage::kGatedFlop);
  const MappedNetlist mapped =
      map_netlist(gated.synthesis.netlist, gated.technology.library, "clk_i", 0, Layout::kNone);
  const std::vector<double> open = uniform_activity(mapped, 0);  // all clock gates let every cycle pass
  PowerConditions conditions;
  conditions.period = kPeriod;
  conditions.input_slew = kInputSlew;
  const PowerReport without = find_power(mapped, open, conditions);
  const UnitPower power = power_of(gated.synthesis, gated.technology, open, kPeriod);
  const double load = load_of(mapped, clock_net(gated.synthesis.netlist));
  EXPECT_NEAR(power.active.clock - without.total.clock, load, kEqual * load);
  expect_sum(power);
  // In idle the gates are closed, so neither their loads nor the words after them have a share.
  double behind = 0;
  for (int net = 0; net < static_cast<int>(mapped.nets.size()); ++net) {
    if (mapped.nets[net].clock && !mapped.nets[net].drivers.empty()) behind += load_of(mapped, net);
  }
  EXPECT_GT(behind, load) << "most flops are those of the table";
  EXPECT_LT(power.idle.clock, power.active.clock - behind);
}

TEST_F(UnitPowerTest, GlitchesAddToTheSettledPower) {
  const DelayedActivity delayed =
      simulate_delays(unit_.synthesis.folder / "netlist.v", unit_.synthesis.netlist, kOsu018Verilog, inputs_, kPeriod);
  const GlitchEstimate estimate = estimate_glitches(unit_.synthesis, unit_.technology, delayed, kPeriod);
  EXPECT_EQ(estimate.cycles, 200U);
  EXPECT_GT(estimate.with_glitches, 1.01 * estimate.settled);
  EXPECT_LT(estimate.with_glitches, 2 * estimate.settled);
  // The settled share agrees with the zero-delay run of other cycles of the same data.
  EXPECT_NEAR(estimate.settled, power(activity()).active.total(), 0.05 * estimate.settled);
  // Without glitches there is nothing to add.
  DelayedActivity settled = delayed;
  settled.transitions = settled.settled;
  settled.transitions[clock_net(unit_.synthesis.netlist)] = 2 * settled.cycles;
  const GlitchEstimate none = estimate_glitches(unit_.synthesis, unit_.technology, settled, kPeriod);
  EXPECT_DOUBLE_EQ(none.with_glitches, none.settled);
  EXPECT_DOUBLE_EQ(none.settled, estimate.settled);
}

}  // namespace
}  // namespace pwlsim::tests
