// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "sim/cost/map/synthesis.h"
#include "sim/cost/tool/tool_warnings.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

constexpr const char* kSpare = R"(  power_lut_template (three) { variable_1 : input_transition_time;
    variable_2 : total_output_net_capacitance; variable_3 : equal_or_opposite_output_net_capacitance;
    index_1 ("1"); index_2 ("1"); index_3 ("1"); }
  cell (SPARE) { area : 40;
    pin (A) { direction : input; capacitance : 0.01; }
    pin (Y) { direction : output; function : "!A";
      timing () { related_pin : "A"; timing_sense : negative_unate;
        cell_rise (scalar) { values ("0.1"); } rise_transition (scalar) { values ("0.1"); }
        cell_fall (scalar) { values ("0.1"); } fall_transition (scalar) { values ("0.1"); } } } }
)";

std::string osu_with(std::string spare, const std::string& from = "", const std::string& to = "") {
  if (!from.empty()) spare.replace(spare.find(from), from.size(), to);
  std::string text = ScratchFolder::read_whole(kOsu);
  return text.insert(text.rfind('}'), spare);
}

TEST(UsableCells, OfTheOsuLibraryAreAll) {
  EXPECT_EQ(read_technology(kOsu).left_out, "");
  EXPECT_EQ(read_technology(kOsu, {}, {{"none"}, ""}).left_out,
            std::string(kOsu) + ": 1 cell is left out: LATCH has no area");
  const ScratchFolder folder;
  const Technology technology = read_technology(folder.write("osu.lib", osu_with(kSpare)));
  EXPECT_EQ(technology.library.cell("SPARE")->unusable, "");
  EXPECT_NE(technology.mapper_text.find("SPARE"), std::string::npos);
}

TEST(UsableCells, ThatNobodyCanUseDoNotCostTheLibrary) {
  struct Case {
    const char *from, *to, *says;
  };
  const Case cases[] = {
      {"timing () {", "internal_power () { power (three) { values (\"1\"); } } timing () {",
       "template three has a variable that is neither"},
      {"related_pin : \"A\";", "", "timing without a related_pin"},
      {"related_pin : \"A\";", "related_pin : \"B\";", "names B, which is not a pin"},
      {"\"!A\"", "\"!(A & B)\"", "names B, which is not a pin"},
      {"\"!A\"", "\"!(A &\"", "function \"!(A &\": ends early"},
      {"area : 40", "area : big", "area: big is not a number"},
      {"area : 40", "area : 0", "has no area"},
      {"cell_rise (scalar) { values (\"0.1\"); }", "", "gives delay without transition"},
      {"cell_rise (scalar) { values (\"0.1\"); } rise_transition (scalar) { values (\"0.1\"); }", "",
       "gives no delay from A to Y"},
      {"area : 40", "area : 1e300", "an area of 1e+300 um2"},
      {"area : 40", "area : 1e-30", "an area of 1e-30 um2"},
      {"pin (A) {", "pin (A) { direction : input; } pin (A) {", "pin A a second time"},
      {"pin (A) {", "pin (\"A[0]\") { direction : input; } pin (A) {", "A[0] is a name"},
      {"pin (A) {", "pin (A$1) { direction : input; } pin (A) {", "A$1 is a name"},
      {"pin (A) {", "pin (A.x) { direction : input; } pin (A) {", "A.x is a name"},
      {"pin (A) {", "pin (1A) { direction : input; } pin (A) {", "1A is a name"},
      {"\"!A\"", "\"!A ^ 1\"", "has a constant in the function of Y"},
      {"\"!A\"", "\"!A | A\"", "has an input A that does not change Y"},
      {"(scalar) { values (\"0.1\")", "(unknown) { values (\"0.1\")", "there is no template unknown"},
  };
  for (const Case& given : cases) {
    const ScratchFolder folder;
    const std::string file = folder.write("osu.lib", osu_with(kSpare, given.from, given.to));
    const Technology technology = read_technology(file);
    EXPECT_NE(technology.left_out.find("1 cell is left out: SPARE "), std::string::npos) << technology.left_out;
    EXPECT_NE(technology.left_out.find(given.says), std::string::npos) << technology.left_out;
    EXPECT_EQ(technology.mapper_text.find("SPARE"), std::string::npos);
    EXPECT_EQ(technology.cells.inverter.name, "INVX1");
  }
}

// Names of modules of the project or of the tools are refused.
TEST(UsableCells, HaveNamesOfTheirOwn) {
  for (const char* name : {"unit", "pwl_full_adder", "$_NOT_"}) {
    const ScratchFolder folder;
    const Technology technology = read_technology(folder.write("osu.lib", osu_with(kSpare, "SPARE", name)));
    EXPECT_NE(technology.left_out.find("has a name that is needed"), std::string::npos) << technology.left_out;
  }
}

// dont_touch does not forbid the use of a cell.
TEST(UsableCells, AreThoseNotToBeTouchedToo) {
  const ScratchFolder folder;
  const Technology technology =
      read_technology(folder.write("osu.lib", osu_with(kSpare, "area : 40;", "area : 40; dont_touch : true;")));
  EXPECT_EQ(technology.library.cell("SPARE")->unusable, "");
}

TEST(UsableCells, OfOtherKindsAreLeftOutWithoutAWord) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"area : 40;", "area : 40; dont_use : true;"},
      {"direction : output;", "direction : inout;"},
      {"direction : output;", "direction : output; three_state : \"A\";"},
      {"function : \"!A\";", ""}};
  for (const auto& [from, to] : cases) {
    const ScratchFolder folder;
    const Technology technology = read_technology(folder.write("osu.lib", osu_with(kSpare, from, to)));
    EXPECT_EQ(technology.left_out.find("SPARE"), std::string::npos) << technology.left_out;
    EXPECT_NE(technology.library.cell("SPARE")->unusable, "") << to;
    EXPECT_EQ(technology.mapper_text.find("SPARE"), std::string::npos);
  }
}

TEST(DontUse, PatternThatFitsNoCellIsAnError) {
  EXPECT_THROW(read_technology(kOsu, {"NAND9*"}), InputError);
  EXPECT_EQ(read_technology(kOsu, {"NAND3*"}).library.cell("NAND3X1")->unusable, "is not to be used");
}

// OpenSTA drops a table with an unknown template, and continues.
TEST(ToolWarnings, OfATextThatOpenStaReadsInPartAreErrors) {
  const Technology technology = read_technology(kOsu);
  const ScratchFolder folder;
  folder.write("netlist.v",
               "module unit (clk_i, rst_ni, a, y);\n  input clk_i, rst_ni, a;\n  output y;\n  wire n;\n"
               "  DFFPOSX1 r (.CLK(clk_i), .D(a), .Q(n));\n  DFFPOSX1 s (.CLK(clk_i), .D(n), .Q(y));\nendmodule\n");
  folder.write("library.lib", technology.mapper_text);
  EXPECT_GT(find_timing(folder.path(), 10, kInputSlew).slack, 0);
  std::string text = technology.mapper_text;
  const std::string table = "cell_rise (\"delay";
  text.replace(text.find(table, text.find("DFFPOSX1")), table.size(), "cell_rise (\"unknown");
  folder.write("library.lib", text);
  try {
    find_timing(folder.path(), 10, kInputSlew);
    ADD_FAILURE() << "a table was dropped without a word";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("OpenSTA: Warning: "), std::string::npos) << error.what();
  }
}

TEST(ToolWarnings, AreErrorsUnlessTheyAreKnown) {
  check_warnings("Yosys",
                 "all is well\nWarnings: 3 unique messages, 3 total\nABC: Warning: Detected 2 multi-output gates\n"
                 "ABC: Scl_LibertyReadGenlib() skipped sequential cell \"DFF\".\n");
  for (const char* line : {"Warning: x", "ABC: Scl_LibertyReadGenlib() WARNING: y", "  warning, z\r",
                           "ABC: Scl_LibertyReadGenlib() skipped cell \"NAND2X1\" due to dont_use attribute."}) {
    EXPECT_THROW(check_warnings("tool", std::string("first\n") + line + "\nlast\n"), InputError) << line;
  }
}

}  // namespace
}  // namespace pwlsim::tests
