// SPDX-License-Identifier: Apache-2.0
//
// Errors that commands with --cost report before anything is synthesised.

#include <gtest/gtest.h>
#include <set>
#include <string>

#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu018 = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

TEST_F(Cli, BadLibrariesAndCostOptionsAreOneLine) {
  const std::string osu = ScratchFolder::read_whole(kOsu018);
  ASSERT_EQ(shell("exec gzip -nc \"$0\"", {kOsu018}, (folder_.path() / "osu.lib.gz").string()).exit_code, 0);
  const std::string compressed = folder_.read("osu.lib.gz");
  folder_.write("cut.lib.gz", compressed.substr(0, compressed.size() / 2));
  std::string damaged = compressed;
  for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 20; ++i) damaged[i] = '\x55';
  folder_.write("damaged.lib.gz", damaged);
  folder_.write("cut.lib", osu.substr(0, osu.size() / 2));
  folder_.write("empty.lib", "");
  folder_.write("words.lib", "hello world\n");
  folder_.write("open.lib", "library (x) {\n  cell (A) {\n    area : 1;\n");
  folder_.write("nothing.lib", "library (x) { nom_voltage : 1; }\n");
  fs::create_directory(folder_.path() / "folder");
  const std::set<std::string> before = files();
  struct Case {
    Arguments arguments;
    const char* says;
  };
  const Case cases[] = {
      {{"--liberty", "none.lib"}, "none.lib: No such file"},
      {{"--liberty", "folder"}, "folder: is a folder"},
      {{"--liberty", ""}, "--liberty: a file name is missing"},
      {{"--liberty", "cut.lib.gz"}, "cut.lib.gz: the compressed file is cut off"},
      {{"--liberty", "damaged.lib.gz"}, "damaged.lib.gz: the compressed file is damaged"},
      {{"--liberty", "cut.lib"}, "cut.lib:"},
      {{"--liberty", "empty.lib"}, "empty.lib:1: not a Liberty file"},
      {{"--liberty", "words.lib"}, "words.lib:1: not a Liberty file"},
      {{"--liberty", "open.lib"}, "open.lib:4: the file ends inside cell (A), which begins in line 2"},
      {{"--liberty", "nothing.lib"}, "nothing.lib:"},
      {{"--storage", "flip"}, "unknown table storage 'flip' (did you mean flop?); known: flop, gated, latch"},
      {{"--dont-use", "*"}, "has no two-input NAND, the unit of gate equivalents (NAND2X1 is not to be used)"},
      {{"--dont-use", "NAND3X1,NOR9*"}, "--dont-use NOR9*: no cell of"},
      {{"--dont-use", "INV*"}, "library osu018_stdcells has no inverter (INVX8 is not to be used)"},
      {{"--dont-use", "NAND3X1,DFF*"}, "has no positive-edge D flop, needed for pipeline and table (DFFSR is not to"},
      {{"--storage", "gated"}, "library osu018_stdcells has no clock gate, needed for table storage gated"},
      {{"--storage", "latch"}, "library osu018_stdcells has no clock gate, needed for table storage latch"},
      {{"--clock", "0"}, "--clock: '0' is not a number from 0.01 to 1000000"},
      {{"--clock", "nan"}, "--clock: 'nan' is not a number from 0.01 to 1000000"},
      {{"--clock", "-3"}, "--clock: '-3' is not a number from 0.01 to 1000000"},
      {{"--clock", "10ns"}, "--clock: '10ns' is not a number from 0.01 to 1000000"},
      {{"--node-nand2-um2", "0"}, "--node-nand2-um2: '0' is not a number from 0.0001 to 1000000"},
      {{"--node-nand2-um2", "nan"}, "--node-nand2-um2: 'nan' is not a number from 0.0001 to 1000000"},
      {{"--node-nand2-um2", "inf"}, "--node-nand2-um2: 'inf' is not a number from 0.0001 to 1000000"},
      {{"--glitches", "none.v"}, "none.v: No such file"},
      {{"--rtl", "unit.sv"}, "unit.sv: No such file"},
  };
  for (const Case& bad : cases) {
    const Outcome outcome = pwlsim(
        Arguments{"cost", "--units", "int8_4", "--method", "uniform", "--stimulus", "codes8", "--json", "out.json"} +
        bad.arguments);
    SCOPED_TRACE(bad.says);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_EQ(outcome.out, "");
    EXPECT_SAYS(outcome.err, bad.says);
    EXPECT_EQ(outcome.err.rfind("pwlsim: ", 0), 0U) << outcome.err;
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << outcome.err;
    EXPECT_LT(outcome.err.size(), 300U) << outcome.err;
    EXPECT_EQ(files(), before);
  }
  const Outcome foreign = pwlsim({"compare", "--unit", "int8_4", "--rtl", "unit.sv"});
  EXPECT_EQ(foreign.exit_code, 2);
  EXPECT_SAYS(foreign.err, "unit.sv");
}

TEST_F(Cli, BadLibrariesUnderUnusualNames) {
  for (const std::string& name : unusual_names()) {
    SCOPED_TRACE(name);
    folder_.write(name + ".lib", "library (x) {\n");
    const Outcome outcome = pwlsim({"cost", "--units", "int8_4", "--liberty", name + ".lib"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_SAYS(outcome.err, name + ".lib:");
    EXPECT_EQ(files(), std::set<std::string>{name + ".lib"});
    fs::remove(folder_.path() / (name + ".lib"));
  }
}

TEST_F(Cli, BadBudgetsAreOneLine) {
  folder_.write("words.json", "hello");
  folder_.write("nothing.json", "{}");
  struct Case {
    Arguments arguments;
    const char* says;
  };
  const Case cases[] = {{{"--budgets", "none.json"}, "none.json: No such file"},
                        {{"--budgets", "words.json"}, "words.json: "},
                        {{"--budgets", "nothing.json"}, "nothing.json: key 'conditions' is missing"},
                        {{"--budgets", ""}, "--budgets: a file name is missing"},
                        {{"--show", "--budgets", "none.json"}, "none.json: No such file"},
                        {{"--junit", "none/out.xml"}, "--junit none/out.xml"},
                        {{"--show", "--junit", "out.xml"}, "excludes"},
                        {{"--show", "--update"}, "excludes"}};
  for (const Case& bad : cases) {
    SCOPED_TRACE(bad.says);
    const Outcome outcome = pwlsim(Arguments{"check"} + bad.arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_SAYS(outcome.err, bad.says);
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << outcome.err;
    EXPECT_EQ(files(), (std::set<std::string>{"nothing.json", "words.json"}));
  }
}

}  // namespace
}  // namespace pwlsim::tests
