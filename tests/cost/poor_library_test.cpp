// SPDX-License-Identifier: Apache-2.0
//
// Libraries that lack cells: which cells the flow can do without, and its message when it cannot.

#include <gtest/gtest.h>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/cost/synthesised_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Cells = std::set<std::string>;

const Cells kAdders = {"FAX1", "HAX1"};
const Cells kBuffers = {"BUFX2", "BUFX4", "CLKBUF1", "CLKBUF2", "CLKBUF3"};
const Cells kFlops = {"DFFPOSX1", "DFFSR"};

struct Poor {
  const char* name;
  Cells without;
};

void PrintTo(const Poor& poor, std::ostream* out) { *out << poor.name; }

Cells all_at_once() {
  Cells cells = {"OAI21X1"};
  cells.insert(kAdders.begin(), kAdders.end());
  cells.insert(kBuffers.begin(), kBuffers.end());
  return cells;
}

/// All cells except those that every library needs.
Cells all_but_needed() {
  const Cells needed = {"INVX1", "NAND2X1", "DFFPOSX1", "DFFSR"};
  Cells cells;
  for (const LibertyCell& cell : read_liberty(kOsu018).cells) {
    if (needed.count(cell.name) == 0) cells.insert(cell.name);
  }
  return cells;
}

class PoorLibrary : public testing::TestWithParam<Poor> {};

TEST_P(PoorLibrary, StillMakesAUnitThatEqualsTheGoldenModel) {
  const ScratchFolder folder;
  const std::string liberty = folder.write("poor.lib", osu_without(GetParam().without));
  const SynthesisedUnit unit("int8_4", liberty);
  for (const std::string& cell : GetParam().without) {
    EXPECT_EQ(unit.technology.library.cell(cell), nullptr);
    EXPECT_EQ(unit.count("", cell), 0);
  }
  EXPECT_GE(unit.synthesis.timing.slack, 0);
  const auto gates = unit.gates();
  EXPECT_TRUE(run_gates(unit.config, *gates, "codes", 256).passed());
  EXPECT_TRUE(run_gates(unit.config, *gates, "words", 20'000, hard_options()).passed());
}

INSTANTIATE_TEST_SUITE_P(Without, PoorLibrary,
                         testing::Values(Poor{"nothing", {}}, Poor{"full_adders", {"FAX1"}}, Poor{"adders", kAdders},
                                         Poor{"or_and_invert", {"OAI21X1"}}, Poor{"buffers", kBuffers},
                                         Poor{"all_of_them", all_at_once()}, Poor{"all_but_needed", all_but_needed()}),
                         [](const auto& info) { return info.param.name; });

// One of the remaining flops uses the falling edge. It would work with an inverter on the clock, but clocks never get
// inverters. So the flop with set and clear is taken, with both tied off.
TEST(PoorLibrary, TakesNoFlopOfTheFallingEdgeForOneOfTheRising) {
  const SynthesisedUnit unit("int8_4", kOsu018, TableStorage::kFlop, {"DFFPOS*"});
  EXPECT_EQ(unit.count("", "DFFNEGX1"), 0);
  EXPECT_EQ(unit.count("", "DFFSR"), unit.synthesis.flops);
  EXPECT_GE(unit.synthesis.timing.slack, 0);
  EXPECT_TRUE(run_gates(unit.config, *unit.gates(), "words", 20'000, hard_options()).passed());
}

TEST(PoorLibrary, IsRefusedWithTheReasonWhenItHasNoFlops) {
  const ScratchFolder folder;
  const auto complaint = [&](const Cells& without, const std::vector<std::string>& dont_use = {}) -> std::string {
    try {
      read_technology(folder.write("poor.lib", osu_without(without)), dont_use);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  const std::string library = (folder.path() / "poor.lib").string() + ": library osu018_stdcells has no ";
  EXPECT_EQ(complaint(kFlops), library +
                                   "positive-edge D flop, needed for pipeline and table (no cell of that function); "
                                   "DFFNEGX1 takes the falling edge");
  EXPECT_EQ(complaint({"DFFSR"}), library +
                                      "positive-edge D flop with asynchronous clear or preset, needed for the valid "
                                      "bits (no cell of that function)");
  EXPECT_EQ(complaint({"NAND2X1"}),
            library + "two-input NAND, the unit of gate equivalents (no cell of that function)");
  EXPECT_EQ(complaint({}, {"NAND2*"}),
            library + "two-input NAND, the unit of gate equivalents (NAND2X1 is not to be used)");
  EXPECT_EQ(complaint({}, {"INV*"}), library + "inverter (INVX8 is not to be used)");
  EXPECT_EQ(complaint({}, {"DFF?OSX1", "DFFSR"}),
            library + "positive-edge D flop, needed for pipeline and table (DFFSR is not to be used)");
}

}  // namespace
}  // namespace pwlsim::tests
