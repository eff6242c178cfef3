// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/clock_tree.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "sim/cost/power/power.h"
#include "tests/cost/drive_library.h"
#include "tests/cost/netlist_builder.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

class ClockTreeTest : public testing::Test {
 protected:
  /// A netlist of flops, the last `gated` of them with one clock gate.
  static Netlist flops(int count, int gated = 0) {
    NetlistBuilder builder;
    builder.input("a");
    if (gated > 0) builder.cell("gate", "GATE1", {{"CK", "clk_i"}, {"D", "a"}, {"Y", "gated"}});
    for (int i = 0; i < count; ++i) {
      const std::string name = "f" + std::to_string(i);
      builder.cell(name, "FLOP1", {{"CK", i < count - gated ? "clk_i" : "gated"}, {"D", "a"}, {"Y", name + "_q"}});
    }
    return builder.netlist();
  }

  ClockTree tree_of(const Netlist& netlist) const {
    return describe_clock_tree(map_clock_tree(add_clock_tree(netlist, library_, "BUF4"), library_), 0.1);
  }

  /// Number of the tree's cells between the clock port and each clock pin of a netlist.
  static std::vector<int> depths(const MappedNetlist& mapped) {
    std::vector<int> depths;
    for (std::size_t net = 0; net < mapped.nets.size(); ++net) {
      if (!mapped.nets[net].clock) continue;
      for (const MappedNetlist::Place& sink : mapped.nets[net].sinks) {
        if (mapped.netlist->cells[sink.cell].part == kClockTreePart) continue;
        int depth = 0;
        for (int at = static_cast<int>(net); !mapped.nets[at].drivers.empty(); ++depth) {
          at = mapped.cells[mapped.nets[at].drivers.front().cell].nets[0];
        }
        depths.push_back(depth);
      }
    }
    return depths;
  }

  const ScratchFolder folder_;
  Library library_ = read_liberty(folder_.write("drive.lib", drive_library()));
};

TEST_F(ClockTreeTest, HasALeafForSixteenSinksAndABranchForEight) {
  const std::map<int, std::pair<int, int>> expected = {{1, {1, 1}},    {16, {1, 1}},   {17, {3, 2}},   {128, {9, 2}},
                                                       {129, {12, 3}}, {229, {18, 3}}, {1100, {81, 4}}};
  for (const auto& [count, size] : expected) {
    const ClockTree tree = tree_of(flops(count));
    EXPECT_EQ(tree.buffers, size.first) << count;
    EXPECT_EQ(tree.levels, size.second) << count;
    EXPECT_EQ(tree.buffer, "BUF4");
    EXPECT_DOUBLE_EQ(tree.area, size.first * library_.cell("BUF4")->area);
  }
}

TEST_F(ClockTreeTest, ReachesEverySinkAtTheSameDepthAndOverloadsNothing) {
  const Netlist plain = flops(229);
  const Netlist with = add_clock_tree(plain, library_, "BUF4");
  const MappedNetlist mapped = map_netlist(with, library_, kClockPort);
  const std::vector<int> depth = depths(mapped);
  ASSERT_EQ(depth.size(), 229U);
  EXPECT_EQ(*std::min_element(depth.begin(), depth.end()), 3);
  EXPECT_EQ(*std::max_element(depth.begin(), depth.end()), 3);
  for (std::size_t net = 0; net < mapped.nets.size(); ++net) {
    if (!mapped.nets[net].clock) continue;
    EXPECT_LE(mapped.nets[net].sinks.size(), 16U);
    EXPECT_FALSE(mapped.nets[net].sinks.empty());
  }
  // Existing cells and nets keep their indices.
  for (std::size_t i = 0; i < plain.cells.size(); ++i) EXPECT_EQ(with.cells[i].name, plain.cells[i].name);
  EXPECT_TRUE(std::equal(plain.nets.begin(), plain.nets.end(), with.nets.begin()));
}

// The tree drives a clock gate, and the gate drives its flops.
TEST_F(ClockTreeTest, DrivesGatesAndNotWhatIsBehindThem) {
  EXPECT_EQ(tree_of(flops(40, 30)).buffers, 1) << "ten flops and a gate";
}

// f: 0.1 + R load; a leaf drives flops of 0.001 pF each, R is 10 / 4.
TEST_F(ClockTreeTest, LatencyIsAsByHand) {
  EXPECT_NEAR(tree_of(flops(10)).latency, 0.1 + 2.5 * 0.010, 1e-12);
  EXPECT_NEAR(tree_of(flops(32)).latency, 0.1 + 2.5 * 2 * 0.004 + 0.1 + 2.5 * 0.016, 1e-12);
  EXPECT_NEAR(tree_of(flops(32)).skew, 0, 1e-12);
  EXPECT_NEAR(tree_of(flops(33)).skew, 0, 1e-12) << "three leaves of eleven";
  EXPECT_NEAR(tree_of(flops(34)).skew, 2.5 * 0.001, 1e-12) << "leaves of eleven and of twelve";
}

TEST_F(ClockTreeTest, LeavesHaveTheirOwnWires) {
  library_.wire_load.capacitance = 1e-4;
  library_.wire_load.lengths = {{1, 10}, {16, 500}};
  const Netlist with = add_clock_tree(flops(16), library_, "BUF4");
  const auto leaf_load = [&] {
    const MappedNetlist mapped = map_clock_tree(with, library_);
    return mapped.nets[mapped.cells.back().nets[1]].load[0];
  };
  EXPECT_NEAR(leaf_load(), 0.016 + 1e-4 * 500, 1e-12) << "as any net";
  library_.wire_load.clock_leaf = 200;
  EXPECT_NEAR(leaf_load(), 0.016 + 1e-4 * 200, 1e-12);
}

TEST_F(ClockTreeTest, WithoutABufferOrSinksThereIsNone) {
  EXPECT_EQ(describe_clock_tree(map_clock_tree(add_clock_tree(flops(40), library_, ""), library_), 0.1).buffers, 0);
  EXPECT_EQ(tree_of(flops(0)).buffers, 0);
}

// Leaves that only drive the stopped part are stopped with it, and so are branches that only drive such leaves.
TEST_F(ClockTreeTest, StopsWhereAPartIsStopped) {
  Netlist netlist = flops(300);
  for (int i = 0; i < 300; i += 2) netlist.cells[i].part = "table";
  const Netlist with = add_clock_tree(netlist, library_, "BUF4");
  const MappedNetlist mapped = map_clock_tree(with, library_);
  const std::vector<double> running = uniform_activity(mapped, 0);
  const auto toggling = [&](const std::vector<double>& activity) {
    int nets = 0;
    for (const double rate : activity) nets += rate > 0 ? 1 : 0;
    return nets;
  };
  EXPECT_EQ(toggling(running), 1 + 19 + 3 + 1);
  std::vector<double> stopped = running;
  stop_clock_tree(mapped, {"table"}, stopped);
  EXPECT_EQ(toggling(stopped), 1 + 10 + 2 + 1) << "150 of 300 sinks: nine leaves of the table and one of both run";
  stopped = running;
  stop_clock_tree(mapped, {}, stopped);
  EXPECT_EQ(stopped, running);
}

TEST_F(ClockTreeTest, BufferIsFoundByFunctionAndStrength) {
  // A leaf is 16 pins of 0.001 pF: BUF1 may drive 0.01 pF, BUF4 0.04.
  EXPECT_EQ(find_clock_buffer(library_, "FLOP1"), "BUF4");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = drive_library();
    text.replace(text.find(from), from.size(), to);
    return find_clock_buffer(read_liberty(folder_.write("other.lib", text)), "FLOP1");
  };
  EXPECT_EQ(with("cell (BUF1)", "cell (CLKBUF1)"), "BUF4") << "a name drives nothing";
  // A delay cell, a cell with "thick" in its name, a better buffer, and one for clocks.
  std::string text = drive_library();
  const auto buffer = [](const char* name, double area, double rise, double fall) {
    return fmt::format(R"(cell ({}) {{ area : {}; pin (A) {{ direction : input; capacitance : 0.005; }}
      pin (Y) {{ direction : output; function : A; max_capacitance : 1; timing () {{ related_pin : A;
        cell_rise (scalar) {{ values ({}); }} cell_fall (scalar) {{ values ({}); }}
        rise_transition (scalar) {{ values (0.1); }} fall_transition (scalar) {{ values (0.1); }} }} }} }})",
                       name, area, rise, fall);
  };
  const auto chosen = [&](const std::string& added) {
    return find_clock_buffer(read_liberty(folder_.write("more.lib", std::string(text).insert(text.rfind('}'), added))),
                             "FLOP1");
  };
  EXPECT_EQ(chosen(buffer("CLKDLY", 10, 0.5, 0.5)), "BUF4");
  EXPECT_EQ(chosen(buffer("THICKOX", 30, 0.14, 0.14)), "BUF4");
  EXPECT_EQ(chosen(buffer("SMALL", 1, 0.12, 0.14)), "SMALL");
  EXPECT_EQ(chosen(buffer("LIB_CKB", 30, 0.14, 0.14)), "LIB_CKB") << "its makers say that it is one for clocks";
  // Without a limit a buffer may drive up to the end of its table.
  EXPECT_EQ(with("max_capacitance : 0.04; function : \"A\";", "function : \"A\";"), "BUF4");
  library_.wire_load.capacitance = 1e-4;
  library_.wire_load.lengths = {{1, 1e5}};
  EXPECT_EQ(find_clock_buffer(library_, "FLOP1"), "BUF4") << "the strongest there is";
  Library osu = read_liberty("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
  EXPECT_EQ(find_clock_buffer(osu, "DFFPOSX1"), "CLKBUF1");
  for (LibertyCell& cell : osu.cells) {
    if (cell.name.rfind("CLK", 0) == 0) cell.unusable = "not to be used";
  }
  EXPECT_EQ(find_clock_buffer(osu, "DFFPOSX1"), "BUFX2");
}

}  // namespace
}  // namespace pwlsim::tests
