// SPDX-License-Identifier: Apache-2.0
//
// The RTL of every named unit, of a grid of other sizes and of random ones of every structure, is clean under
// `verilator --lint-only -Wall`, and Yosys reads and elaborates it. Each port and parameter of each module has a
// comment.

#include <gtest/gtest.h>
#include <fstream>
#include <regex>
#include <sstream>

#include "sim/base/process.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/unit/random_unit.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// The messages of Verilator's linter about a unit; empty: none.
std::string lint(const UnitConfig& unit) {
  std::vector<std::string> command = {"verilator_bin", "--lint-only", "-Wall", "--top-module", unit.rtl_top()};
  for (const std::string& parameter : unit.rtl_parameters()) command.push_back("-G" + parameter);
  for (const auto& file : rtl_files()) {
    command.push_back("-I" + file.parent_path().string());
    if (file.stem() == unit.rtl_top()) command.push_back(file.string());
  }
  const ProcessResult result = run_process(command, ".");
  EXPECT_TRUE(result.exit_code == 0 || !result.output.empty());
  return result.output;
}

/// The messages of Yosys about a unit; empty: none.
std::string elaborate(const UnitConfig& unit) {
  const RtlSource source = own_rtl(unit);
  std::string script = "read_verilog -sv";
  for (const auto& file : source.files) script += " " + file.string();
  script += "; chparam";
  for (std::string parameter : source.parameters) {
    parameter[parameter.find('=')] = ' ';
    script += " -set " + parameter;
  }
  script += " " + source.top + "; hierarchy -check -top " + source.top + "; proc; check -assert";
  const ProcessResult result = run_process({"yosys", "-q", "-p", script}, ".");
  EXPECT_TRUE(result.exit_code == 0 || !result.output.empty());
  return result.output;
}

class RtlLint : public testing::TestWithParam<std::reference_wrapper<const UnitConfig>> {};

TEST_P(RtlLint, VerilatorHasNothingToSay) { EXPECT_EQ(lint(GetParam()), ""); }

TEST_P(RtlLint, YosysReadsIt) { EXPECT_EQ(elaborate(GetParam()), ""); }

INSTANTIATE_TEST_SUITE_P(All, RtlLint, testing::ValuesIn(named_units().begin(), named_units().end()),
                         [](const auto& info) { return info.param.get().name; });

/// Units with ends and middles of the parameters' ranges, and all kinds of pipeline.
std::vector<std::string> grid() {
  std::vector<std::string> units;
  for (const char* widths :
       {"width=3,breakpoint_width=2", "width=32", "width=32,acc_width=32", "width=10,slope_width=3,intercept_width=12",
        "width=5,slope_width=16,acc_width=7", "width=7,slope_width=4,intercept_width=9,breakpoint_width=3,acc_width=10",
        "width=32,slope_width=3,intercept_width=3", "width=4,slope_width=6,intercept_width=9"}) {
    for (const char* pipeline :
         {"stages=1", "stages=3", "stages=1,requantise=1", "stages=2,requantise=1", "stages=4,requantise=1"}) {
      units.push_back(std::string("pwl_int:") + widths + "," + pipeline + ",entries=6");
    }
  }
  for (const int entries : {2, 3, 5, 33, 63, 64}) {
    units.push_back("pwl_int:entries=" + std::to_string(entries));
    if (entries > 2) units.push_back("pwl_wide:entries=" + std::to_string(entries));
  }
  for (const char* format : {"exponent=3,mantissa=2", "exponent=8,mantissa=2", "exponent=5,mantissa=23",
                             "exponent=4,mantissa=10", "exponent=5,mantissa=2", "exponent=6,mantissa=17"}) {
    for (const char* rest : {",entries=2", ",entries=7,subnormals=1"}) {
      units.push_back(std::string("pwl_fp:") + format + rest);
    }
  }
  for (const char* widths :
       {"x_width=8,width=5", "x_width=8,width=8", "x_width=16,width=16", "x_width=32,width=5", "x_width=32,width=21"}) {
    units.push_back(std::string("pwl_wide:") + widths + ",entries=3");
  }
  return units;
}

class RtlLintOfAnySize : public testing::TestWithParam<std::string> {};

TEST_P(RtlLintOfAnySize, ToolsHaveNothingToSay) {
  const UnitConfig& unit = find_unit(GetParam());
  EXPECT_EQ(lint(unit), "") << GetParam();
  EXPECT_EQ(elaborate(unit), "") << GetParam();
}

std::vector<std::string> random_names() {
  std::vector<std::string> names;
  for (const UnitConfig* const unit : random_units(6, 1)) names.push_back(unit->name);
  return names;
}

const auto kPlain = [](const auto& info) { return std::regex_replace(info.param, std::regex("[^a-z0-9_]"), "_"); };
INSTANTIATE_TEST_SUITE_P(Grid, RtlLintOfAnySize, testing::ValuesIn(grid()), kPlain);
INSTANTIATE_TEST_SUITE_P(Random, RtlLintOfAnySize, testing::ValuesIn(random_names()), kPlain);

TEST(RtlLintCheck, FindsADefect) {
  const std::string file = testing::TempDir() + "pwl_defect.sv";
  std::ofstream(file)
      << "module pwl_defect (input logic [7:0] a_i, output logic [3:0] b_o);\n  assign b_o = a_i;\nendmodule\n";
  const ProcessResult result = run_process({"verilator_bin", "--lint-only", "-Wall", file}, ".");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE(result.output.find("WIDTH"), std::string::npos);
}

/// Ports and parameters of a module's header, and those without a /// line directly above.
struct Declared {
  int all = 0;
  std::string bare;
};

Declared declared(const std::string& text) {
  Declared found;
  std::istringstream lines(text);
  bool in_header = false, documented = false;
  std::smatch declaration;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("module ", 0) == 0) in_header = true;
    if (line.rfind(");", 0) == 0) in_header = false;
    if (!in_header) continue;
    // A declaration may continue on the next lines.
    if (std::regex_search(line, declaration,
                          std::regex("^\\s*(parameter|localparam|input|output|inout)\\b[^=]*\\b(\\w+)"))) {
      ++found.all;
      if (!documented) found.bare += declaration[2].str() + " ";
    }
    documented = std::regex_search(line, std::regex("^\\s*///\\s*\\S"));
  }
  return found;
}

TEST(RtlComments, SayWhatEachPortAndParameterIs) {
  int all = 0;
  for (const auto& [name, text] : own_rtl_texts()) {
    const Declared found = declared(text);
    EXPECT_EQ(found.bare, "") << name;
    EXPECT_GT(found.all, 1) << name;
    all += found.all;
  }
  EXPECT_GT(all, 150);
}

TEST(RtlComments, ThatAreMissingAreFound) {
  const Declared found = declared(
      "module pwl_a #(\n  /// Bits.\n  parameter int unsigned WIDTH = 8,\n  localparam int W = WIDTH\n) (\n"
      "  /// Clock.\n  input  logic clk_i,\n  ///\n  input  logic [W-1:0] x_i,\n  output logic y_o\n);\n  logic z;\n");
  EXPECT_EQ(found.all, 5);
  EXPECT_EQ(found.bare, "W x_i y_o ");
}

}  // namespace
}  // namespace pwlsim::tests
