// SPDX-License-Identifier: Apache-2.0
//
// Static timing and sizing of real units, checked by OpenSTA.

#include <gtest/gtest.h>
#include <set>
#include <string>

#include "sim/base/cache_entry.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/map/sizing.h"
#include "sim/cost/map/synthesis.h"
#include "sim/cost/netlist/netlist_writer.h"
#include "tests/cost/netlist_function.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
// Measured: 0.0001 with wires that have no resistance. With resistance OpenSTA uses effective capacitances, and the
// difference is up to 1 % of the period.
constexpr double kAgreementWithResistance = 0.012;
constexpr double kAgreement = 0.001;

double open_sta_slack(const Netlist& netlist, const Library& library, double period) {
  const ScratchFolder folder;
  folder.write("library.lib", liberty_text(library, LibertyDetail::kTiming));
  folder.write("netlist.v", netlist_verilog(netlist));
  return find_timing(folder.path(), period, kInputSlew).slack;
}

class SizingOf : public testing::TestWithParam<const char*> {};

TEST_P(SizingOf, AgreesWithOpenStaAndKeepsTheFunction) {
  const Technology technology = read_technology(kOsu);
  constexpr double kPeriod = 10;
  const Synthesis synthesis =
      synthesise({.unit = &find_unit(GetParam()), .technology = &technology, .clock_ns = kPeriod}, default_cache());
  EXPECT_GE(synthesis.timing.slack, 0);
  Netlist mapped = synthesis.netlist;
  EXPECT_NEAR(StaticTiming(mapped, technology.library, {kPeriod, kInputSlew}).worst_slack(), synthesis.timing.slack,
              kAgreementWithResistance * kPeriod);
  Library library = technology.library;
  ASSERT_GT(library.wire_load.at(1), 0) << "wires are part of the comparison";
  library.wire_load.resistance = 0;

  // Sizes for a faster clock a netlist that is minimal for the old one.
  const double period = (kPeriod - synthesis.timing.slack) * 0.85;
  Netlist netlist = synthesis.netlist;
  EXPECT_GT(size_cells(netlist, library, {period, kInputSlew}, 0), 0);
  // The netlist was sized when it was made, so it has names of buffers already.
  std::set<std::string> names;
  for (const Netlist::Cell& cell : netlist.cells) EXPECT_TRUE(names.insert(cell.name).second) << cell.name;
  Netlist sized = netlist;
  const double slack = StaticTiming(sized, library, {period, kInputSlew}).worst_slack();
  const double before = open_sta_slack(synthesis.netlist, library, period);
  const double after = open_sta_slack(netlist, library, period);
  EXPECT_NEAR(slack, after, kAgreement * period);
  // A netlist that was sized for the clock before is near its limit.
  EXPECT_GT(after, before + 0.02 * period) << "sizing hardly helps";
  for (int seed = 1; seed <= 4; ++seed) {
    EXPECT_EQ(function_values(netlist, library, seed), function_values(synthesis.netlist, library, seed));
  }

  // The same input, the same result.
  Netlist again = synthesis.netlist;
  size_cells(again, library, {period, kInputSlew}, 0);
  EXPECT_EQ(netlist_verilog(again), netlist_verilog(netlist));

  // The comparison sees a driver that was replaced by a weaker one without a call to the engine.
  const TimingPath path = StaticTiming(sized, library, {period, kInputSlew}).worst_path();
  ASSERT_GT(path.steps.size(), 3U);
  Netlist loaded = netlist;
  const int net = map_netlist(loaded, library, "clk_i").cells[path.steps[0].cell].nets[path.steps[0].output];
  for (int i = 0; i < 20; ++i) {
    loaded.cells.push_back({.name = "extra" + std::to_string(i), .type = "INVX1", .part = "", .pins = {{"A", net}}});
  }
  EXPECT_LT(open_sta_slack(loaded, library, period), slack - kAgreement * period);
}

INSTANTIATE_TEST_SUITE_P(Units, SizingOf, testing::Values("int8_8", "fp32_8"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace pwlsim::tests
