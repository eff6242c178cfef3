// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/library_cells.h"

#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <string>

#include "sim/base/error.h"
#include "tests/cost/tiny_library.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

LibraryCells cells_of(const std::string& text) {
  const ScratchFolder folder;
  return find_library_cells(read_liberty(folder.write("test.lib", text)));
}

std::string refusal(const std::string& text) {
  try {
    cells_of(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(LibraryCells, AreTheSmallestOfTheirFunctionInTheOsuLibrary) {
  const LibraryCells cells = find_library_cells(read_liberty(kOsu));
  EXPECT_EQ(cells.nand2.name, "NAND2X1");
  EXPECT_EQ(cells.nand2.area, 24);
  EXPECT_EQ(cells.inverter.name, "INVX1");
  EXPECT_EQ(cells.buffer->name, "BUFX2");
  EXPECT_EQ(cells.full_adder->name, "FAX1");
  EXPECT_EQ(cells.full_adder->pins.at("sum"), "YS");
  EXPECT_EQ(cells.full_adder->pins.at("carry"), "YC");
  EXPECT_EQ(cells.half_adder->name, "HAX1");
  EXPECT_EQ(cells.flop.name, "DFFPOSX1");
  EXPECT_EQ(cells.flop.pins, (std::map<std::string, std::string>{{"clock", "CLK"}, {"data", "D"}, {"q", "Q"}}));
  EXPECT_EQ(cells.flop_clear.name, "DFFSR");
  EXPECT_EQ(cells.flop_clear.pins.at("clear"), "R");
  EXPECT_EQ(cells.flop_clear.tied, (std::map<std::string, bool>{{"S", true}}));
  EXPECT_FALSE(cells.latch_high);
  EXPECT_EQ(cells.missing.at("latch_high"), "LATCH has no area");
  EXPECT_EQ(cells.missing.at("tie_high"), "no cell of that function");
  EXPECT_EQ(cells.missing.count("nand2"), 0U);
}

TEST(LibraryCells, OweNothingToNames) {
  std::string text = ScratchFolder::read_whole(kOsu);
  // The names say the opposite of the functions: NAND2X1 <-> NOR2X1, and so on.
  const auto swap_names = [&](const std::string& a, const std::string& b) {
    text = std::regex_replace(text, std::regex("\\b" + a + "\\b"), "SWAPPED");
    text = std::regex_replace(text, std::regex("\\b" + b + "\\b"), a);
    text = std::regex_replace(text, std::regex("SWAPPED"), b);
  };
  swap_names("NAND2X1", "NOR2X1");
  swap_names("DFFPOSX1", "DFFNEGX1");
  swap_names("YC", "YS");
  const LibraryCells cells = cells_of(text);
  EXPECT_EQ(cells.nand2.name, "NOR2X1");
  EXPECT_EQ(cells.flop.name, "DFFNEGX1");
  EXPECT_EQ(cells.full_adder->pins.at("sum"), "YC");
}

TEST(LibraryCells, TieOffWhatARoleDoesNotNeed) {
  const LibraryCells cells = cells_of(kTinyLibrary);
  EXPECT_EQ(cells.flop.name, "SCANFF");
  EXPECT_EQ(cells.flop.pins.at("data"), "D");
  EXPECT_EQ(cells.flop.tied, (std::map<std::string, bool>{{"RN", true}, {"SE", false}, {"SI", false}, {"SN", true}}));
  EXPECT_EQ(cells.flop_clear.pins.at("clear"), "RN");
  EXPECT_EQ(cells.flop_clear.tied.count("RN"), 0U);
  EXPECT_EQ(cells.clock_gate->pins,
            (std::map<std::string, std::string>{{"clock", "C"}, {"enable", "E"}, {"gated", "G"}}));
  EXPECT_EQ(cells.clock_gate->tied, (std::map<std::string, bool>{{"T", false}}));
  EXPECT_EQ(cells.latch_low->name, "LAT");
  EXPECT_FALSE(cells.latch_high);
  EXPECT_EQ(cells.tie_high->pins.at("y"), "H");
  EXPECT_EQ(cells.tie_low->pins.at("y"), "L");
}

TEST(LibraryCells, PassOverCellsThatMustNotBeUsed) {
  std::string text = kTinyLibrary;
  text.insert(text.find("pin (G) { direction : input; }\n    pin (D)"), "dont_use : true; ");
  EXPECT_EQ(cells_of(text).missing.at("latch_low"), "LAT is dont_use");
}

TEST(LibraryCells, SayWhatTheLibraryLacks) {
  const std::string tiny = kTinyLibrary;
  EXPECT_NE(
      refusal(std::regex_replace(tiny, std::regex("\\(A B\\)'"), "(A+B)'")).find("library tiny has no two-input NAND"),
      std::string::npos);
  EXPECT_NE(refusal(std::regex_replace(tiny, std::regex("clocked_on : \"CK\""), "clocked_on : \"CK'\""))
                .find("library tiny has no positive-edge D flop"),
            std::string::npos);
  EXPECT_NE(refusal(std::regex_replace(tiny, std::regex("clocked_on : \"CK\""), "clocked_on : \"CK'\""))
                .find("SCANFF takes the falling edge"),
            std::string::npos);
  const std::string plain = std::regex_replace(tiny, std::regex(R"(clear : "RN'"; preset : "!SN";)"), "");
  EXPECT_NE(refusal(plain).find("asynchronous clear or preset"), std::string::npos);
  const std::string torn = std::regex_replace(tiny, std::regex(R"("\(A B\)'")"), "\"(A B\"");
  EXPECT_NE(refusal(torn).find("NAND cannot be read ("), std::string::npos) << refusal(torn);
}

// A D flop whose clear makes q 0, from cells of every polarity: [next_state, clear or preset, output] and the names of
// the role with an inverter.
TEST(LibraryCells, TakeFlopsOfEveryPolarityWithInverters) {
  struct Case {
    const char *next, *control, *output;
    std::set<std::string> plain, clear;  ///< inverters of the flop without and with clear
  };
  const Case cases[] = {
      {"D", "clear : \"!RN\"", "IQ", {}, {}},
      {"D", "clear : \"RN\"", "IQ", {}, {"clear"}},
      {"!D", "clear : \"!RN\"", "IQ", {"data"}, {"data"}},
      {"D", "clear : \"!RN\"", "IQN", {"data"}, {"q"}},
      {"!D", "clear : \"!RN\"", "IQN", {}, {"data", "q"}},
      {"D", "preset : \"!RN\"", "IQ", {}, {"data", "q"}},
      {"!D", "preset : \"!RN\"", "IQ", {"data"}, {"q"}},
      {"D", "preset : \"RN\"", "IQN", {"data"}, {"clear", "data"}},
      {"D", "clear : \"!RN\"", "!IQ", {"data"}, {"q"}},
  };
  for (const Case& given : cases) {
    std::string text = kTinyLibrary;
    const std::string flop = "next_state : \"(SE * SI) + (SE' * D)\"; clear : \"RN'\"; preset : \"!SN\";";
    text.replace(text.find(flop), flop.size(),
                 std::string("next_state : \"") + given.next + "\"; " + given.control + ";");
    const std::string output = "function : \"IQ\"; } }\n  cell (GATE)";
    text.replace(text.find(output), output.size(),
                 std::string("function : \"") + given.output + "\"; } }\n  cell (GATE)");
    SCOPED_TRACE(std::string(given.next) + ", " + given.control + ", " + given.output);
    const LibraryCells cells = cells_of(text);
    EXPECT_EQ(cells.flop.inverted, given.plain);
    EXPECT_EQ(cells.flop_clear.inverted, given.clear);
  }
}

TEST(LibraryCells, TakeTheOutputThatNeedsNoInverter) {
  std::string text = kTinyLibrary;
  const std::string output = "pin (Q) { direction : output; function : \"IQ\"; } }\n  cell (GATE)";
  text.replace(text.find(output), 0, "pin (QN) { direction : output; function : \"IQN\"; } ");
  const LibraryCells cells = cells_of(text);
  EXPECT_EQ(cells.flop.pins.at("q"), "Q");
  EXPECT_TRUE(cells.flop.inverted.empty());
}

TEST(LibraryCells, TakeFullAddersOfInvertedOutputs) {
  const auto with = [](const char* carry, const char* sum) {
    std::string text = kTinyLibrary;
    text.insert(text.rfind('}'), std::string("cell (FA) { area : 9; pin (A, B, CI) { direction : input; } pin (CON) { "
                                             "direction : output; function : \"") +
                                     carry + "\"; } pin (SN) { direction : output; function : \"" + sum + "\"; } }\n");
    return cells_of(text).full_adder;
  };
  EXPECT_EQ(with("!((A B) + (CI (A + B)))", "!(A ^ B ^ CI)")->inverted, (std::set<std::string>{"carry", "sum"}));
  EXPECT_EQ(with("(A B) + (CI (A + B))", "!(A ^ B ^ CI)")->inverted, std::set<std::string>{"sum"});
  EXPECT_TRUE(with("(A B) + (CI (A + B))", "A ^ B ^ CI")->inverted.empty());
  EXPECT_FALSE(with("A B CI", "A ^ B ^ CI"));
}

}  // namespace
}  // namespace pwlsim::tests
