// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/netlist.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/cost/netlist/netlist_writer.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kTwoGates = R"({"modules": {"unit": {
  "ports": {"a_i": {"direction": "input", "bits": [2, 3]}, "y_o": {"direction": "output", "bits": [5, "0"]}},
  "cells": {"g0": {"type": "NAND2", "attributes": {"part": "mul"}, "connections": {"A": [2], "B": [3], "Y": [4]}},
            "g1": {"type": "NAND2", "connections": {"A": [4], "B": ["1"], "Y": [5]}},
            "g2": {"type": "INV", "connections": {"A": [4], "Y": []}}},
  "netnames": {"a_i": {"bits": [2, 3]}, "n0": {"bits": [4]}, "y_o": {"bits": [5, "0"]}}}}})";

TEST(Netlist, HasThePortsCellsPartsAndNetsOfTheFile) {
  const ScratchFolder folder;
  const Netlist netlist = read_netlist(folder.write("netlist.json", kTwoGates));
  EXPECT_EQ(netlist.top, "unit");
  ASSERT_EQ(netlist.nets.size(), 4U);
  ASSERT_EQ(netlist.ports.size(), 2U);
  EXPECT_FALSE(netlist.ports[0].output);
  EXPECT_TRUE(netlist.ports[1].output);
  EXPECT_EQ(netlist.nets[netlist.ports[0].nets[1]], "a_i[1]");
  EXPECT_EQ(netlist.nets[netlist.ports[1].nets[0]], "y_o[0]");
  EXPECT_EQ(netlist.ports[1].nets[1], Netlist::kZero);
  ASSERT_EQ(netlist.cells.size(), 3U);
  EXPECT_EQ(netlist.cells[0].part, "mul");
  EXPECT_EQ(netlist.cells[1].part, "");
  EXPECT_EQ(netlist.cells[1].type, "NAND2");
  EXPECT_EQ(netlist.nets[netlist.cells[1].pins[0].net], "n0");
  EXPECT_EQ(netlist.cells[1].pins[1].net, Netlist::kOne);
  EXPECT_EQ(netlist.cells[1].pins[2].net, netlist.ports[1].nets[0]);
  EXPECT_EQ(netlist.cells[2].pins[1].net, Netlist::kOpen);
}

TEST(Netlist, RefusesWhatIsNoFlatNetlist) {
  const ScratchFolder folder;
  const auto refusal = [&](const char* text) -> std::string {
    try {
      read_netlist(folder.write("bad.json", text));
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_NE(refusal("{}").find("bad.json: not a netlist"), std::string::npos);
  EXPECT_NE(refusal(R"({"modules": {}})").find("0 modules"), std::string::npos);
  EXPECT_NE(refusal(R"({"modules": {"a": {"ports": {}, "netnames": {},
      "cells": {"g": {"type": "X", "connections": {"A": [2, 3]}}}}}})")
                .find("pin A of cell g has 2 bits"),
            std::string::npos);
}

// As in the Verilog file, whatever the ports' names.
TEST(Netlist, ANetOfAnInputAndAnOutputHasTheInputsName) {
  const ScratchFolder folder;
  const Netlist netlist = read_netlist(folder.write("netlist.json", R"({"modules": {"unit": {
      "ports": {"a_o": {"direction": "output", "bits": [2, 3]}, "x_i": {"direction": "input", "bits": [2, 3]}},
      "cells": {}, "netnames": {"a_o": {"bits": [2, 3]}, "x_i": {"bits": [2, 3]}}}}})"));
  EXPECT_EQ(netlist.nets, (std::vector<std::string>{"x_i[0]", "x_i[1]"}));
}

// The input is never assigned to, whatever the ports' names.
TEST(Netlist, AnOutputThatIsAnInputIsDrivenByIt) {
  Netlist netlist;
  netlist.top = "unit";
  netlist.nets = {"n"};
  netlist.ports = {{"a_o", true, {0, Netlist::kOne}}, {"b_i", false, {0}}, {"c_o", true, {0}}};
  const std::string text = netlist_verilog(netlist);
  for (const char* line : {"assign a_o[0] = b_i;", "assign a_o[1] = 1'b1;", "assign c_o = b_i;"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << " in " << text;
  }
  EXPECT_EQ(text.find("assign b_i"), std::string::npos) << text;
}

}  // namespace
}  // namespace pwlsim::tests
