// SPDX-License-Identifier: Apache-2.0
//
// The whole program, run as a user runs it.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const Arguments kRun = {"run", "--unit", "int8_8", "--stimulus", "codes8"};

/// A unit as a user may have it: the project's RTL of int8_8 in one file, with its top module renamed.
std::string foreign_rtl(const std::string& top = "my_unit") {
  std::string text;
  for (const auto& [name, module] : own_rtl_texts()) {
    if (name.rfind("pwl_unit_", 0) != 0 || name.rfind("pwl_unit_int.", 0) == 0) text += module;
  }
  return std::regex_replace(text, std::regex("\\bpwl_unit_int\\b"), top);
}

/// Replaces a text that occurs exactly once.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// RTL in which bit 2 of the result is wrong for the input code 0x25 only.
std::string faulty_rtl() {
  return replaced(foreign_rtl(), "if (load[ACC_STAGE]) acc_q <= acc;",
                  "if (load[ACC_STAGE]) acc_q <= acc ^ (x_q == 8'h25 ? 16'd4 : 16'd0);");
}

std::string npy(const std::string& descr, const std::string& order, std::string_view data) {
  std::string header = "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': (2, 2), }";
  header.resize(117, ' ');
  return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + std::string(data);
}

TEST_F(Cli, EqualIsExitCode0) {
  const std::string out = output_of(kRun);
  EXPECT_SAYS(out, "inputs / results  256 / 256\n");
  EXPECT_SAYS(out, "SystemC = RTL = golden in every cycle: yes\n");
  EXPECT_TRUE(files().empty());  // nothing is written without an option for it
}

// Standard input and pipes give their content once; stimulus, weights and tables are read once.
TEST_F(Cli, PipesAreAsGoodAsFiles) {
  folder_.write("three.txt", "1.5\n-0.25\n2\n");
  folder_.write("t.json", R"({"gelu": {"5": {"breakpoints": [-3, -2, -1, 0, 1, 2, 3],
    "slopes": [0, 0, -0.125, 0.125, 0.875, 1.125, 1, 1], "intercepts": [0, 0, -0.25, 0, 0, -0.25, 0, 0]}}})");
  const auto same = [&](const std::string& input, const std::string& arguments) {
    const auto body = [](const std::string& out) { return out.substr(out.find('\n')); };  // the first line has the name
    const Outcome expected = shell("\"$0\" " + arguments + " " + input, {PWLSIM_PROGRAM});
    ASSERT_EQ(expected.exit_code, 0) << expected.err;
    for (const std::string code :
         {"cat INPUT | \"$0\" ARGUMENTS -", "cat INPUT | \"$0\" ARGUMENTS /dev/stdin", "\"$0\" ARGUMENTS - <INPUT",
          "mkfifo pipe; cat INPUT >pipe & \"$0\" ARGUMENTS ./pipe; code=$?; rm pipe; exit $code"}) {
      const Outcome outcome = shell(replaced(replaced(code, "INPUT", input), "ARGUMENTS", arguments), {PWLSIM_PROGRAM});
      EXPECT_EQ(outcome.exit_code, 0) << code << outcome.err;
      EXPECT_EQ(body(outcome.out), body(expected.out)) << code;
    }
  };
  same("three.txt", "compare --no-cost --units int8_8 --function gelu,silu --stimulus");
  same("three.txt", "fit --unit int8_4 --function gelu,silu --weights");
  same("t.json", "compare --no-cost --units int8_8 --stimulus codes8 --table");
}

// Each bad input on the command line gives exit code 2 and one line that names the input and the reason, and leaves no
// file.
TEST_F(Cli, BadInputIsOneLineAndLeavesNothing) {
  folder_.write("truncated.npy", npy("<f4", "False", std::string(15, '\0')));
  folder_.write("complex.npy", npy("<c8", "False", std::string(32, '\0')));
  folder_.write("table.csv", "a,b\n1,2\n");
  folder_.write("nan.txt", "1\nnan\n");
  folder_.write("empty.txt", "");
  folder_.write("unit.sv", foreign_rtl());
  folder_.write("out.json", "older");
  fs::create_directory(folder_.path() / "sub");
  const std::set<std::string> before = files();
  struct Case {
    Arguments arguments;
    const char* says;
  };
  const Case cases[] = {
      {{"run", "--stimulus", "none.npy"}, "none.npy: No such file"},
      {{"run", "--stimulus", "truncated.npy"}, "truncated.npy: is truncated: its shape needs 4 numbers, it holds 3"},
      {{"run", "--stimulus", "complex.npy"}, "complex.npy: holds complex numbers"},
      {{"run", "--stimulus", "table.csv"}, "table.csv: line 1: has 2 columns (a, b); choose one with --column"},
      {{"run", "--stimulus", "table.csv", "--column", "c"}, "table.csv: line 1: there is no column 'c'"},
      {{"run", "--stimulus", "codes8", "--column", "b"}, "--column b: stimulus 'codes8' is not a file"},
      {{"run", "--stimulus", "/dev/zero"}, "/dev/zero: has more than the 268435456 bytes"},
      {{"run", "--stimulus", "nan.txt"}, "nan.txt: line 2: 'nan' is not a finite number"},
      {{"run", "--stimulus", "empty.txt"}, "empty.txt: holds no value"},
      {{"run", "--stimulus", "./sub"}, "./sub: is a folder"},
      {{"run", "--stimulus", std::string(5000, 'a')}, "unknown stimulus"},
      {{"run", "--stimulus", "nope"}, "unknown stimulus 'nope'"},
      {{"run", "--stimulus", "codes", "--unit", "fp32_8"}, "too many for the 32 bits of fp32_8"},
      {{"run", "--unit", "nope"}, "unknown unit 'nope'"},
      {{"compare", "--units", "int8_8,nope"}, "unknown unit 'nope'"},
      {{"run", "--function", "nope"}, "unknown function 'nope'"},
      {{"compare", "--function", "gelu,nope"}, "unknown function 'nope'"},
      {{"run", "--method", "nope"}, "unknown method 'nope'"},
      {{"run", "--stall", "nope"}, "unknown stall 'nope'"},
      {{"run", "--stall", "random:1"}, "stall 'random:1' needs a probability"},
      {{"run", "--cycles", "0"}, "length zero"},
      {{"run", "--scale", "8"}, "scale 8 is out of range for int8_8: 0 to 7"},
      {{"run", "--scale", "-1"}, "scale -1 is out of range for int8_8: 0 to 7"},
      {{"run", "--unit", "wide16_8"}, "wide16_8 serves exp, div and rsqrt, not gelu"},
      {{"compare", "--units", "int8_8,wide32_8", "--function", "gelu,exp"},
       "wide32_8 serves exp, div and rsqrt, not gelu"},
      {{"run", "--unit", "wide16_8", "--function", "div", "--scale", "16"},
       "scale 16 is out of range for wide16_8: 0 to 15"},
      {{"run", "--unit", "wide32_8", "--function", "exp", "--stimulus", "codes"},
       "too many for the 32 bits of wide32_8"},
      {{"run", "--unit", "int8_8q", "--output-scale", "99"}, "output scale 99 is out of range for int8_8q"},
      {{"run", "--unit", "int8_8,int16_8"}, "run takes one unit"},
      {{"run", "--function", "gelu,exp"}, "one function"},
      {{"run", "--function", "all"}, "one function"},
      {{"compare", "--units", "int8_8,int16_8", "--rtl", "unit.sv"}, "--rtl takes the place of one unit's RTL"},
      {{"compare", "--rtl", "unit.sv"}, "--rtl takes the place of one unit's RTL"},
      {{"compare", "--no-cost", "--junit", "none/out.xml"}, "--junit none/out.xml"},
      {{"run", "--rtl", "none.sv"}, "none.sv: No such file"},
      {{"run", "--rtl", "sub"}, "sub: is a folder"},
      {{"run", "--top", "x"}, "name its files with --rtl"},
      {{"run", "--latency", "3"}, "name its files with --rtl"},
      {{"run", "--rtl", "unit.sv", "--top", "my_unit", "--latency", "0"}, "latency 0 is out of range"},
      {{"run", "--rtl", "unit.sv", "--top", "my_unit", "--latency", "1000000000"},
       "latency 1000000000 is out of range"},
  };
  for (const Case& bad : cases) {
    SCOPED_TRACE(bad.says);
    Arguments arguments = bad.arguments + Arguments{"--json", "out.json", "--trace", "wave"};
    if (std::find(arguments.begin(), arguments.end(), "--stimulus") == arguments.end()) {
      arguments.insert(arguments.end(), {"--stimulus", "codes8"});
    }
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.rfind("pwlsim: ", 0), 0U) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.err.back(), '\n');
    EXPECT_SAYS(outcome.err, bad.says);
    EXPECT_EQ(files(), before);
    EXPECT_EQ(folder_.read("out.json"), "older");
  }
}

TEST_F(Cli, PlacesThatCannotBeWrittenAreOneLine) {
  fs::create_directory(folder_.path() / "sub");
  const std::set<std::string> before = files();
  for (const Arguments& place :
       {Arguments{"--json", "none/out.json"}, Arguments{"--json", "sub"}, Arguments{"--json", "/proc/pwlsim.json"},
        Arguments{"--trace", "none/wave"}, Arguments{"--trace", "sub"}, Arguments{"--trace", "/proc/pwlsim"}}) {
    SCOPED_TRACE(place[1]);
    const Outcome outcome = pwlsim(kRun + place);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_SAYS(outcome.err, "pwlsim: " + place[0] + " " + place[1]);
    EXPECT_EQ(files(), before);
  }
}

// If the disk fills up while a file is written, neither a truncated nor a partial file is left.
TEST_F(Cli, JsonThatCannotBeCompletedLeavesNothing) {
  output_of(kRun);  // the model is now in the cache, so only the report will be written
  // A limit on the size of files simulates a full disk.
  const ProcessResult result =
      run_process(Arguments{"bash", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", PWLSIM_PROGRAM} + kRun +
                      Arguments{"--json", "out.json"},
                  folder_.path(), {Variables::kAll});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_SAYS(result.output, "pwlsim: --json out.json: cannot be written: File too large\n");
  EXPECT_TRUE(files().empty());
}

TEST_F(Cli, WrongUsageIsOneLine) {
  for (const Arguments& arguments :
       {Arguments{}, Arguments{"nope"}, Arguments{"run", "--nope"}, Arguments{"run", "stray"},
        Arguments{"run", "--seed"}, Arguments{"run", "--seed", "-1"}, Arguments{"run", "--seed", "1.5"},
        Arguments{"run", "--seed", "x"}, Arguments{"run", "--seed", "18446744073709551616"},
        Arguments{"run", "--cycles", "-5"}, Arguments{"run", "--cycles", "1e3"}, Arguments{"run", "--scale", "x"},
        Arguments{"run", "--rewrite", "1.5"}, Arguments{"run", "--rewrite", "x"},
        Arguments{"list", "--unit", "int8_8", "--keys"}}) {
    SCOPED_TRACE(arguments.empty() ? "nothing" : arguments.back());
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.rfind("pwlsim: ", 0), 0U) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_LT(outcome.err.size(), 200U) << outcome.err;
  }
}

// A limit on the size of files simulates a full disk: first one byte less than the smaller file, then the size of that
// file.
TEST_F(Cli, WaveformsThatAreCutAreAnError) {
  output_of(kRun + Arguments{"--trace", "whole"});
  const std::string unit = "int8_8";
  const std::uintmax_t fst = fs::file_size(folder_.path() / ("whole." + unit + ".fst"));
  ASSERT_LT(fst, fs::file_size(folder_.path() / ("whole." + unit + ".vcd")));
  for (const auto& [size, ending] : {std::pair(fst - 1, ".fst"), std::pair(fst, ".vcd")}) {
    const Outcome cut = shell("exec prlimit --fsize=" + std::to_string(size) + " \"$0\" \"$@\"",
                              Arguments{PWLSIM_PROGRAM} + kRun + Arguments{"--trace", "cut"});
    EXPECT_EQ(cut.exit_code, 3) << cut.err;
    EXPECT_EQ(cut.err, "pwlsim: --trace cut." + unit + ending + ": cannot be written: File too large\n");
  }
}

TEST_F(Cli, WaveformsAreWrittenThroughLinks) {
  for (const char* ending : {".fst", ".vcd"}) {
    const std::string begin = std::string("linked") + (ending + 1);
    const std::string name = begin + ".int8_8" + ending;
    fs::create_symlink(std::string("target") + ending, folder_.path() / name);
    output_of(kRun + Arguments{"--trace", begin});
    EXPECT_TRUE(fs::is_symlink(folder_.path() / name));
    EXPECT_GT(fs::file_size(folder_.path() / (std::string("target") + ending)), 1000U);
    const std::string full = std::string("full") + (ending + 1);
    fs::create_symlink("/dev/full", folder_.path() / (full + ".int8_8" + ending));
    const Outcome outcome = pwlsim(kRun + Arguments{"--trace", full});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.err,
              "pwlsim: --trace " + full + ".int8_8" + ending + ": cannot be written: No space left on device\n");
  }
}

TEST_F(Cli, StandardOutputThatIsGoneIsAnError) {
  const Outcome closed = shell("exec \"$0\" list >&-", {PWLSIM_PROGRAM});
  EXPECT_EQ(closed.exit_code, 3);
  EXPECT_SAYS(closed.err, "standard output cannot be written: Bad file descriptor");
  const Outcome pipe = shell("{ sleep 0.2; \"$0\" list; echo $? >&2; } | true", {PWLSIM_PROGRAM});
  EXPECT_EQ(pipe.err, "pwlsim: standard output cannot be written: Broken pipe\n3\n");
}

// A table that could not be printed is a failure.
TEST_F(Cli, FullStandardOutputIsAnError) {
  const Outcome list = pwlsim({"list"}, "/dev/full");
  EXPECT_EQ(list.exit_code, 3);
  EXPECT_SAYS(list.err, "standard output cannot be written");
  EXPECT_EQ(pwlsim(kRun, "/dev/full").exit_code, 3);
}

TEST_F(Cli, HelpHasAnExampleOfEachSubcommand) {
  const std::string help = output_of({"--help"});
  for (const std::string subcommand : {"compare", "run", "cost", "check", "coverage", "fit", "eval", "plot", "list"}) {
    EXPECT_SAYS(help, "pwlsim " + subcommand);
    EXPECT_SAYS(output_of({subcommand, "--help"}), "Example: pwlsim " + subcommand);
  }
  EXPECT_SAYS(help,
              "Exit code: 0 all models equal, 1 a mismatch or a failed check, 2 wrong usage or bad input, 3 trouble");
  EXPECT_EQ(output_of({"--version"}).rfind("pwlsim ", 0), 0U);
}

TEST_F(Cli, ListNamesWhatTheOptionsTake) {
  const std::string list = output_of({"list"});
  for (const char* name :
       {"int8_8 ", "int32w_16", "fp32_16", "bf16_8s", "gelu", "rsqrt", "uniform", "softmax", "burst[:N]"}) {
    EXPECT_SAYS(list, name);
  }
}

/// Rows of the comparison table, split at spaces: unit, s, F, latency, …
std::vector<std::vector<std::string>> rows_of(const std::string& out) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  int", 0) != 0) continue;
    std::istringstream cells(line);
    rows.emplace_back();
    for (std::string cell; cells >> cell;) rows.back().push_back(cell);
  }
  return rows;
}

// The JSON file and the table have the same figures.
TEST_F(Cli, JsonAgreesWithTheTable) {
  const std::string out =
      output_of({"compare", "--no-cost", "--units", "int8_8,int16_8", "--function", "gelu,exp", "--stimulus", "normal",
                 "--cycles", "3000", "--stall", "random:0.2", "--seed", "11", "--json", "out.json", "--wide"});
  EXPECT_EQ(files(), std::set<std::string>{"out.json"});
  const nlohmann::json json = json_of("out.json");
  EXPECT_EQ(json["seed"], 11);
  EXPECT_EQ(json["stimulus"], "normal");
  EXPECT_EQ(json["stall"], "random:0.2");
  EXPECT_EQ(json["method"], "optimal");
  EXPECT_SAYS(out, json["program"].get<std::string>() +
                       "; method optimal, stimulus normal, stall random:0.2, seed 11, cycles 3000\n");
  EXPECT_EQ(json["settings"]["cycles"], 3000);
  const auto rows = rows_of(out);
  ASSERT_EQ(rows.size(), 4U);
  ASSERT_EQ(json["runs"].size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    const nlohmann::json& run = json["runs"][i];
    const nlohmann::json& errors = run["errors"];
    const auto figure = [&](const char* name) { return fmt::format("{:.3g}", errors[name].get<double>()); };
    EXPECT_EQ(run["function"], i < 2 ? "gelu" : "exp");
    EXPECT_EQ(rows[i], (Arguments{run["unit"], fmt::format("s={}", run["scale"].get<int>()),
                                  fmt::format("F={}", run["fraction"].get<int>()), run["latency"].dump(),
                                  fmt::format("{:.3f}", run["results_per_cycle"].get<double>()), run["cycles"].dump(),
                                  errors["judged"].dump(), figure("mse"), figure("end_to_end_mse"),
                                  figure("mean_absolute_error"), figure("max_absolute_error"),
                                  fmt::format("{:.4g}", errors["max_at"].get<double>()),
                                  i < 2 ? "-" : figure("max_relative_error"),
                                  fmt::format("{:.1f}", errors["snr_db"].get<double>()), "0", "equal"}));
    EXPECT_TRUE(run["equal"].get<bool>());
    EXPECT_EQ(run["results"], run["inputs"]);
    EXPECT_GT(run["inputs"].get<int>(), 1500);
    EXPECT_EQ(errors["judged"].get<int>() + errors["out_of_range"].get<int>(), run["inputs"].get<int>());
    EXPECT_GT(errors["out_of_range"].get<int>(), 0);  // a normal distribution has tails
    std::uint64_t hits = 0;
    for (const nlohmann::json& segment : run["segment_hits"]) hits += segment.get<std::uint64_t>();
    EXPECT_EQ(hits, run["inputs"].get<std::uint64_t>());
    EXPECT_EQ(run["models"].size(), 2U);
  }
}

// `run` shows the same figures as `compare`.
TEST_F(Cli, RunAgreesWithCompare) {
  const Arguments conditions = {"--unit", "int8_8", "--function", "silu", "--stimulus", "uniform", "--cycles", "500"};
  output_of(Arguments{"run"} + conditions + Arguments{"--json", "run.json"});
  output_of(Arguments{"compare", "--no-cost"} + conditions + Arguments{"--json", "compare.json"});
  EXPECT_EQ(folder_.read("run.json"), folder_.read("compare.json"));
}

// All words of a wide unit are judged by relative error, except those whose exact value no result can hold.
TEST_F(Cli, WideUnitServesItsWholeRange) {
  const Arguments base = {"--function", "exp,div,rsqrt", "--stimulus", "codes", "--json", "out.json"};
  output_of(Arguments{"compare", "--no-cost", "--units", "wide16_8"} + base);
  const std::vector<int> judged = {32'768 + 355, 65'535, 65'535};  // up to ln 4 = 355 / 256; all but 0
  for (std::size_t i = 0; i < 3; ++i) {
    const nlohmann::json run = json_of("out.json")["runs"][i];
    EXPECT_TRUE(run["equal"].get<bool>());
    EXPECT_EQ(run["latency"], 5);
    EXPECT_EQ(run["inputs"], 65'536);
    EXPECT_EQ(run["errors"]["judged"], judged[i]);
    EXPECT_LT(run["errors"]["max_relative_error"].get<double>(), 0.01);
    EXPECT_GT(run["errors"]["max_relative_error"].get<double>(), 0.002);
  }
  const std::string out =
      output_of({"run", "--unit", "wide32_8", "--function", "div", "--stimulus", "words", "--cycles", "1000"});
  EXPECT_SAYS(out, "wide32_8 with div = 1/x over all inputs; table of 4/(x+3) over [-1, 1], scale 2^-7\n");
  EXPECT_SAYS(out, "greatest relative  0.0");
  EXPECT_SAYS(out, "latency 5\n");
}

TEST_F(Cli, SeedAloneDecides) {
  const Arguments base = {"compare", "--no-cost", "--units", "int8_8,int16_8", "--stimulus",
                          "uniform", "--cycles",  "2000",    "--stall",        "random:0.4"};
  const std::string once = output_of(base + Arguments{"--seed", "1", "--json", "1.json"});
  EXPECT_EQ(output_of(base + Arguments{"--seed", "1", "--json", "2.json"}), once);
  EXPECT_EQ(folder_.read("1.json"), folder_.read("2.json"));
  output_of(base + Arguments{"--seed", "2", "--json", "3.json"});
  EXPECT_NE(json_of("1.json")["runs"][0]["errors"], json_of("3.json")["runs"][0]["errors"]);
  EXPECT_NE(json_of("1.json")["runs"][0]["inputs"], json_of("3.json")["runs"][0]["inputs"]);  // other stalls as well
}

TEST_F(Cli, EachStallEndsAndIsEqual) {
  for (const char* stall :
       {"none", "random", "random:0.9", "input:0.5", "output:0.5", "burst", "burst:20", "alternate"}) {
    EXPECT_SAYS(output_of(kRun + Arguments{"--stall", stall}), "inputs / results  256 / 256\n");
  }
}

TEST_F(Cli, NothingInTheRangeIsNoFigure) {
  folder_.write("far.txt", "3000\n-7\n");
  const std::string out = output_of({"run", "--function", "div", "--stimulus", "far.txt", "--json", "out.json"});
  EXPECT_SAYS(out, "judged inputs     0 (2 outside the range)\n");
  EXPECT_EQ(out.find("MSE"), std::string::npos);
  EXPECT_TRUE(json_of("out.json")["runs"][0]["errors"]["mse"].is_null());
}

TEST_F(Cli, TraceWritesTheFilesThatItNames) {
  for (const char* name : {"wave", "wave.fst", "wave.vcd"}) {  // an ending is not added twice
    SCOPED_TRACE(name);
    const std::string out = output_of(kRun + Arguments{"--trace", name});
    EXPECT_SAYS(out, "waveforms: wave.int8_8.fst, wave.int8_8.vcd\n");
    EXPECT_EQ(files(), (std::set<std::string>{"wave.int8_8.fst", "wave.int8_8.vcd"}));
    const std::string fst = folder_.read("wave.int8_8.fst");
    ASSERT_GT(fst.size(), 1000U);
    EXPECT_EQ(fst.substr(0, 9), std::string("\0\0\0\0\0\0\0\x01\x49", 9));  // header block of 329 bytes
    EXPECT_EQ(fst[73], -9) << "nanoseconds";
    const std::string vcd = folder_.read("wave.int8_8.vcd");
    EXPECT_SAYS(vcd, "$enddefinitions");
    for (const char* port : {"clk_i", "x_i", "y_o", "segment_o"}) EXPECT_SAYS(vcd, port);
    EXPECT_GT(std::count(vcd.begin(), vcd.end(), '#'), 256) << "too few time steps";
    for (const std::string& file : files()) fs::remove(folder_.path() / file);
  }
}

TEST_F(Cli, CorrectForeignUnitIsEqual) {
  folder_.write("my_unit.sv", foreign_rtl());
  const Arguments unit = {"--rtl", "my_unit.sv", "--top", "my_unit"};
  for (const char* stall : {"none", "random:0.5"}) {
    EXPECT_SAYS(output_of(kRun + unit + Arguments{"--stall", stall}),
                "SystemC = RTL my_unit = golden in every cycle: yes");
  }
  // The top module may be left out when the file has its name, and the unit may be in several files.
  folder_.write("empty.sv", "// nothing\n");
  EXPECT_SAYS(output_of(kRun + Arguments{"--rtl", "my_unit.sv", "empty.sv"}),
              "RTL my_unit = golden in every cycle: yes");
  EXPECT_SAYS(
      output_of({"run", "--unit", "int8_8q", "--stimulus", "codes8", "--rtl", "my_unit.sv", "--param", "REQUANTISE=1"}),
      "RTL my_unit = golden in every cycle: yes");
}

// A foreign unit may have any y_o while valid_o is low.
TEST_F(Cli, ForeignUnitMayClearItsIdleOutput) {
  folder_.write("my_unit.sv", replaced(foreign_rtl(), "assign y_o = acc_q;", "assign y_o = valid_o ? acc_q : '0;"));
  output_of(kRun + Arguments{"--rtl", "my_unit.sv", "--stall", "random:0.5"});
}

// A foreign unit with another latency is compared and reported with that latency.
TEST_F(Cli, ForeignUnitOfAnotherLatency) {
  folder_.write("my_unit.sv", foreign_rtl());
  const Outcome outcome = pwlsim(kRun + Arguments{"--rtl", "my_unit.sv", "--latency", "3", "--json", "out.json"});
  EXPECT_EQ(outcome.exit_code, 1);  // it has 2
  EXPECT_SAYS(outcome.out, "latency 3\n");
  EXPECT_SAYS(outcome.out, "valid_o");
  EXPECT_EQ(json_of("out.json")["runs"][0]["latency"], 3);
}

// A deeper foreign pipeline passes if its latency is given. The SystemC model, which has another latency, is left out.
TEST_F(Cli, DeeperForeignUnitIsEqualWithItsLatency) {
  const std::string deeper = replaced(replaced(foreign_rtl(), "logic [STAGES-1:0] load;", "logic [2:0] load;"),
                                      "pwl_pipe #(.DEPTH(STAGES)) u_pipe (", "pwl_pipe #(.DEPTH(3)) u_pipe (");
  folder_.write("my_unit.sv", replaced(deeper, "assign y_o = acc_q;",
                                       "logic [ACC_WIDTH-1:0] late_q;\n"
                                       "always_ff @(posedge clk_i) if (load[2]) late_q <= acc_q;\n"
                                       "assign y_o = late_q;"));
  const Arguments unit = {"--rtl", "my_unit.sv", "--stall", "random"};
  const std::string out = output_of(kRun + unit + Arguments{"--latency", "3"});
  EXPECT_SAYS(out, "\nRTL my_unit = golden in every cycle: yes\n");
  EXPECT_EQ(pwlsim(kRun + unit).exit_code, 1);
}

// A unit that ends the simulation itself has failed: exit code 1, its file and line, and no report.
TEST_F(Cli, UnitThatStopsTheSimulationFails) {
  const std::pair<const char*, const char*> tasks[] = {
      {"$finish", "the unit called $finish"}, {"$stop", "the unit called $stop"}, {"$fatal(1, \"no\")", ": no\n"}};
  for (const auto& [task, says] : tasks) {
    folder_.write("my_unit.sv",
                  replaced(foreign_rtl(), "assign y_o = acc_q;",
                           std::string("assign y_o = acc_q;\nalways @(posedge clk_i) if (valid_i) ") + task + ";"));
    const Outcome outcome = pwlsim(kRun + Arguments{"--rtl", "my_unit.sv", "--json", "out.json"});
    EXPECT_EQ(outcome.exit_code, 1) << task;
    EXPECT_SAYS(outcome.err, "my_unit.sv:");
    EXPECT_SAYS(outcome.err, says);
    EXPECT_EQ(files(), std::set<std::string>{"my_unit.sv"});
  }
}

// Only a regular file is replaced by --json; a link stays one.
TEST_F(Cli, JsonFollowsLinks) {
  folder_.write("target.json", "old");
  std::filesystem::create_symlink("target.json", folder_.path() / "link.json");
  output_of(kRun + Arguments{"--json", "link.json"});
  EXPECT_TRUE(std::filesystem::is_symlink(folder_.path() / "link.json"));
  EXPECT_EQ(json_of("target.json")["runs"].size(), 1U);
}

/// The text "first in cycle …" about the RTL.
std::string first_mismatch(const std::string& out) {
  const std::size_t at = out.find("first in cycle");
  return at == std::string::npos ? "" : out.substr(at, out.find('\n', at) - at);
}

/// The replay command and all that follows it, with this build's pwlsim for "pwlsim".
std::string replay_of(const std::string& out) {
  const std::size_t at = out.find("  replay: pwlsim ");
  return at == std::string::npos ? "exit 99" : "pwlsim() { \"$0\" \"$@\"; }; " + out.substr(at + 10);
}

// One wrong bit for one of 256 inputs gives exit code 1, and a report of the cycle, the input, the expected and the
// actual value, and a command that reproduces it.
TEST_F(Cli, WrongBitIsFoundNamedAndReplayed) {
  folder_.write("my_unit.sv", faulty_rtl());
  const Outcome outcome = pwlsim(kRun + Arguments{"--rtl", "my_unit.sv", "--top", "my_unit", "--json", "out.json"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_SAYS(outcome.out, "SystemC = RTL my_unit = golden in every cycle: NO\n");
  EXPECT_SAYS(outcome.out, "gelu int8_8: RTL my_unit differs from golden in 1 of ");
  // 3 cycles of reset, 7 + 8 + 8 + 1 register writes, inputs from -128 on, latency 2.
  const int cycle = 3 + 24 + (0x25 + 128) + 2;
  const std::string first = first_mismatch(outcome.out);
  EXPECT_EQ(
      first.rfind(fmt::format("first in cycle {}: y_o of input 1.15625 (word 0x25, segment 5): expected 0x", cycle), 0),
      0U)
      << first;
  const nlohmann::json models = json_of("out.json")["runs"][0]["models"];
  EXPECT_FALSE(models[0].contains("first_mismatch"));  // SystemC is right
  const nlohmann::json& mismatch = models[1]["first_mismatch"];
  EXPECT_EQ(mismatch["cycle"], cycle);
  EXPECT_EQ(mismatch["expected"].get<int>() ^ mismatch["actual"].get<int>(), 4);
  EXPECT_SAYS(first, fmt::format("expected {:#x}, actual {:#x}", mismatch["expected"].get<int>(),
                                 mismatch["actual"].get<int>()));

  const Outcome replay = shell(replay_of(outcome.out), {PWLSIM_PROGRAM});
  EXPECT_EQ(replay.exit_code, 1) << replay.err;
  EXPECT_EQ(replay.err, "");
  EXPECT_EQ(first_mismatch(replay.out), first);
  EXPECT_EQ(files(), (std::set<std::string>{"mismatch.int8_8.fst", "mismatch.int8_8.vcd", "my_unit.sv", "out.json"}));
}

// --junit gives a CI server the same: a case for each function and unit, with the mismatch and its replay.
TEST_F(Cli, JunitReportNamesWhatPassedAndWhatFailed) {
  folder_.write("my_unit.sv", faulty_rtl());
  const Arguments compare = {"compare", "--no-cost", "--unit", "int8_8", "--stimulus", "codes8", "--method", "uniform"};
  for (const std::string& name : unusual_names()) {
    output_of(compare + Arguments{"--function", "gelu,exp", "--junit", name});
    const std::string report = folder_.read(name);
    EXPECT_SAYS(report, "<testsuite name=\"pwlsim compare\" tests=\"2\" failures=\"0\"");
    EXPECT_SAYS(report, "<testcase classname=\"compare.gelu\" name=\"int8_8\" time=\"");
    EXPECT_SAYS(report, "<testcase classname=\"compare.exp\" name=\"int8_8\" time=\"");
    fs::remove(folder_.path() / name);
  }
  const Outcome outcome = pwlsim(compare + Arguments{"--rtl", "my_unit.sv", "--junit", "out.xml"});
  EXPECT_EQ(outcome.exit_code, 1);
  const std::string report = folder_.read("out.xml");
  EXPECT_SAYS(report, "tests=\"1\" failures=\"1\"");
  EXPECT_SAYS(report, "<failure message=\"gelu int8_8: RTL my_unit differs from golden in 1 of ");
  EXPECT_SAYS(report, "&#10;  first in cycle 194: y_o of input 1.15625 (word 0x25, segment 5): expected 0x");
  EXPECT_SAYS(report, "&#10;  replay: pwlsim run --unit int8_8 --function gelu ");
  EXPECT_EQ(files(), (std::set<std::string>{"my_unit.sv", "out.xml"}));
}

TEST_F(Cli, JunitReportIsThereWhenTheUnitEndsTheSimulation) {
  folder_.write("my_unit.sv", replaced(foreign_rtl(), "assign y_o = acc_q;",
                                       "assign y_o = acc_q; always_ff @(posedge clk_i) if (valid_o) $finish;"));
  const Outcome outcome =
      pwlsim({"compare", "--unit", "int8_8", "--stimulus", "codes8", "--rtl", "my_unit.sv", "--junit", "out.xml"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_SAYS(folder_.read("out.xml"), "failures=\"1\"");
  EXPECT_SAYS(folder_.read("out.xml"), "the unit called $finish");
}

// The replay command repeats all conditions of the run.
TEST_F(Cli, ReplayRepeatsAllConditions) {
  const std::string rtl = "$(touch x) it's\nmy_unit.sv";
  folder_.write(rtl, faulty_rtl());
  for (const Arguments& conditions :
       {Arguments{"--stimulus", "uniform", "--cycles", "700", "--seed", "12345", "--stall", "random:0.4"},
        Arguments{"--stimulus", "ramp", "--stall", "burst:3"},
        Arguments{"--stimulus", "codes8", "--table", PWLSIM_TEST_DATA "/gqa_lut/gelu_pwl_7.json"},
        Arguments{"--stimulus", "ramp", "--cycles", "1000", "--function", "tanh"},
        Arguments{"--stimulus", "words", "--rewrite", "0.05", "--stall", "alternate", "--scale", "2"}}) {
    SCOPED_TRACE(conditions[1]);
    const Outcome outcome = pwlsim(Arguments{"run", "--rtl", rtl, "--top", "my_unit"} + conditions);
    EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
    const Outcome replay = shell(replay_of(outcome.out), {PWLSIM_PROGRAM});
    EXPECT_EQ(replay.exit_code, 1) << replay.err;
    EXPECT_NE(first_mismatch(outcome.out), "");
    EXPECT_EQ(first_mismatch(replay.out), first_mismatch(outcome.out));
    EXPECT_EQ(files(), (std::set<std::string>{rtl, "mismatch.int8_8.fst", "mismatch.int8_8.vcd"}));
  }
}

// Errors in a foreign unit name the user's file, and for code that does not compile the line.
TEST_F(Cli, ForeignUnitThatDoesNotFitIsRefused) {
  const std::string good = foreign_rtl();
  const auto refusal = [&](const std::string& rtl, const Arguments& more = {}) {
    folder_.write("my unit.sv", rtl);
    const Outcome outcome = pwlsim(
        kRun + Arguments{"--rtl", "my unit.sv", "--top", "my_unit", "--json", "out.json", "--trace", "wave"} + more);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_SAYS("\n" + outcome.err, "\npwlsim: ");  // Verilator's warnings may come before it
    EXPECT_SAYS(outcome.err, "my unit.sv");
    EXPECT_EQ(files(), std::set<std::string>{"my unit.sv"});
    return outcome.err;
  };
  const std::string top = good.substr(0, good.find("module my_unit"));
  const auto line_of = [&](const std::string& words) {
    const std::size_t at = good.find(words, top.size());
    return std::count(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  };
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string rest = good.substr(top.size());
    const std::size_t at = rest.find(from);
    return top + rest.replace(at, from.size(), to);
  };
  const std::string x_port = "input  logic [WIDTH-1:0]           x_i";
  EXPECT_SAYS(refusal(broken("assign y_o = acc_q;", "assign y_o = = acc_q;")),
              fmt::format("my unit.sv:{}:", line_of("assign y_o = acc_q;")));
  EXPECT_SAYS(refusal(broken("assign y_o = acc_q;", "assign y_o = no_such_signal;")),
              fmt::format("my unit.sv:{}:", line_of("assign y_o = acc_q;")));
  EXPECT_SAYS(refusal(broken(x_port, "input  logic [WIDTH:0]             x_i")),
              "top my_unit has input x_i of 9 bits; a unit for int8_8 needs input x_i of 8 bits; --param NAME=VALUE "
              "sets parameters of my_unit, --unit says which unit it is to be\n");
  EXPECT_SAYS(refusal(good, {"--param", "ACC_WIDTH=24"}),
              "top my_unit has output y_o of 24 bits; a unit for int8_8 needs output y_o of 16 bits");
  EXPECT_SAYS(refusal(broken(x_port, x_port + ", input logic scan_i")), "scan_i");
  EXPECT_SAYS(refusal("module my_unit (input logic clk_i); endmodule\n"), "has no port");
  EXPECT_SAYS(refusal(good, {"--param", "NO_SUCH=1"}), "NO_SUCH");
  EXPECT_SAYS(refusal("module other; endmodule\n"), "my_unit");
  EXPECT_SAYS(refusal(""), "my_unit");
}

// Names are never run, expanded or formatted, and the files have exactly these names.
TEST_F(Cli, UnusualFileNames) {
  const std::string rtl = foreign_rtl();
  for (const std::string& name : unusual_names()) {
    SCOPED_TRACE(name);
    folder_.write(name + ".sv", rtl);
    folder_.write(name + ".txt", "1\n-1\n");
    const std::string out = output_of({"run", "--unit", "int8_8", "--rtl", name + ".sv", "--top", "my_unit",
                                       "--stimulus", name + ".txt", "--json", name + ".json", "--trace", name});
    EXPECT_SAYS(out, "inputs / results  2 / 2\n");
    EXPECT_EQ(files(), (std::set<std::string>{name + ".sv", name + ".txt", name + ".json", name + ".int8_8.fst",
                                              name + ".int8_8.vcd"}));
    const nlohmann::json json = json_of(name + ".json");
    EXPECT_EQ(json["stimulus"], name == "\xff" ? "\xef\xbf\xbd.txt" : name + ".txt");
    for (const std::string& file : files()) fs::remove(folder_.path() / file);
  }
}

}  // namespace
}  // namespace pwlsim::tests
