// SPDX-License-Identifier: Apache-2.0
//
// A user's own RTL, in every command that takes one.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cstddef>
#include <string>

#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {
namespace {

/// A unit for int8_4 as a user may write it. Tests insert text at the marks.
constexpr const char* kUnit = R"(//HEAD
module tiny (
  input  logic        clk_i, rst_ni, valid_i, ready_i, wr_en_i,
  input  logic [7:0]  x_i, wr_data_i,
  input  logic [3:0]  wr_addr_i,
  output logic        ready_o, valid_o,
  output logic [15:0] y_o
);
  logic signed [7:0] point [4], slope [4], base [4];
  logic [2:0] shift;
  always_ff @(posedge clk_i) if (wr_en_i)
    case (wr_addr_i[3:2])
      2'd0: point[wr_addr_i[1:0]] <= wr_data_i;
      2'd1: slope[wr_addr_i[1:0]] <= wr_data_i;
      2'd2: base[wr_addr_i[1:0]] <= wr_data_i;
      default: if (wr_addr_i[1:0] == 2'd0) shift <= wr_data_i[2:0];
    endcase
  wire signed [7:0] x = x_i;
  wire upper = x > point[1];
  wire [1:0] segment = {upper, x > point[{upper, 1'b0}]};
  logic full1, full2;
  wire move2 = !full2 || ready_i;
  wire move1 = !full1 || move2;
  assign ready_o = move1;
  assign valid_o = full2;
  always_ff @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) {full1, full2} <= '0;
    else begin
      if (move1) full1 <= valid_i;
      if (move2) full2 <= full1;
    end
  logic signed [7:0] x1, slope1, base1;
  always_ff @(posedge clk_i) begin
    if (move1 && valid_i) begin
      x1 <= x;
      slope1 <= slope[segment];
      base1 <= base[segment];
    end
    if (move2 && full1) y_o <= 16'(slope1 * x1) + (16'(base1) << shift);
  end
//BODY
endmodule
)";

std::string unit(const std::string& body, const std::string& head = "") {
  std::string text = kUnit;
  text.replace(text.find("//BODY"), 6, body);
  return text.replace(text.find("//HEAD"), 6, head);
}

/// Number of the line at which a test's body begins.
long body_line() {
  const std::string text = kUnit;
  return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("//BODY")), '\n');
}

/// "FILE:LINE:" of a line of the body, counted from 0.
std::string place(const std::string& file, long line = 0) { return fmt::format("{}:{}:", file, body_line() + line); }

class RtlCli : public Cli {
 protected:
  const Arguments run_ = {"run", "--unit", "int8_4", "--stimulus", "codes8"};

  void equal(const Arguments& arguments) const {
    EXPECT_SAYS(output_of(run_ + arguments), "RTL tiny = golden in every cycle: yes");
  }

  std::string refused(const Arguments& arguments) const {
    const Outcome outcome = pwlsim(run_ + arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
  }

  /// Expects exit code 1 and nothing on standard output; returns standard error.
  std::string fails(const Arguments& arguments) const {
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.find("pwl_source"), std::string::npos) << outcome.err;
    return outcome.err;
  }

  void folder(const std::string& name) const { fs::create_directories(folder_.path() / name); }
};

TEST_F(RtlCli, IncludesAreFoundAndACachedModelFollowsThem) {
  folder("in c");
  folder_.write("in c/outer.svh", "`include \"deep/inner.svh\"\n`define CHECK assign unused = `ZERO;\n");
  folder("in c/deep");
  folder_.write("in c/deep/inner.svh", "`define ZERO 1'b0\n");
  folder_.write("tiny.sv", unit("  wire unused;\n  `CHECK", "`include \"outer.svh\""));
  equal({"--rtl", "tiny.sv", "-I", "in c"});
  equal({"--rtl", "tiny.sv", "in c/outer.svh"});
  // A change of the innermost file counts. So does a file of the same name in an earlier folder.
  folder_.write("in c/deep/inner.svh", "`define ZERO 1'b0; assign y_o[15] = 1'b0\n");
  EXPECT_EQ(pwlsim(run_ + Arguments{"--rtl", "tiny.sv", "-I", "in c"}).exit_code, 2);  // two drivers
  folder("first");
  folder_.write("first/outer.svh", "`define CHECK assign unused = `GIVEN;\n");
  equal({"--rtl", "tiny.sv", "-I", "first", "-I", "in c", "-D", "GIVEN=1'b1"});
  EXPECT_SAYS(refused({"--rtl", "tiny.sv", "-I", "first"}), "GIVEN");
  EXPECT_SAYS(refused({"--rtl", "tiny.sv"}), "tiny.sv:1:");
  EXPECT_SAYS(refused({"--rtl", "tiny.sv", "-I", "nowhere"}), "nowhere");
}

// Verilator by itself would take the files of the search folders without a message.
TEST_F(RtlCli, TheFileBesideTheIncludingOneWins) {
  folder("src");
  folder("lib");
  folder("inc");
  for (const char* other : {"", "inc/"}) folder_.write(other + std::string("off.svh"), "`define OFF garbage\n");
  for (const char* beside : {"src/", "lib/"}) folder_.write(beside + std::string("off.svh"), "`define OFF 1'b0\n");
  folder_.write("lib/helper.v", "`include \"off.svh\"\nmodule helper(output o); assign o = `OFF; endmodule\n");
  folder_.write("src/tiny.sv", unit("  wire a, b = `OFF;\n  helper u_helper(.o(a));", "`include \"off.svh\""));
  equal({"--rtl", "src/tiny.sv", "-I", "inc", "-y", "lib"});
}

TEST_F(RtlCli, LibrariesGiveWhatIsNamedAsAPart) {
  folder("lib");
  folder_.write("lib/lpk.sv", "package lpk; localparam int ONE = deep::ONE; endpackage\n");
  folder_.write("lib/deep.sv", "package deep; localparam int ONE = 1; endpackage\n");
  folder_.write("lib/bus.sv", "interface bus; logic a; modport user(input a); endinterface\n");
  folder_.write("lib/leaf.sv", "module leaf (bus.user b, output o); assign o = b.a; endmodule\n");
  for (const char* name : {"segment", "upper", "x", "mark", "field"}) {
    folder_.write(std::string("lib/") + name + ".sv", "no Verilog");
  }
  folder_.write("tiny.sv", unit("  wire [lpk::ONE:0] two;\n  struct packed { logic field; } mark;\n  wire o;\n"
                                "  assign mark.field = 1;\n  bus u_bus();\n  case (1)\n    default: leaf "
                                "u_leaf(.b(u_bus), .o(o));\n  endcase\n"
                                "  always_comb begin : segment_b\n    u_bus.a = mark.field;\n  end\n"
                                "  initial begin : mark_b\n    $display(\"in segment x\");\n  end\n"
                                "  always @(x or upper) if (x inside {1}) $display(x);"));
  EXPECT_SAYS(pwlsim(run_ + Arguments{"--rtl", "tiny.sv", "-y", "lib"}).out, "in every cycle: yes");
}

TEST_F(RtlCli, HeadersHoldMacrosOrAreIncluded) {
  folder_.write("macros.svh", "`define BITS 8\n");
  folder_.write("inside.svh", "  wire [`BITS-1:0] more = x_i;\n");
  folder_.write("types.svh", "package types; typedef logic [7:0] byte_t; endpackage\n");
  folder_.write("tiny.sv", unit("`include \"inside.svh\"\n  types::byte_t last;\n  assign last = more;"));
  equal({"--rtl", "macros.svh", "inside.svh", "types.svh", "tiny.sv"});
}

TEST_F(RtlCli, AListOfFilesSaysAll) {
  folder("src");
  folder("lib");
  folder_.write("src/inc.svh", "`define SUM(a, b) a ^ b\n");
  folder_.write("lib/helper.v", "module helper(input a, output b); inner i(.a(a), .b(b)); endmodule\n");
  folder_.write("lib/inner.v", "module inner(input a, output b); assign b = `SUM(a, `FLIP); endmodule\n");
  folder_.write("src/tiny.sv", unit("  wire h;\n  helper u_helper(.a(x_i[0]), .b(h));", "`include \"inc.svh\""));
  folder_.write("src/more.f", "tiny.sv  // beside this list\n");
  folder_.write("all.f", "# a comment\n+incdir+src\n+define+FLIP=1'b1+FAST\n-y lib /* modules */\n-f src/more.f\n");
  equal({"-f", "all.f"});
  folder_.write("src/inc.svh", "`define SUM(a, b) a ^ c\n");
  EXPECT_SAYS(refused({"-f", "all.f"}), "lib/inner.v:1:");
  folder_.write("all.f", "src/tiny.sv\n--exe main.cpp\n");
  EXPECT_SAYS(refused({"-f", "all.f"}), "all.f:2: --exe: is not known here");
  folder_.write("all.f", "\nsrc/none.sv\n");
  EXPECT_SAYS(refused({"-f", "all.f"}), "all.f:2: src/none.sv: No such file");
  folder_.write("all.f", "-f all.f\n");
  EXPECT_SAYS(refused({"-f", "all.f"}), "without an end");
}

TEST_F(RtlCli, TwoModulesOfOneNameAreRefused) {
  folder_.write("tiny.sv", unit(""));
  folder_.write("other.sv", "\n" + unit(""));
  for (const Arguments& files :
       {Arguments{"--rtl", "tiny.sv", "other.sv"}, Arguments{"--rtl", "other.sv", "tiny.sv"}}) {
    const std::string error = refused(files + Arguments{"--top", "tiny"});
    EXPECT_SAYS(error, "tiny.sv:2:");
    EXPECT_SAYS(error, "other.sv:3:");
    EXPECT_EQ(error.find("included from"), std::string::npos) << error;
  }
  folder_.write("other.sv", "package p; endpackage\n`include \"again.svh\"\n");
  folder_.write("again.svh", "// verilator lint_off MODDUP\npackage p; endpackage\n");
  const std::string error = refused({"--rtl", "tiny.sv", "other.sv"});
  EXPECT_SAYS(error, "other.sv:1:");
  EXPECT_SAYS(error, "again.svh:2:");
  for (const char* silence : {"lint_off -rule MODDUP", "lint_off -file \"*\""}) {
    folder_.write("quiet.vlt", std::string("`verilator_config\n") + silence + "\n");
    EXPECT_SAYS(refused({"--rtl", "quiet.vlt", "tiny.sv", "other.sv"}), "again.svh:2:");
  }
  equal({"--rtl", "tiny.sv", "./tiny.sv"});  // the same file
}

TEST_F(RtlCli, ConfigurationsNameTheFilesOfTheUser) {
  folder("src");
  folder_.write("src/tiny.sv", unit("  wire [3:0] narrow = x_i;"));
  for (const char* file : {"*/tiny.sv", "src/*", "src/tiny.sv"}) {
    folder_.write("quiet.vlt", std::string("`verilator_config\nlint_off -rule WIDTH -file \"") + file + "\"\n");
    equal({"--rtl", "src/tiny.sv", "quiet.vlt"});
  }
  folder_.write("quiet.vlt", "`verilator_config\nlint_off -rule WIDTH -file \"src/other.sv\"\n");
  EXPECT_SAYS(pwlsim(run_ + Arguments{"--rtl", "src/tiny.sv", "quiet.vlt"}).err, "%Warning-WIDTH");
}

// A failing assertion is a failure of the unit, reported with file, line, message, cycle and a command that reproduces
// it.
TEST_F(RtlCli, AssertionsCount) {
  folder_.write("a b.sv", unit("  always @(posedge clk_i) assert (x_i != 8'h05 || !valid_i) else $error(\"five\");"));
  const Arguments rtl = {"--rtl", "a b.sv", "--top", "tiny"};
  const std::string error = fails(run_ + rtl);
  // 3 cycles of reset, 3 + 4 + 4 + 1 writes, then codes from -128 on
  EXPECT_SAYS(error, "pwlsim: " + place("a b.sv") +
                         " Assertion failed in tiny: five\n  in cycle 148 of gelu int8_4; replay: pwlsim run");
  EXPECT_SAYS(error, "--rtl 'a b.sv' --top tiny");
  EXPECT_SAYS(fails(Arguments{"compare", "--unit", "int8_4", "--stimulus", "codes8"} + rtl), "five");
  EXPECT_SAYS(fails(Arguments{"sweep", "--unit", "int8_4"} + rtl), place("a b.sv") + " Assertion failed in tiny: five");
  const Outcome stress = pwlsim(Arguments{"stress", "--unit", "int8_4"} + rtl);
  EXPECT_EQ(stress.exit_code, 1);
  EXPECT_SAYS(stress.out, "five");
  EXPECT_SAYS(stress.out, "x=0x5");
}

TEST_F(RtlCli, AssertionsOfAllKinds) {
  struct Case {
    const char* body;
    const char* says;
  };
  const Case cases[] = {
      {"  always_comb if (rst_ni) assert (!valid_o);", "Assertion failed in tiny"},
      {"  a_never: assert property (@(posedge clk_i) disable iff (!rst_ni) valid_i |-> x_i != 8'h05);",
       "Assertion failed in tiny.a_never"},
      {"  always @(posedge clk_i) if (rst_ni && valid_o) $error(\"on its own\");",
       "Assertion failed in tiny: on its own"},
      {"  always @(posedge clk_i) if (valid_o && rst_ni) $fatal(1, \"the end\");", "Assertion failed in tiny: the end"},
      {"  initial assert ($bits(y_o) == 8) else $fatal(1, \"too wide\");", "in cycle 0 of"},
      {"  int rom[4]; initial foreach (rom[i]) rom[i] = i * i; always_comb assert (rom[3] < 9);", "in cycle 3 of"},
      {"  always @(posedge clk_i) if (rst_ni) assert ($time < 60000);", "in cycle 6 of"},
  };
  for (const Case& one : cases) {
    folder_.write("tiny.sv", unit(one.body));
    const std::string error = fails(run_ + Arguments{"--rtl", "tiny.sv"});
    EXPECT_SAYS(error, one.says);
    EXPECT_SAYS(error, place("tiny.sv"));
  }
}

// Final blocks are a part of the simulation, in each command that runs a unit.
TEST_F(RtlCli, FinalBlocksCount) {
  folder_.write("tiny.sv", unit("  int n = 7;\n  always_ff @(posedge clk_i) n <= 9;\n"
                                "  final if (n > 8) $fatal(1, \"late\");"));
  const Arguments rtl = {"--rtl", "tiny.sv"};
  const std::string says = place("tiny.sv", 2) + " Assertion failed in tiny: late\n  at the end of ";
  EXPECT_SAYS(fails(run_ + rtl), says + "int8_4; again: pwlsim run --unit int8_4 --function gelu");
  EXPECT_SAYS(fails(Arguments{"compare", "--unit", "int8_4", "--stimulus", "codes8"} + rtl), says);
  EXPECT_SAYS(fails(Arguments{"sweep", "--unit", "int8_4"} + rtl), says + "gelu int8_4");
  EXPECT_SAYS(fails(Arguments{"stress", "--unit", "int8_4", "--sessions", "1"} + rtl), says);
  folder_.write("cycles.txt", "unit int8_4\nx=0x05\n");
  const Outcome replay = pwlsim(Arguments{"replay", "cycles.txt"} + rtl);
  EXPECT_EQ(replay.exit_code, 1);
  EXPECT_SAYS(replay.err, says);
  folder_.write("tiny.sv", unit("  final assert (slope[0] == slope[0]) else $error(\"never\");"));
  equal(rtl);
}

// System tasks that a unit calls work.
TEST_F(RtlCli, SystemTasks) {
  folder_.write("tiny.sv", unit("  logic [1:0] seen /*verilator public*/ = 1;\n  int value = 3;\n"
                                "  import \"DPI-C\" function real sin(real x);\n"
                                "  initial begin\n    $system(\"echo an echo\");\n"
                                "    if ($test$plusargs(\"x\") || $value$plusargs(\"x=%d\", value)) $fatal(1, \"x\");\n"
                                "    if (sin(0.0) != 0.0 || value != 3) $fatal(1, \"sin\");\n  end"));
  const Outcome outcome = pwlsim(run_ + Arguments{"--rtl", "tiny.sv"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out.find("an echo"), std::string::npos);
  EXPECT_SAYS(outcome.err, "an echo\n");
  folder_.write("tiny.sv", unit("  import \"DPI-C\" function int elsewhere(int x);\n  int n;\n"
                                "  always_ff @(posedge clk_i) n <= elsewhere(n);"));
  EXPECT_SAYS(refused({"--rtl", "tiny.sv"}), place("tiny.sv") + " imports elsewhere from C (DPI)");
}

TEST_F(RtlCli, DataThatAreNotThere) {
  folder_.write("tiny.sv", unit("  parameter NAME = \"none\";\n  logic [7:0] rom [4];\n"
                                "  initial $readmemh({NAME, \".mem\"}, rom);\n  wire [7:0] first = rom[0];"));
  const std::string missing = "none.mem: is not there for $readmemh";
  EXPECT_SAYS(fails(run_ + Arguments{"--rtl", "tiny.sv"}), place("tiny.sv", 2) + " " + missing);
  folder_.write("none.mem", "01 02 03 04\n");
  equal({"--rtl", "tiny.sv"});
  folder_.write("tiny.sv", unit("  logic [7:0] rom [4];\n  initial $readmemb(\"bits.mem\", rom);"));
  EXPECT_SAYS(fails(Arguments{"sweep", "--unit", "int8_4", "--rtl", "tiny.sv"}), place("tiny.sv", 1) + " bits.mem: is");
}

TEST_F(RtlCli, AStateFileKnowsTheDataThatAUnitReads) {
  folder_.write("tiny.sv", unit("  logic [7:0] rom [1];\n  initial $readmemh(\"rom.mem\", rom);\n"
                                "  wire [7:0] first = rom[0];"));
  folder_.write("rom.mem", "01\n");
  const Arguments sweep = {"sweep", "--unit", "int8_4", "--rtl", "tiny.sv", "--state", "it.state"};
  EXPECT_EQ(pwlsim(sweep).exit_code, 0);
  EXPECT_EQ(pwlsim(sweep).exit_code, 0);
  folder_.write("rom.mem", "02\n");
  EXPECT_EQ(pwlsim(sweep).exit_code, 2);
}

// Assertions do not count before the first reset, and text that a unit prints goes to standard error.
TEST_F(RtlCli, AssertionsWaitForTheResetAndWordsGoToStandardError) {
  folder_.write("tiny.sv",
                unit("  logic [31:0] random;\n  always_ff @(posedge clk_i) if (!rst_ni) random <= '0;\n"
                     "  always @(posedge clk_i) assert (random == '0);\n"
                     "  initial $display(\"hello from %m\");\n  final $display(\"bye from %m\");\n"
                     "  initial $fdisplay(32'h8000_0001, \"by file\");\n"
                     "  always @(posedge clk_i) assert (x_i != 8'h05) else $warning(\"a mere warning\");\n"));
  const Outcome outcome = pwlsim(run_ + Arguments{"--rtl", "tiny.sv"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* words : {"hello from tiny\n", "bye from tiny\n", "by file\n", "a mere warning"}) {
    EXPECT_SAYS(outcome.err, words);
    EXPECT_EQ(outcome.out.find(words), std::string::npos);
  }
}

TEST_F(RtlCli, WarningsAreShownOnceAndAlsoFromTheCache) {
  folder_.write(
      "w.sv",
      unit("  wire [3:0] narrow = x_i;\n  /* verilator lint_off WIDTH */\n  wire [2:0] quiet = x_i;\n"
           "  /* verilator lint_on WIDTH */\n  logic one, two;\n  always_comb one = two & narrow[0] & ready_o;\n"
           "  always_comb two = one & narrow[1];\n  always @(posedge clk_i) if (one) $display(\"x\");",
           "`define TWICE 1\n`define TWICE 2"));
  for (int i = 0; i < 2; ++i) {
    const Outcome outcome = pwlsim(run_ + Arguments{"--rtl", "w.sv", "--top", "tiny"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_SAYS(outcome.err, "%Warning-WIDTH: " + place("w.sv", 1));
    EXPECT_SAYS(outcome.err, "%Warning-REDEFMACRO: w.sv:3:");
    EXPECT_SAYS(outcome.err, "%Warning-UNOPTFLAT: " + place("w.sv", 5));
    EXPECT_EQ(outcome.err.find("WIDTH: " + place("w.sv", 3)), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("WIDTH: " + place("w.sv", 1)), outcome.err.rfind("WIDTH: " + place("w.sv", 1)))
        << outcome.err;
    EXPECT_EQ(outcome.out.find("%Warning"), std::string::npos);
  }
}

// A value too large for a parameter is reported. A value that fits is not, although Verilator gives it 32 bits.
TEST_F(RtlCli, ParametersThatCutOffValues) {
  std::string text = unit("");
  const std::string name = "module tiny";
  const std::string parameters = " #(parameter bit [1:0] MODE = 1, parameter bit signed [2:0] SHIFT = 1)";
  folder_.write("tiny.sv", text.replace(text.find(name), name.size(), name + parameters));
  const auto said = [&](const std::string& parameter) {
    const Outcome outcome = pwlsim(run_ + Arguments{"--rtl", "tiny.sv", "--param", parameter});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.err.find("%Warning-WIDTH: tiny.sv:2:") != std::string::npos;
  };
  for (const char* fits : {"MODE=3", "MODE=0x3", "SHIFT=-4", "MODE=2'd3"}) EXPECT_FALSE(said(fits)) << fits;
  EXPECT_EQ(pwlsim({"sweep", "--unit", "int8_4", "--rtl", "tiny.sv", "--param", "MODE=0x0"}).exit_code, 0);
  for (const char* cut_off : {"MODE=4", "MODE=0x10", "SHIFT=-5", "MODE=3'd4"}) EXPECT_TRUE(said(cut_off)) << cut_off;
}

TEST_F(RtlCli, ParametersThatCannotBeTaken) {
  folder_.write("tiny.sv", unit(""));
  const auto refusal = [&](const Arguments& parameters) {
    return pwlsim(run_ + Arguments{"--rtl", "tiny.sv"} + parameters).err;
  };
  EXPECT_SAYS(refusal({"--param", "LIMIT=4294967296"}), "does not fit 32 bits; say how many, such as LIMIT=64'd42");
  EXPECT_SAYS(refusal({"--param", "LIMIT=-2147483649"}), "does not fit 32 bits");
  EXPECT_SAYS(refusal({"--param", "T=int"}), "--param T: tiny of tiny.sv has no such parameter, or it is a type");
  EXPECT_SAYS(refusal({"--param", "LIMIT"}), "is not NAME=VALUE");
  EXPECT_SAYS(refusal({"--param", "LIMIT="}), "is not NAME=VALUE");
  EXPECT_SAYS(refusal({"--param", "LIMIT=1", "--param", "LIMIT=2"}), "--param LIMIT: is given twice");
}

TEST_F(RtlCli, AModuleThatRefusesItsParametersIsRefused) {
  std::string text = unit("  if (LIMIT != 0) $error(\"no limit, please\");");
  const std::string name = "module tiny";
  folder_.write("tiny.sv", text.replace(text.find(name), name.size(), "module tiny #(parameter int LIMIT = 1)"));
  equal({"--rtl", "tiny.sv", "--param", "LIMIT=0"});
  EXPECT_SAYS(refused({"--rtl", "tiny.sv", "--param", "LIMIT=1"}), "no limit, please");
}

TEST_F(RtlCli, PortsThatCannotBeDrivenAreTold) {
  const auto with_port = [&](const std::string& from, const std::string& to) {
    std::string text = unit("");
    text.replace(text.find(from), from.size(), to);
    if (to.find("x_i [0:0]") != std::string::npos) text.replace(text.find("x = x_i"), 7, "x = x_i[0]");
    folder_.write("tiny.sv", text);
    return refused({"--rtl", "tiny.sv"});
  };
  EXPECT_SAYS(with_port("input  logic [7:0]  x_i, wr_data_i", "input logic [7:0] wr_data_i, x_i [0:0]"),
              "port x_i is unpacked");
  EXPECT_SAYS(with_port("output logic [15:0] y_o", "output real y_o"), "port y_o is a real");
  EXPECT_SAYS(with_port("output logic [15:0] y_o", "output logic [15:0] y_o, inout wire pad"), "a port pad");
  EXPECT_SAYS(with_port("output logic [15:0] y_o", "output logic [15:0] y_o, input string s"), "a port s");
}

TEST_F(RtlCli, WhatHasNoEndIsNamedWithItsCycle) {
  folder_.write("tiny.sv", unit("  logic one, two;\n  always_comb one = ~two & rst_ni;\n  always_comb two = one;\n"
                                "  always @(posedge clk_i) if (one) $display(\"x\");"));
  EXPECT_SAYS(pwlsim(run_ + Arguments{"--rtl", "tiny.sv"}).err, "does not settle");
  folder_.write("tiny.sv", unit("  int i;\n  always @(posedge clk_i) if (rst_ni && valid_i && x_i == 8'h05) begin\n"
                                "    i = 0;\n    while (i < 10) i = i & 3;\n    if (i > 5) $display(\"x\");\n  end"));
  setenv("PWLSIM_CYCLE_SECONDS", "0.5", 1);
  const Outcome outcome = pwlsim(run_ + Arguments{"--rtl", "tiny.sv"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_SAYS(outcome.err, "RTL tiny does not end cycle 148");
  EXPECT_SAYS(outcome.err, "replay: pwlsim run --unit int8_4");
  setenv("PWLSIM_CYCLE_SECONDS", "soon", 1);
  EXPECT_SAYS(refused({}), "PWLSIM_CYCLE_SECONDS=soon");
  folder_.write("tiny.sv", unit("  int i, mask; assign mask = 3;\n  final begin\n    i = 0;\n"
                                "    while (i < 10) i = i & mask;\n    if (i > 5) $display(\"x\");\n  end"));
  setenv("PWLSIM_CYCLE_SECONDS", "0.5", 1);
  EXPECT_SAYS(fails(run_ + Arguments{"--rtl", "tiny.sv"}), "RTL tiny does not end its final blocks");
  unsetenv("PWLSIM_CYCLE_SECONDS");
}

TEST_F(RtlCli, ARunThatWouldHaveNoEndIsRefused) {
  EXPECT_SAYS(refused({"--reset", "1"}), "from 0 to 0.99");
  EXPECT_SAYS(refused({"-I", "."}), "name its files with --rtl");
}

}  // namespace
}  // namespace pwlsim::tests
