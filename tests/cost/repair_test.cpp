// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/repair.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <map>
#include <string>

#include "sim/cost/netlist/mapped_netlist.h"
#include "sim/cost/timing/net_limits.h"
#include "tests/cost/drive_library.h"
#include "tests/cost/netlist_builder.h"
#include "tests/cost/netlist_function.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

Library library_of(double strong) {
  const ScratchFolder folder;
  return read_liberty(folder.write("drive.lib", drive_library(strong)));
}

std::map<std::string, int> count_types(const Netlist& netlist) {
  std::map<std::string, int> count;
  for (const Netlist::Cell& cell : netlist.cells) ++count[cell.type];
  return count;
}

/// Number of pins with more load than they may drive.
int overloaded(const Netlist& netlist, const Library& library) {
  const MappedNetlist mapped = map_netlist(netlist, library, "clk_i");
  int count = 0;
  for (std::size_t net = 0; net < mapped.nets.size(); ++net) {
    if (mapped.nets[net].drivers.empty()) continue;
    const auto [cell, pin] = mapped.nets[net].drivers.front();
    const double most = mapped.cells[cell].type->pins[pin].max_capacitance;
    if (std::max(mapped.nets[net].load[0], mapped.nets[net].load[1]) > most + 1e-12) ++count;
  }
  return count;
}

/// An inverter that drives `pins` others. A weak one may drive nine of them, or ten without rounding.
Netlist fan(int pins) {
  NetlistBuilder builder;
  builder.input("a");
  builder.cell("root", "INV1", {{"A", "a"}, {"Y", "n"}});
  for (int i = 0; i < pins; ++i) {
    builder.cell("leaf" + std::to_string(i), "INV1", {{"A", "n"}, {"Y", "y" + std::to_string(i)}});
    builder.output("y" + std::to_string(i));
  }
  return builder.netlist();
}

TEST(Repair, LeavesANetWithinItsLimitAlone) {
  const Library library = library_of(4);
  Netlist netlist = fan(9);
  EXPECT_EQ(repair_loads(netlist, library), 0);
  EXPECT_EQ(count_types(netlist), count_types(fan(9)));
}

TEST(Repair, TakesTheStrongerCellWhereItIsSmaller) {
  const Library library = library_of(4);
  Netlist netlist = fan(20);
  ASSERT_EQ(overloaded(netlist, library), 1);
  EXPECT_EQ(repair_loads(netlist, library), 1);
  EXPECT_EQ(overloaded(netlist, library), 0);
  EXPECT_EQ(count_types(netlist), (std::map<std::string, int>{{"INV1", 20}, {"INV4", 1}}));
  EXPECT_EQ(function_values(netlist, library, 1), function_values(fan(20), library, 1));
}

TEST(Repair, TakesBuffersWhereTheyAreSmaller) {
  const Library library = library_of(20);
  Netlist netlist = fan(20);
  EXPECT_EQ(repair_loads(netlist, library), 1);
  EXPECT_EQ(overloaded(netlist, library), 0);
  const std::map<std::string, int> types = count_types(netlist);
  EXPECT_EQ(types.count("INV4"), 0U);
  EXPECT_EQ(types.count("BUF4"), 0U);
  EXPECT_EQ(types.at("BUF1"), 3) << "20 pins, planned at nine a buffer";
  EXPECT_EQ(function_values(netlist, library, 1), function_values(fan(20), library, 1));
}

// With tables that end, and with tables that do not.
TEST(Repair, TakesABufferThatHasNoLimit) {
  for (const bool scalar : {false, true}) {
    Library library = library_of(20);
    LibertyCell& buffer = library.cells[library.index.at("BUF1")];
    for (LibertyPin& pin : buffer.pins) {
      pin.max_capacitance = 0;
      for (TimingArc& arc : pin.arcs) {
        if (scalar) arc.delay.fill({{}, {}, {0.1}});
      }
    }
    Netlist netlist = fan(20);
    EXPECT_EQ(repair_loads(netlist, library), 1);
    EXPECT_EQ(count_types(netlist).at("BUF1"), 1);
    EXPECT_EQ(function_values(netlist, library, 1), function_values(fan(20), library, 1));
  }
}

TEST(Repair, TakesAStrongerCellAndBuffersWhereNeitherIsEnough) {
  const Library library = library_of(4);
  Netlist netlist = fan(150);
  EXPECT_GT(repair_loads(netlist, library), 0);
  EXPECT_EQ(overloaded(netlist, library), 0);
  EXPECT_EQ(function_values(netlist, library, 1), function_values(fan(150), library, 1));
}

/// A clock gate that drives `flops` flops.
Netlist gated(int flops) {
  NetlistBuilder builder;
  builder.input("a");
  builder.cell("gate", "GATE1", {{"CK", "clk_i"}, {"D", "a"}, {"Y", "gated"}});
  for (int i = 0; i < flops; ++i) {
    builder.cell("flop" + std::to_string(i), "FLOP1", {{"CK", "gated"}, {"D", "a"}, {"Y", "q" + std::to_string(i)}});
  }
  return builder.netlist();
}

TEST(Repair, GivesClockNetsStrongerCellsButNoBuffers) {
  const Library library = library_of(20);  // so buffers would be smaller
  Netlist netlist = gated(20);
  ASSERT_EQ(overloaded(netlist, library), 1);
  EXPECT_EQ(repair_loads(netlist, library), 1);
  EXPECT_EQ(count_types(netlist), (std::map<std::string, int>{{"FLOP1", 20}, {"GATE4", 1}}));
  Netlist beyond = gated(60);
  EXPECT_EQ(repair_loads(beyond, library), 0) << "nothing can drive it";
  EXPECT_EQ(find_violations(map_netlist(beyond, library, kClockPort), 0.1).capacitance, 1);
  EXPECT_EQ(find_violations(map_netlist(netlist, library, kClockPort), 0.1).capacitance, 0);
  EXPECT_EQ(count_types(beyond), (std::map<std::string, int>{{"FLOP1", 60}, {"GATE1", 1}}));
}

// function_values(), on which the other tests rely, shows a wrong connection.
TEST(Repair, FunctionValuesDifferForOtherFunctions) {
  const Library library = library_of(4);
  Netlist netlist = gated(2);
  netlist.cells[1].pins[1].net = netlist.cells[2].pins[2].net;  // D of one flop from the other
  EXPECT_NE(function_values(netlist, library, 1), function_values(gated(2), library, 1));
  netlist = fan(2);
  netlist.cells[1].type = "BUF1";
  EXPECT_NE(function_values(netlist, library, 1), function_values(fan(2), library, 1));
}

}  // namespace
}  // namespace pwlsim::tests
