// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/static_timing.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "sim/cost/liberty/exchangeable.h"
#include "tests/cost/drive_library.h"
#include "tests/cost/netlist_builder.h"
#include "tests/cost/netlist_function.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr TimingConditions kConditions = {5, 0.1};

Library drive() {
  const ScratchFolder folder;
  return read_liberty(folder.write("drive.lib", drive_library()));
}

TEST(StaticTiming, FindsTheWorstPathAsByHand) {
  const Library library = drive();
  NetlistBuilder builder;
  builder.input("a");
  builder.input("rst_ni");
  builder.cell("f", "FLOP1", {{"CK", "clk_i"}, {"D", "a"}, {"Y", "q"}});
  builder.cell("g", "INV1", {{"A", "q"}, {"Y", "n"}});
  builder.cell("h", "NAND4", {{"A", "n"}, {"B", "rst_ni"}, {"Y", "d"}});
  builder.cell("e", "FLOP1", {{"CK", "clk_i"}, {"D", "d"}, {"Y", "y_o"}});
  builder.output("y_o");
  Netlist netlist = builder.netlist();
  const StaticTiming timing(netlist, library, kConditions);
  // f: 0.1 + 10 * 0.001, g: 0.1 + 10 * 0.004, h: 0.1 + 10 / 4 * 0.001, setup 0.2; the port is not a load.
  EXPECT_NEAR(timing.worst_slack(), 5 - 0.11 - 0.14 - 0.1025 - 0.2, 1e-12);
  const TimingPath path = timing.worst_path();
  ASSERT_EQ(path.steps.size(), 3U);
  EXPECT_EQ(netlist.cells[path.steps[0].cell].name, "f");
  EXPECT_EQ(netlist.cells[path.steps[2].cell].name, "h");
  EXPECT_NE(path.steps[0].to, path.steps[1].to) << "an inverter";
  EXPECT_EQ(netlist.nets[path.net], "d");
}

TEST(StaticTiming, NothingStartsAtResetAndNothingAtConstants) {
  const Library library = drive();
  NetlistBuilder builder;
  builder.input("rst_ni");
  builder.cell("g", "INV1", {{"A", "rst_ni"}, {"Y", "y_o"}});
  builder.output("y_o");
  Netlist netlist = builder.netlist();
  EXPECT_EQ(StaticTiming(netlist, library, kConditions).worst_path().net, -1);
}

TEST(StaticTiming, ChecksTheEnableOfAClockGate) {
  const Library library = drive();
  NetlistBuilder builder;
  builder.input("a");
  builder.cell("b", "BUF1", {{"A", "a"}, {"Y", "enable"}});
  builder.cell("g", "GATE1", {{"CK", "clk_i"}, {"D", "enable"}, {"Y", "gated"}});
  builder.cell("f", "FLOP4", {{"CK", "gated"}, {"D", "a"}, {"Y", "y_o"}});
  builder.output("y_o");
  Netlist netlist = builder.netlist();
  const StaticTiming timing(netlist, library, kConditions);
  EXPECT_NEAR(timing.worst_slack(), 5 - 0.11 - 0.2, 1e-12) << "the gated clock is as ideal as the clock";
}

// A latch borrows time, so a path that ends in one is reported only if it is too slow even so.
TEST(StaticTiming, ReportsPathsToLatchesOnlyWhenTheyAreTooSlow) {
  std::string text = drive_library();
  text.insert(text.rfind('}'), R"(cell (LATCH) { area : 2; latch (IQ, IQN) { enable : G; data_in : D; }
    pin (G) { direction : input; clock : true; }
    pin (D) { direction : input; timing () { related_pin : G; timing_type : setup_falling;
      rise_constraint (scalar) { values (0.2); } fall_constraint (scalar) { values (0.2); } } }
    pin (Q) { direction : output; function : IQ; timing () { related_pin : D; timing_sense : positive_unate;
      cell_rise (scalar) { values (0.1); } cell_fall (scalar) { values (0.1); }
      rise_transition (scalar) { values (0.1); } fall_transition (scalar) { values (0.1); } } } })");
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("latch.lib", text));
  NetlistBuilder builder;
  builder.input("a");
  builder.cell("b", "BUF1", {{"A", "a"}, {"Y", "d"}});
  builder.cell("l", "LATCH", {{"G", "clk_i"}, {"D", "d"}, {"Q", "y_o"}});
  builder.output("y_o");
  Netlist netlist = builder.netlist();
  const StaticTiming timing(netlist, library, kConditions);
  EXPECT_NEAR(timing.worst_slack(), 5 / 2.0 - 0.2 - 0.1, 1e-12);
  EXPECT_NEAR(timing.reported_slack(), 5 - 0.1 - 0.1, 1e-12) << "through the latch to the port";
  const StaticTiming late(netlist, library, {0.4, 0.1});
  EXPECT_NEAR(late.reported_slack(), 0.2 - 0.2 - 0.1, 1e-12);
}

/// Random logic of `cells` cells, three levels deep, between flops.
Netlist random_logic(std::mt19937& random, int cells) {
  NetlistBuilder builder;
  std::vector<std::string> nets;
  for (int i = 0; i < 4; ++i) {
    nets.push_back("q" + std::to_string(i));
    builder.cell("f" + std::to_string(i), "FLOP1",
                 {{"CK", "clk_i"}, {"D", "d" + std::to_string(i)}, {"Y", nets.back()}});
  }
  for (int i = 0; i < cells; ++i) {
    const std::string name = "n" + std::to_string(i);
    const auto any = [&] { return nets[random() % nets.size()]; };
    if (random() % 4 == 0) {
      builder.cell("c" + name, random() % 2 == 0 ? "BUF1" : "INV4", {{"A", any()}, {"Y", name}});
    } else {
      builder.cell("c" + name, "NAND1", {{"A", any()}, {"B", any()}, {"Y", name}});
    }
    nets.push_back(name);
  }
  for (int i = 0; i < 4; ++i) {
    builder.cell("e" + std::to_string(i), "INV1", {{"A", nets[nets.size() - 1 - i]}, {"Y", "d" + std::to_string(i)}});
  }
  builder.input("unused");
  return builder.netlist();
}

// After any changes and rollbacks, all times are those of a new engine on the resulting netlist.
TEST(StaticTiming, UpdatesAsIfAnew) {
  const Library library = drive();
  const std::vector<BufferCell> buffers = find_buffers(library);
  ASSERT_EQ(buffers.size(), 2U);
  int kept = 0;
  for (int seed = 1; seed <= 30; ++seed) {
    std::mt19937 random(seed);
    Netlist netlist = random_logic(random, 60);
    const auto function = function_values(netlist, library, seed);
    StaticTiming timing(netlist, library, kConditions);
    std::vector<int> bypassed;
    for (int change = 0; change < 60; ++change) {
      timing.begin();
      const int cell = static_cast<int>(random() % timing.mapped().cells.size());
      const MappedNetlist::Cell& mapped = timing.mapped().cells[cell];
      const int output = static_cast<int>(mapped.nets.size()) - 1;
      const int net = mapped.nets[output];
      bool removed = false;
      if (std::find(bypassed.begin(), bypassed.end(), cell) != bypassed.end()) continue;
      if (mapped.type->name.substr(0, 3) == "BUF" && random() % 2 == 0) {
        timing.bypass_buffer(cell, 0, 1);
        removed = true;
      } else if (random() % 2 == 0 && !timing.mapped().nets[net].sinks.empty()) {
        const std::vector<MappedNetlist::Place>& sinks = timing.mapped().nets[net].sinks;
        const std::vector<MappedNetlist::Place> some(sinks.begin(), sinks.begin() + 1 + random() % sinks.size());
        timing.insert_buffer(*buffers[random() % 2].cell, 0, 1, net, some);
      } else if (mapped.type->name.substr(0, 4) == "NAND" && random() % 2 == 0) {
        timing.swap_inputs(cell, 0, 1);
      } else {
        timing.change_type(cell, *exchangeable_cells(library, *mapped.type)[random() % 2]);
      }
      if (random() % 3 == 0) {
        timing.roll_back();
      } else {
        ++kept;
        if (removed) bypassed.push_back(cell);
      }
    }
    const double slack = timing.worst_slack();
    timing.update_required();
    for (std::size_t net = 0; net < netlist.nets.size(); ++net) {
      EXPECT_GE(timing.slack(static_cast<int>(net)), slack - 1e-6) << netlist.nets[net];
    }
    const TimingPath path = timing.worst_path();
    EXPECT_NEAR(timing.slack(path.net), slack, 1e-6);
    const double area = timing.area();
    timing.drop_unconnected();
    const StaticTiming anew(netlist, library, kConditions);
    EXPECT_NEAR(anew.worst_slack(), slack, 1e-6) << seed;
    EXPECT_NEAR(anew.area(), area, 1e-9);
    EXPECT_EQ(function_values(netlist, library, seed), function) << seed;
  }
  EXPECT_GT(kept, 500);
}

}  // namespace
}  // namespace pwlsim::tests
