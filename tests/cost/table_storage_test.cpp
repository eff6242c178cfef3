// SPDX-License-Identifier: Apache-2.0
//
// Tables in flops with clock gates and in latches, with a library that has both (tests/cost/synthesised_unit.h), and
// the messages for a library without them.

#include <gtest/gtest.h>
#include <string>
#include <tuple>

#include "sim/base/error.h"
#include "sim/cost/power/power.h"
#include "sim/cost/timing/static_timing.h"
#include "sim/cost/unit_cost.h"
#include "tests/cost/synthesised_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class Storage : public testing::TestWithParam<std::tuple<const char*, TableStorage>> {
 protected:
  const char* name() const { return std::get<0>(GetParam()); }
  bool latch() const { return std::get<1>(GetParam()) == TableStorage::kLatch; }

  SynthesisedUnit unit(TableStorage storage) const { return SynthesisedUnit(name(), liberty_, storage); }

  const ScratchFolder folder_;
  const std::string liberty_ = folder_.write("gates.lib", osu_with_clock_gate());
};

double idle(const SynthesisedUnit& unit) {
  const std::vector<double> still(unit.synthesis.netlist.nets.size(), 0);
  return power_of(unit.synthesis, unit.technology, still, 10).idle.total();
}

TEST_P(Storage, HasAClockGateAWordAndIsSmallerAndIdlesOnLess) {
  const SynthesisedUnit flops = unit(TableStorage::kFlop);
  const SynthesisedUnit stored = unit(std::get<1>(GetParam()));
  const int words = 3 * stored.config.entries - 1;
  const int bits = words * stored.config.data_bits;
  EXPECT_EQ(stored.count("", "CLKGATE"), words);
  EXPECT_EQ(stored.count("table", "CLKGATE"), words);
  EXPECT_EQ(stored.count("", "LATCH"), latch() ? bits : 0);
  // Latches need a register for the data that they share.
  EXPECT_EQ(stored.synthesis.flops, flops.synthesis.flops + (latch() ? stored.config.data_bits : 0));
  EXPECT_EQ(flops.count("", "CLKGATE") + flops.count("", "LATCH"), 0);

  const UnitCost before = area_and_timing(flops.synthesis, flops.technology, SynthesisRequest{}.clock_ns);
  const UnitCost after = area_and_timing(stored.synthesis, stored.technology, SynthesisRequest{}.clock_ns);
  EXPECT_LT(after.parts.at("table").area, before.parts.at("table").area);
  EXPECT_NEAR(after.area - after.parts.at("table").area, before.area - before.parts.at("table").area,
              0.03 * before.area)
      << "only the table may change";
  EXPECT_GE(after.timing.slack, 0);
  // Paths that end in a latch count in neither if they are in time.
  Netlist netlist = stored.synthesis.netlist;
  const StaticTiming own(netlist, stored.technology.library, {SynthesisRequest{}.clock_ns, kInputSlew});
  EXPECT_NEAR(own.reported_slack(), after.timing.slack, 0.1);
  EXPECT_GE(after.bare_slack, own.reported_slack());
  EXPECT_LT(idle(stored), 0.6 * idle(flops));
}

TEST_P(Storage, GatesEqualTheGoldenModel) {
  const SynthesisedUnit stored = unit(std::get<1>(GetParam()));
  const auto gates = stored.gates();
  EXPECT_TRUE(run_gates(stored.config, *gates, "codes", std::uint64_t{1} << stored.config.x_width()).passed());
  LockstepOptions writes;  // each cycle a word of the table changes
  writes.rewrite = 1;
  EXPECT_TRUE(run_gates(stored.config, *gates, "words", 20'000, writes).passed());
  const LockstepResult hard = run_gates(stored.config, *gates, "words", 50'000, hard_options());
  EXPECT_GT(hard.dropped, 10U) << "no reset met data";
  EXPECT_TRUE(hard.passed());
}

INSTANTIATE_TEST_SUITE_P(All, Storage,
                         testing::Combine(testing::Values("int8_8", "wide16_8"),
                                          testing::Values(TableStorage::kGatedFlop, TableStorage::kLatch)),
                         [](const auto& info) {
                           const bool latch = std::get<1>(info.param) == TableStorage::kLatch;
                           return std::string(std::get<0>(info.param)) + (latch ? "_latch" : "_gated");
                         });

std::string complaint(const std::string& liberty, TableStorage storage) {
  try {
    const SynthesisedUnit unit("int8_4", liberty, storage);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(StorageErrors, NameTheLibraryAndWhatItLacks) {
  const ScratchFolder folder;
  const std::string osu = kOsu018;
  EXPECT_EQ(
      complaint(osu, TableStorage::kGatedFlop),
      osu + ": library osu018_stdcells has no clock gate, needed for table storage gated (no cell of that function)");
  EXPECT_EQ(
      complaint(osu, TableStorage::kLatch),
      osu + ": library osu018_stdcells has no clock gate, needed for table storage latch (no cell of that function)");
  std::string text = osu_with_clock_gate();
  const std::string area = "area : 88;";
  text.replace(text.find(area), area.size(), "area : 0;");
  text.replace(text.find("osu018_stdcells"), 15, "without_lef");
  const std::string no_area = folder.write("no_area.lib", text);
  EXPECT_EQ(complaint(no_area, TableStorage::kLatch),
            no_area + ": library without_lef has no latch, needed for table storage latch (LATCH has no area)");
}

}  // namespace
}  // namespace pwlsim::tests
