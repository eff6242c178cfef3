// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/sizing.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/cost/netlist/netlist_writer.h"
#include "tests/cost/drive_library.h"
#include "tests/cost/netlist_builder.h"
#include "tests/cost/netlist_function.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

Library drive() {
  const ScratchFolder folder;
  return read_liberty(folder.write("drive.lib", drive_library()));
}

double slack_of(Netlist netlist, const Library& library, double period) {
  return StaticTiming(netlist, library, {period, 0.1}).worst_slack();
}

double area_of(const Netlist& netlist, const Library& library) {
  double area = 0;
  for (const Netlist::Cell& cell : netlist.cells) area += library.cell(cell.type)->area;
  return area;
}

/// A flop, a chain of inverters of this type, and a flop; the first net drives eight more flops.
Netlist chain(const std::string& type, int length) {
  NetlistBuilder builder;
  builder.input("a");
  builder.cell("first", "FLOP1", {{"CK", "clk_i"}, {"D", "a"}, {"Y", "n0"}});
  for (int i = 0; i < length; ++i) {
    builder.cell("g" + std::to_string(i), type, {{"A", "n" + std::to_string(i)}, {"Y", "n" + std::to_string(i + 1)}});
  }
  builder.cell("last", "FLOP1", {{"CK", "clk_i"}, {"D", "n" + std::to_string(length)}, {"Y", "y_o"}});
  builder.output("y_o");
  for (int i = 0; i < 8; ++i) {
    builder.cell("side" + std::to_string(i), "FLOP1", {{"CK", "clk_i"}, {"D", "n0"}, {"Y", "s" + std::to_string(i)}});
    builder.output("s" + std::to_string(i));
  }
  return builder.netlist();
}

// Weak: 0.19 for the first flop with nine sinks, 5 * 0.11, 0.2 setup: 0.94.
TEST(Sizing, MeetsTheClockAtLittleArea) {
  const Library library = drive();
  const Netlist before = chain("INV1", 5);
  ASSERT_NEAR(slack_of(before, library, 0.9), -0.04, 1e-9);
  Netlist netlist = before;
  EXPECT_EQ(size_cells(netlist, library, {0.9, 0.1}, 0), 1);
  EXPECT_GE(slack_of(netlist, library, 0.9), 0);
  // One buffer of area 3 in front of the eight flops, or a stronger first flop for 6.
  EXPECT_NEAR(area_of(netlist, library) - area_of(before, library), 3, 1e-9);
  EXPECT_EQ(function_values(netlist, library, 1), function_values(before, library, 1));
}

TEST(Sizing, LeavesANetlistThatMeetsAndIsSmallAlone) {
  const Library library = drive();
  Netlist netlist = chain("INV1", 5);
  EXPECT_EQ(size_cells(netlist, library, {0.95, 0.1}, 0), 0);
  EXPECT_EQ(netlist_verilog(netlist), netlist_verilog(chain("INV1", 5)));
}

TEST(Sizing, TakesAreaBackWhereThereIsSlack) {
  const Library library = drive();
  Netlist netlist = chain("INV4", 5);
  EXPECT_EQ(size_cells(netlist, library, {2, 0.1}, 0), 5);
  EXPECT_EQ(netlist_verilog(netlist), netlist_verilog(chain("INV1", 5)));
  netlist = chain("BUF4", 4);
  EXPECT_EQ(size_cells(netlist, library, {2, 0.1}, 0), 4) << "buffers that nothing needs";
  EXPECT_EQ(area_of(netlist, library), area_of(chain("BUF4", 0), library));
  EXPECT_EQ(function_values(netlist, library, 1), function_values(chain("BUF4", 0), library, 1));
}

TEST(Sizing, KeepsTheSlackItWasAskedFor) {
  const Library library = drive();
  for (const double margin : {0.0, 0.01, 0.03}) {
    Netlist netlist = chain("INV4", 5);
    size_cells(netlist, library, {0.93, 0.1}, margin);
    EXPECT_GE(slack_of(netlist, library, 0.93), margin - 1e-5);
  }
}

TEST(Sizing, DoesItsBestForAClockThatNothingMeets) {
  const Library library = drive();
  Netlist netlist = chain("INV1", 5);
  EXPECT_GT(size_cells(netlist, library, {0.5, 0.1}, 0), 0);
  const double slack = slack_of(netlist, library, 0.5);
  EXPECT_LT(slack, 0);
  EXPECT_GT(slack, slack_of(chain("INV1", 5), library, 0.5) + 0.05);
}

// The stronger inverter gains most for its area, but is a greater load than its driver may drive.
TEST(Sizing, NeverLoadsAPinBeyondItsLimit) {
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("drive.lib", drive_library(3)));
  NetlistBuilder builder;
  builder.input("a");
  builder.cell("root", "FLOP1", {{"CK", "clk_i"}, {"D", "a"}, {"Y", "n"}});
  builder.cell("leaf", "INV1", {{"A", "n"}, {"Y", "m"}});
  for (int i = 0; i < 7; ++i) {
    builder.cell("side" + std::to_string(i), "INV1", {{"A", "n"}, {"Y", "s" + std::to_string(i)}});
    builder.output("s" + std::to_string(i));
  }
  for (int i = 0; i < 9; ++i) {
    builder.cell("end" + std::to_string(i), "FLOP1", {{"CK", "clk_i"}, {"D", "m"}, {"Y", "y" + std::to_string(i)}});
    builder.output("y" + std::to_string(i));
  }
  const Netlist before = builder.netlist();
  ASSERT_NEAR(slack_of(before, library, 0.54), -0.03, 1e-9);
  Netlist netlist = before;
  EXPECT_GT(size_cells(netlist, library, {0.54, 0.1}, 0), 0);
  EXPECT_GE(slack_of(netlist, library, 0.54), -1e-6);
  const MappedNetlist mapped = map_netlist(netlist, library, "clk_i");
  for (std::size_t net = 0; net < mapped.nets.size(); ++net) {
    if (mapped.nets[net].drivers.empty()) continue;
    const auto [cell, pin] = mapped.nets[net].drivers.front();
    EXPECT_LE(mapped.nets[net].load[0], mapped.cells[cell].type->pins[pin].max_capacitance + 1e-9) << netlist.nets[net];
  }
  EXPECT_EQ(function_values(netlist, library, 1), function_values(before, library, 1));
}

}  // namespace
}  // namespace pwlsim::tests
