// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/exchangeable.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const Library& osu() {
  static const Library library = read_liberty("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
  return library;
}

std::vector<std::string> exchanges(const std::string& name) {
  std::vector<std::string> names;
  for (const LibertyCell* cell : exchangeable_cells(osu(), *osu().cell(name))) names.push_back(cell->name);
  return names;
}

bool swappable(const std::string& name, const std::string& a, const std::string& b) {
  const LibertyCell& cell = *osu().cell(name);
  return swappable(cell, static_cast<int>(cell.pin(a) - cell.pins.data()),
                   static_cast<int>(cell.pin(b) - cell.pins.data()));
}

TEST(Exchangeable, CellsHaveTheSameFunctionAndComeByArea) {
  EXPECT_EQ(exchanges("INVX2"), (std::vector<std::string>{"INVX1", "INVX2", "INVX4", "INVX8"}));
  EXPECT_EQ(exchanges("BUFX4"), (std::vector<std::string>{"BUFX2", "BUFX4", "CLKBUF1", "CLKBUF2", "CLKBUF3"}));
  EXPECT_EQ(exchanges("AND2X1"), (std::vector<std::string>{"AND2X1", "AND2X2"})) << "an OR has the same pins";
  EXPECT_EQ(exchanges("DFFPOSX1"), (std::vector<std::string>{"DFFPOSX1"})) << "DFFNEGX1 has the other edge";
  EXPECT_EQ(exchanges("FAX1"), (std::vector<std::string>{"FAX1"}));
}

TEST(Exchangeable, FlopsAreWhateverTheirStatesAreCalled) {
  LibertyCell other = *osu().cell("DFFPOSX1");
  other.states[0].name = "P2";
  for (LibertyPin& pin : other.pins) {
    for (std::string& input : pin.function.inputs) {
      if (input == osu().cell("DFFPOSX1")->states[0].name) input = "P2";
    }
  }
  EXPECT_TRUE(exchangeable(*osu().cell("DFFPOSX1"), other));
  other.states[0].name = other.states[0].inverted_name;
  other.states[0].inverted_name = "P2";
  EXPECT_FALSE(exchangeable(*osu().cell("DFFPOSX1"), other)) << "the other output";
}

TEST(Exchangeable, InputsMaySwapWhereAllFunctionsStayTheSame) {
  EXPECT_TRUE(swappable("NAND3X1", "A", "C"));
  EXPECT_TRUE(swappable("FAX1", "A", "C"));
  EXPECT_TRUE(swappable("AOI21X1", "A", "B"));
  EXPECT_FALSE(swappable("AOI21X1", "A", "C"));
  EXPECT_FALSE(swappable("OAI22X1", "A", "C"));
  EXPECT_FALSE(swappable("MUX2X1", "A", "B"));
  EXPECT_FALSE(swappable("DFFPOSX1", "D", "CLK"));
  EXPECT_FALSE(swappable("NAND2X1", "A", "A"));
}

}  // namespace
}  // namespace pwlsim::tests
