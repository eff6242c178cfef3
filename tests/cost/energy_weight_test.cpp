// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/energy_weight.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/cost/flop_library.h"
#include "tests/cost/mapped_unit.h"
#include "tests/cost/tiny_library.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

Library library_of(const std::string& text) {
  const ScratchFolder folder;
  return read_liberty(folder.write("some.lib", text));
}

/// Splits a group into one for each assignment to all other pins and states of the cell, reachable or not.
void split_over_all_values(LibertyCell& cell, LibertyPin& pin) {
  std::vector<std::string> names;
  for (const LibertyPin& other : cell.pins) {
    if (other.name != pin.name) names.push_back(other.name);
  }
  for (const LibertyState& state : cell.states) names.insert(names.end(), {state.name, state.inverted_name});
  InternalPower group = pin.internal_power[0];
  pin.internal_power.clear();
  for (unsigned values = 0; values < 1U << names.size(); ++values) {
    std::string when;
    for (std::size_t i = 0; i < names.size(); ++i) {
      when += (i == 0 ? "" : " & ") + std::string((values >> i & 1) != 0 ? "" : "!") + names[i];
    }
    group.when = parse_boolean(when);
    pin.internal_power.push_back(group);
  }
}

EdgeShares sum(const std::vector<EdgeShares>& shares) {
  EdgeShares total{0, 0};
  for (const EdgeShares& share : shares) {
    for (const int edge : {0, 1}) total[edge] += share[edge];
  }
  return total;
}

class Shares : public testing::TestWithParam<const char*> {
 protected:
  static Library library() {
    const std::string name = GetParam();
    if (name == "osu018") return read_liberty(kOsu018);
    return library_of(name == "tiny" ? std::string(kTinyLibrary) : flop_library());
  }
};

TEST_P(Shares, OfWhensForAllValuesAreOneTogether) {
  Library all = library();
  int inputs = 0;
  for (LibertyCell& cell : all.cells) {
    for (LibertyPin& pin : cell.pins) {
      if (pin.direction != LibertyPin::Direction::kInput) continue;
      LibertyTable one;
      one.values = {1};
      pin.internal_power = {{{}, {}, "", {one, one}}};
      split_over_all_values(cell, pin);
      const InputShares shares = input_shares(CellStates(cell), pin);
      for (const int edge : {0, 1}) {
        EXPECT_NEAR(sum(shares.still)[edge], 1, 1e-9) << cell.name << "." << pin.name;
        EXPECT_NEAR(sum(shares.changing)[edge], 1, 1e-9) << cell.name << "." << pin.name;
      }
      ++inputs;
    }
  }
  EXPECT_GT(inputs, 5);
}

// The library's own groups, in which a group without `when` gets the rest.
TEST_P(Shares, OfAnInputAreOneAtMostAndOneWithAGroupForTheRest) {
  for (const LibertyCell& cell : library().cells) {
    for (const LibertyPin& pin : cell.pins) {
      if (pin.direction != LibertyPin::Direction::kInput || pin.internal_power.empty()) continue;
      bool rest = false;
      for (const InternalPower& group : pin.internal_power) rest = rest || group.when.empty();
      const EdgeShares total = sum(input_shares(CellStates(cell), pin).still);
      for (const int edge : {0, 1}) {
        EXPECT_LE(total[edge], 1 + 1e-9) << cell.name << "." << pin.name;
        if (rest) {
          EXPECT_NEAR(total[edge], 1, 1e-9) << cell.name << "." << pin.name;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Shares, testing::Values("osu018", "tiny", "flops"),
                         [](const auto& info) { return std::string(info.param); });

TEST(EnergyWeight, OfAFlopThatNamesBothOutputsIsWholeInEachStateThatItReaches) {
  const Library library = library_of(flop_library());
  for (const char* name : {"DFF", "DFFR"}) {
    const LibertyCell& cell = *library.cell(name);
    const CellStates states(cell);
    // In order: D = Q = 0; D = 0, Q = 1; D = 1, Q = 0; D = Q = 1.
    const InputShares clock = input_shares(states, *cell.pin("CK"));
    for (const int edge : {0, 1}) {
      for (const std::size_t same : {0, 3}) {
        EXPECT_DOUBLE_EQ(clock.still[same][edge], 0.5) << name;
        EXPECT_DOUBLE_EQ(clock.changing[same][edge], 0) << name;
      }
      for (const std::size_t other : {1, 2}) {
        EXPECT_DOUBLE_EQ(clock.still[other][edge], 0) << name;
        EXPECT_DOUBLE_EQ(clock.changing[other][edge], 0.5) << name;
      }
    }
    // Data change while the clock is high: a rise if Q is 0, a fall if it is 1.
    const InputShares data = input_shares(states, *cell.pin("D"));
    EXPECT_EQ(data.still, (std::vector<EdgeShares>{{0, 0}, {0, 0}, {1, 0}, {0, 1}})) << name;
    // Q rises if D is 1 and Q was 0.
    const std::vector<OutputCause> causes = output_causes(states, *cell.pin("Q"));
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].pin, "CK");
    EXPECT_GT(causes[0].shares[0][0], 0);
    EXPECT_EQ(causes[0].shares[0][1], 0);
    EXPECT_EQ(causes[0].shares[1][0], 0);
    EXPECT_DOUBLE_EQ(causes[0].shares[1][1], causes[0].shares[0][0]);
  }
}

/// A full adder whose carry has groups that name the sum, and a latch that leaks by its outputs.
constexpr const char* kCells = R"lib(library (cells) { nom_voltage : 1;
  cell (FA) { area : 1;
    pin (A, B, C) { direction : input; }
    pin (S) { direction : output; function : "A^B^C"; }
    pin (K) { direction : output; function : "(A B) + (C (A + B))";
      internal_power () { related_pin : "A"; when : "B & !C & S"; power (scalar) { values ("1"); } }
      internal_power () { related_pin : "A"; when : "B & !C & !S"; power (scalar) { values ("3"); } }
      internal_power () { related_pin : "A"; when : "!B & C"; power (scalar) { values ("5"); } }
      internal_power () { related_pin : "A"; when : "B & C"; power (scalar) { values ("7"); } } } }
  cell (LATCH) { area : 1;
    latch (IQ, IQN) { enable : "G"; data_in : "D"; }
    leakage_power () { when : "!G & !Q & QN"; value : 2; }
    leakage_power () { when : "!G & Q & !QN"; value : 4; }
    leakage_power () { when : "G & D & Q & !QN"; value : 9; }
    leakage_power () { when : "G & !D & !Q & QN"; value : 3; }
    leakage_power () { when : "G & D & !Q"; value : 1000; }
    pin (D, G) { direction : input; }
    pin (Q) { direction : output; function : "IQ"; }
    pin (QN) { direction : output; function : "IQN"; } }
}
)lib";

TEST(EnergyWeight, OfAnOutputGoesByTheOtherOutputOnBothSides) {
  const Library library = library_of(kCells);
  const LibertyCell& cell = *library.cell("FA");
  const std::vector<OutputCause> causes = output_causes(CellStates(cell), *cell.pin("K"));
  ASSERT_EQ(causes.size(), 1U);
  // Edges of A pass with B = 1, C = 0 and with B = 0, C = 1: a quarter each, half of them rises.
  EXPECT_EQ(causes[0].shares, (std::vector<EdgeShares>{{0.0625, 0.0625}, {0.0625, 0.0625}, {0.125, 0.125}, {0, 0}}));
}

TEST(EnergyWeight, OfLeakageIsOverTheStatesThatCanLast) {
  // Four states of a closed latch and two of an open one.
  EXPECT_NEAR(library_of(kCells).cell("LATCH")->leakage, (2 + 2 + 4 + 4 + 9 + 3) / 6.0 * 1e-9, 1e-15);
}

}  // namespace
}  // namespace pwlsim::tests
