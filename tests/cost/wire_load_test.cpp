// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/wire_load.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/base/error.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kTable =
    "# made up\ncapacitance 0.0002 # pF\nresistance 0.001\nslope 5\nclock_leaf 100\n\nlength 1 10\nlength 3 30\n";

class WireLoadFile : public testing::Test {
 protected:
  std::string complaint(const std::string& text) const {
    try {
      read_wire_load(folder_.write("w.txt", text));
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find("w.txt"));
    }
    return "accepted";
  }

  const ScratchFolder folder_;
};

TEST_F(WireLoadFile, HasWiresByFanout) {
  const WireLoad wires = read_wire_load(folder_.write("w.txt", kTable));
  EXPECT_EQ(wires.source, "w.txt");
  EXPECT_EQ(wires_text(wires), "w.txt (0.2 fF/um)");
  EXPECT_DOUBLE_EQ(wires.resistance, 0.001);
  EXPECT_DOUBLE_EQ(wires.clock_leaf, 100);
  EXPECT_DOUBLE_EQ(wires.length(1), 10);
  EXPECT_DOUBLE_EQ(wires.length(2), 20);
  EXPECT_DOUBLE_EQ(wires.length(5), 40);
  EXPECT_DOUBLE_EQ(wires.at(3), 0.006);
  EXPECT_EQ(wires_text({}), kNoWires);
}

TEST_F(WireLoadFile, OfOsu018IsAsMeasured) {
  const WireLoad wires = read_wire_load(PWL_SCRIPTS_FOLDER "/osu018_wires.txt");
  EXPECT_EQ(wires.lengths.size(), 15U);
  EXPECT_DOUBLE_EQ(wires.length(1), 15.8);
  EXPECT_DOUBLE_EQ(wires.length(64), 1281.9);
  EXPECT_DOUBLE_EQ(wires.length(65), 1281.9 + 7.86);
  EXPECT_DOUBLE_EQ(wires.capacitance, 0.000149);
}

TEST_F(WireLoadFile, WhatIsWrongIsNamedWithItsLine) {
  const std::string good = "capacitance 0.0002\nlength 1 10\n";
  ASSERT_EQ(complaint(good), "accepted");
  EXPECT_EQ(complaint(""), "w.txt:0: capacitance is missing, pF a um");
  EXPECT_EQ(complaint("length 1 10\n"), "w.txt:1: capacitance is missing, pF a um");
  EXPECT_EQ(complaint("capacitance 0.0002\n"), "w.txt:1: no length; at least one is needed, as in: length 1 15.8");
  EXPECT_EQ(complaint(good + "fanout 3 4\n"),
            "w.txt:3: fanout is not known; capacitance, resistance, slope, clock_leaf and length are");
  EXPECT_EQ(complaint(good + "length 2\n"), "w.txt:3: length needs a fanout and um, as in: length 1 15.8");
  EXPECT_EQ(complaint(good + "length 1 20\n"), "w.txt:3: fanouts must rise from line to line");
  EXPECT_EQ(complaint(good + "length 0.5 20\n"), "w.txt:3: a fanout below 1");
  EXPECT_EQ(complaint(good + "slope\n"), "w.txt:3: slope needs one number");
  EXPECT_EQ(complaint(good + "slope 1\nslope 1\n"), "w.txt:4: slope stands twice");
  // A value in fF would be a thousand times too large.
  EXPECT_EQ(complaint("capacitance 0.15\nlength 1 10\n"), "w.txt:1: '0.15' is not a number from 0 to 0.01");
  for (const char* wrong : {"-1", "nan", "inf", "1e9", "x", "1,5", "1um"}) {
    EXPECT_EQ(complaint(good + "slope " + wrong + "\n"),
              "w.txt:3: '" + std::string(wrong) + "' is not a number from 0 to 1e+07");
  }
}

}  // namespace
}  // namespace pwlsim::tests
