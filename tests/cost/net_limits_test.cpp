// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/net_limits.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/cost/timing/clock_tree.h"
#include "tests/cost/drive_library.h"
#include "tests/cost/netlist_builder.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

/// Violations of INV1 that drives INV4 and NAND1, 0.005 pF. The slew there is 2 * 10 * 0.005.
NetViolations of(const std::string& library_attributes, const std::string& pin_attributes = "") {
  std::string text = drive_library();
  text.insert(text.find("lu_table_template"), library_attributes);
  const std::string output = "max_capacitance : 0.01;";
  text.replace(text.find(output), output.size(), output + pin_attributes);
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("limits.lib", text));
  NetlistBuilder builder;
  builder.input("a");
  builder.cell("g", "INV1", {{"A", "a"}, {"Y", "n"}});
  builder.cell("h", "INV4", {{"A", "n"}, {"Y", "y"}});
  builder.cell("i", "NAND1", {{"A", "n"}, {"B", "a"}, {"Y", "z"}});
  builder.output("y");
  return find_violations(map_netlist(builder.netlist(), library, "clk_i"), 0.5);
}

TEST(NetLimits, AreThoseOfPinsAndLibrary) {
  const auto none = [](const NetViolations& found) { return found.capacitance + found.transition + found.fanout == 0; };
  EXPECT_TRUE(none(of("")));
  EXPECT_TRUE(none(of("default_max_transition : 0.1; default_max_fanout : 2; default_fanout_load : 1;")));
  EXPECT_EQ(of("default_max_transition : 0.09;").transition, 1) << "the input port is not driven by a cell";
  EXPECT_EQ(of("", "max_transition : 0.09;").transition, 1);
  EXPECT_EQ(of("default_max_fanout : 1;").fanout, 1);
  EXPECT_EQ(of("default_max_fanout : 3; default_fanout_load : 2;").fanout, 1);
  EXPECT_EQ(of("", "max_fanout : 1;").fanout, 1);
  EXPECT_EQ(of("", "max_capacitance : 0.004;").capacitance, 1);
}

// The clock tree's own nets count too.
TEST(NetLimits, HoldInTheClockTree) {
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("drive.lib", drive_library()));
  NetlistBuilder builder;
  builder.input("a");
  for (int i = 0; i < 16; ++i) {
    const std::string name = "f" + std::to_string(i);
    builder.cell(name, "FLOP1", {{"CK", "clk_i"}, {"D", "a"}, {"Y", name + "_q"}});
  }
  const Netlist netlist = builder.netlist();
  const auto overloaded = [&](const char* buffer) {
    const Netlist with = add_clock_tree(netlist, library, buffer);
    return find_violations(map_clock_tree(with, library), 0.1).capacitance;
  };
  EXPECT_EQ(overloaded("BUF4"), 0);
  EXPECT_EQ(overloaded("BUF1"), 1);
}

}  // namespace
}  // namespace pwlsim::tests
