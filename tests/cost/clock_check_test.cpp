// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/clock_check.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/base/error.h"
#include "tests/cost/netlist_builder.h"
#include "tests/cost/tiny_library.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

/// The message of the check for a flop or latch with that net as clock; "inverted" is driven by an inverter, "gated" by
/// a clock gate.
std::string complaint(const std::string& type, const std::string& pin, const std::string& net) {
  const ScratchFolder folder;
  const Library library = read_liberty(folder.write("tiny.lib", kTinyLibrary));
  NetlistBuilder builder;
  builder.cell("inverter", "INV", {{"A", "clk_i"}, {"Y", "inverted"}});
  builder.cell("gate", "GATE", {{"C", "clk_i"}, {"E", "enable"}, {"G", "gated"}});
  builder.cell("state", type, {{pin, net}, {"D", "inverted"}, {"Q", "q"}});
  const Netlist netlist = builder.netlist();
  try {
    check_clocks(map_netlist(netlist, library, kClockPort));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ClockCheck, FlopsAndLatchesHaveThePortsClockOrAClockGates) {
  EXPECT_EQ(complaint("SCANFF", "CK", "clk_i"), "accepted");
  EXPECT_EQ(complaint("SCANFF", "CK", "gated"), "accepted");
  EXPECT_EQ(complaint("LAT", "G", "gated"), "accepted");
  EXPECT_EQ(complaint("SCANFF", "CK", "inverted"),
            "the netlist clocks state (SCANFF) with the output of a cell INV, which is not a clock gate");
  EXPECT_EQ(complaint("LAT", "G", "inverted"),
            "the netlist clocks state (LAT) with the output of a cell INV, which is not a clock gate");
}

}  // namespace
}  // namespace pwlsim::tests
