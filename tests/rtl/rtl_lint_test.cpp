// SPDX-License-Identifier: Apache-2.0
//
// The RTL of every named unit is clean under `verilator --lint-only -Wall`, and Yosys reads and elaborates it.

#include <gtest/gtest.h>
#include <fstream>

#include "sim/base/process.h"
#include "sim/lockstep/rtl_loader.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class RtlLint : public testing::TestWithParam<std::reference_wrapper<const UnitConfig>> {};

TEST_P(RtlLint, VerilatorHasNothingToSay) {
  std::vector<std::string> command = {"verilator_bin", "--lint-only", "-Wall", "--top-module",
                                      GetParam().get().rtl_top()};
  for (const std::string& parameter : GetParam().get().rtl_parameters()) command.push_back("-G" + parameter);
  for (const auto& file : rtl_files()) {
    command.push_back("-I" + file.parent_path().string());
    if (file.stem() == GetParam().get().rtl_top()) command.push_back(file.string());
  }
  const ProcessResult result = run_process(command, ".");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, "");
}

TEST_P(RtlLint, YosysReadsIt) {
  const RtlSource source = own_rtl(GetParam());
  std::string script = "read_verilog -sv";
  for (const auto& file : source.files) script += " " + file.string();
  script += "; chparam";
  for (std::string parameter : source.parameters) {
    parameter[parameter.find('=')] = ' ';
    script += " -set " + parameter;
  }
  script += " " + source.top + "; hierarchy -check -top " + source.top + "; proc; check -assert";
  const ProcessResult result = run_process({"yosys", "-q", "-p", script}, ".");
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(RtlLintCheck, FindsADefect) {
  const std::string file = testing::TempDir() + "pwl_defect.sv";
  std::ofstream(file)
      << "module pwl_defect (input logic [7:0] a_i, output logic [3:0] b_o);\n  assign b_o = a_i;\nendmodule\n";
  const ProcessResult result = run_process({"verilator_bin", "--lint-only", "-Wall", file}, ".");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE(result.output.find("WIDTH"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, RtlLint, testing::ValuesIn(named_units().begin(), named_units().end()),
                         [](const auto& info) { return info.param.get().name; });

}  // namespace
}  // namespace pwlsim::tests
