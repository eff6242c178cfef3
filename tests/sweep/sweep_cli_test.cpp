// SPDX-License-Identifier: Apache-2.0
//
// `pwlsim sweep` on the command line.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "sim/base/replace_once.h"
#include "sim/base/source_folder.h"
#include "sim/report/evidence.h"
#include "tests/cli/cli_fixture.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

// About three seconds of a core, in 64 chunks.
const Arguments kLong = {"sweep",      "--unit", "fp32_8",     "--method", "uniform", "--from",
                         "0x3f000000", "--to",   "0x407fffff", "--chunk",  "393216"};

class SweepCli : public Cli {
 protected:
  /// Starts pwlsim in the background; returns its process.
  pid_t start(const Arguments& arguments) const {
    const pid_t child = fork();
    if (child != 0) return child;
    std::vector<std::string> texts = {PWLSIM_PROGRAM};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& text : texts) argv.push_back(text.data());
    argv.push_back(nullptr);
    const int log = open((streams_.path() / "log").c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0666);
    if (chdir(folder_.path().c_str()) == 0 && dup2(log, 1) >= 0 && dup2(log, 2) >= 0) execv(argv[0], argv.data());
    _exit(127);
  }

  /// Number of records in a state file.
  std::size_t records(const std::string& file) const {
    if (!fs::exists(folder_.path() / file)) return 0;
    const std::string text = folder_.read(file);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    return lines == 0 ? 0 : static_cast<std::size_t>(lines) - 1;
  }

  /// Sends a signal as soon as the state has some records; returns how the process ended.
  int interrupt(pid_t child, const std::string& state, std::size_t least, int signal) const {
    int status = 0;
    while (records(state) < least) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (waitpid(child, &status, WNOHANG) == child) return status;
    }
    kill(child, signal);
    waitpid(child, &status, 0);
    return status;
  }

  std::string digest(const std::string& json) const { return json_of(json)["digest"]; }
};

TEST_F(SweepCli, SweepsAllCodesOfABatch) {
  const std::string out =
      output_of({"sweep", "--unit", "int8_8", "--function", "all", "--scale", "0..6", "--method", "uniform", "--tails",
                 "free", "--json", "sweep.json", "--junit", "sweep.xml", "--evidence", "sweep_evidence.json"});
  EXPECT_SAYS(out, "14336 results of 56 tables, 0 mismatches, digest");
  EXPECT_SAYS(out, "gelu int8_8, 7 scales");
  const nlohmann::json json = json_of("sweep.json");
  EXPECT_EQ(json["items"].size(), 56U);
  EXPECT_EQ(json["results"], 56 * 256);
  EXPECT_EQ(json["mismatches"], 0);
  EXPECT_SAYS(folder_.read("sweep.xml"), "tests=\"56\"");
  const Evidence evidence = read_evidence((folder_.path() / "sweep_evidence.json").string());
  EXPECT_EQ(evidence.check, "sweep");
  EXPECT_EQ(evidence.rows.size(), 8U);
  EXPECT_EQ(evidence.command,
            "pwlsim sweep --function all --unit int8_8 --tails free --scale 0..6 --method uniform --seed 1 --weights "
            "uniform");
}

// A model with constants serves the table that it was built for and no other.
TEST_F(SweepCli, UnitsWithConstantsHaveAModelForEachTable) {
  for (const char* unit : {"pwl_int_const:width=4,entries=3", "hardwired:width=4"}) {
    const std::string out = output_of(
        {"sweep", "--unit", unit, "--function", "gelu,exp", "--scale", "0,2", "--method", "optimal", "--jobs", "1"});
    EXPECT_SAYS(out, "64 results of 4 tables, 0 mismatches");
  }
}

TEST_F(SweepCli, SweepsTheTablesOfFiles) {
  output_of({"fit", "--unit", "int8_8", "--function", "gelu,exp", "--scale", "4,5", "--method", "uniform", "-o",
             "int8.json"});
  output_of({"fit", "--unit", "bf16_8", "--function", "gelu", "--method", "uniform", "-o", "bf16.json"});
  const std::string all = output_of({"sweep", "--table", "int8.json", "--table", "bf16.json", "--json", "all.json"});
  EXPECT_SAYS(all, "66560 results of 5 tables, 0 mismatches");
  const std::string some =
      output_of({"sweep", "--table", "int8.json", "--function", "exp", "--unit", "int8_8q", "--scale", "5"});
  EXPECT_SAYS(some, "exp int8_8q s=5");
  EXPECT_SAYS(some, "256 results of 1 table, 0 mismatches");
  // A request that matches nothing is an error, not an empty sweep.
  for (const Arguments& wish :
       {Arguments{"--function", "gelu,silu"}, Arguments{"--scale", "4..6"}, Arguments{"--unit", "int8_8,fp32_8"}}) {
    const Outcome outcome = pwlsim(Arguments{"sweep", "--table", "int8.json"} + wish);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_SAYS(outcome.err, "--table int8.json: no table of ");
  }
  // The same tables, made in one run.
  output_of({"sweep", "--unit", "bf16_8", "--method", "uniform", "--json", "bf16_sweep.json"});
  EXPECT_EQ(json_of("bf16_sweep.json")["items"][0]["digest"], json_of("all.json")["items"][4]["digest"]);
}

TEST_F(SweepCli, ReportsAFaultThatOneInputShows) {
  // A copy of the RTL in which one input word of 65536 is wrong.
  Arguments rtl = {"--rtl"};
  for (auto [name, text] : own_rtl_texts()) {
    if (name == "pwl_unit_fp.sv") {
      text = replace_once(text, "x_q         <= x_i;", "x_q <= x_i ^ W'(x_i == 16'h3c05 ? 16'h200 : 16'h0);", name);
    }
    rtl.push_back(folder_.write(name, text));
  }
  const Arguments unit = {"--unit", "fp16_8", "--method", "uniform", "--top", "pwl_unit_fp"};
  const Arguments parameters = {"--param", "EXPONENT=5", "MANTISSA=10", "ENTRIES=8"};
  const Outcome outcome = pwlsim(Arguments{"sweep"} + unit + parameters +
                                 Arguments{"--json", "faulty.json", "--junit", "faulty.xml"} + rtl);
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_SAYS(outcome.out, "gelu fp16_8: 1 of 65536 results differ; first at x = 0x3c05 (1.0048");
  EXPECT_SAYS(outcome.out, "65536 results of 1 table, 1 mismatch, digest");
  EXPECT_SAYS(folder_.read("faulty.xml"), "failures=\"1\"");
  const nlohmann::json first = json_of("faulty.json")["items"][0]["first_mismatch"];
  EXPECT_EQ(first["x"], 0x3c05);
  EXPECT_NE(first["expected"], first["actual"]);

  // Both commands that it prints reproduce the fault.
  const auto line = [&](const std::string& begin) {
    const std::size_t at = outcome.out.find(begin) + begin.size();
    return outcome.out.substr(at, outcome.out.find('\n', at) - at);
  };
  for (const char* begin : {"again: ", "replay with a waveform: "}) {
    const Outcome again = shell("pwlsim() { \"$PWLSIM_TEST_PROGRAM\" \"$@\"; }; PWLSIM_TEST_PROGRAM=$0; " + line(begin),
                                {PWLSIM_PROGRAM});
    EXPECT_EQ(again.exit_code, 1) << line(begin) << again.out << again.err;
  }
  const Outcome narrow = pwlsim(Arguments{"sweep", "--from", "0x3c06", "--to", "0xffff"} + unit + parameters + rtl);
  EXPECT_EQ(narrow.exit_code, 0) << narrow.out << narrow.err;
}

TEST_F(SweepCli, GoesOnAfterAKillAndRepeatsNothingThatWasDone) {
  output_of(kLong + Arguments{"--json", "whole.json"});
  const Arguments resumable = kLong + Arguments{"--state", "state", "--jobs", "2"};
  const int status = interrupt(start(resumable), "state", 5, SIGKILL);
  ASSERT_TRUE(WIFSIGNALED(status)) << streams_.read("log");
  const std::string killed = folder_.read("state");
  const std::string kept = killed.substr(0, killed.rfind('\n') + 1);
  EXPECT_EQ(pwlsim(resumable + Arguments{"--json", "resumed.json"}).exit_code, 0);
  EXPECT_EQ(digest("resumed.json"), digest("whole.json"));
  EXPECT_EQ(json_of("resumed.json")["results"], json_of("whole.json")["results"]);
  EXPECT_EQ(folder_.read("state").substr(0, kept.size()), kept);
  EXPECT_EQ(records("state"), 64U);  // each chunk once

  // After a damaged tail only that chunk is done again, and a message says so.
  std::string text = folder_.read("state");
  folder_.write("state", text.substr(0, text.size() - 30));
  const Outcome mended = pwlsim(resumable + Arguments{"--json", "mended.json"});
  EXPECT_EQ(mended.exit_code, 0);
  EXPECT_SAYS(mended.err, "state: 1 damaged line(s); what they said is done again");
  EXPECT_EQ(records("state"), 65U);
  EXPECT_EQ(digest("mended.json"), digest("whole.json"));

  // A state file of another kind.
  const Outcome foreign =
      pwlsim({"sweep", "--unit", "fp32_8", "--function", "silu", "--method", "uniform", "--state", "state"});
  EXPECT_EQ(foreign.exit_code, 2);
  EXPECT_SAYS(foreign.err, "--state state: is the state of another sweep (gelu fp32_8)");
}

TEST_F(SweepCli, StopsInGoodOrder) {
  const std::pair<int, std::string> signals[] = {{SIGINT, "2"}, {SIGTERM, "15"}};
  for (const auto& [signal, name] : signals) {
    const Arguments arguments = kLong + Arguments{"--state", "state" + name};
    const int status = interrupt(start(arguments), "state" + name, 2, signal);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 128 + signal);
    EXPECT_SAYS(streams_.read("log"), "stopped by signal " + name + "; ");
    EXPECT_SAYS(streams_.read("log"), "of 64 chunks are in state" + name + "; the same command goes on from there");
  }
}

TEST_F(SweepCli, ShardsAddUpToTheWhole) {
  const Arguments sweep = {"sweep", "--unit", "fp16_8,int16_8", "--method", "uniform", "--chunk", "10000"};
  output_of(Arguments{"sweep", "--unit", "fp16_8,int16_8", "--method", "uniform", "--json", "whole.json"});
  for (const char* shard : {"1", "2", "3"}) {
    const std::string out =
        output_of(sweep + Arguments{"--shard", std::string(shard) + "/3", "--state", std::string(shard) + ".state"});
    EXPECT_SAYS(out, "shard " + std::string(shard) + "/3: ");
    EXPECT_SAYS(out, "pwlsim sweep merge");
  }
  const Arguments merge = {"sweep", "merge", "1.state", "2.state", "3.state"};
  const std::string out = output_of(merge + Arguments{"--json", "merged.json", "--junit", "m.xml", "--evidence", "e"});
  EXPECT_SAYS(out, "131072 results of 2 tables, 0 mismatches");
  EXPECT_EQ(digest("merged.json"), digest("whole.json"));
  for (const char* figure : {"results", "judged", "max_error", "max_error_at_word"}) {
    EXPECT_EQ(json_of("merged.json")["items"][0][figure], json_of("whole.json")["items"][0][figure]) << figure;
  }
  const Outcome missing = pwlsim({"sweep", "merge", "1.state", "3.state"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_SAYS(missing.err, "chunks are missing: gelu fp16_8 0x2710 to 0x4e1f");
  EXPECT_SAYS(missing.err, "run or finish --shard 2/3");
  const Outcome wrong = pwlsim(sweep + Arguments{"--shard", "2/3", "--state", "1.state"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_SAYS(wrong.err, "is the state of shard 1/3");
}

TEST_F(SweepCli, TakesFilesOfAnyName) {
  const Arguments sweep = {"sweep", "--unit", "int8_8", "--method", "uniform"};
  for (const std::string& name : unusual_names()) {
    const std::string state = name + ".state";
    const Outcome outcome = pwlsim(sweep + Arguments{"--state", state, "--json", name + ".json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(pwlsim({"sweep", "merge", state}).exit_code, 0);
    EXPECT_EQ(files(), (std::set<std::string>{state, name + ".json"}));
    fs::remove(folder_.path() / state);
    fs::remove(folder_.path() / (name + ".json"));
  }
}

TEST_F(SweepCli, SaysWhatIsWrong) {
  const auto refuses = [&](const Arguments& arguments, const std::string& words) {
    const Outcome outcome = pwlsim(Arguments{"sweep", "--unit", "int8_8", "--method", "uniform"} + arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_SAYS(outcome.err, words);
  };
  refuses({"--shard", "1/2"}, "--shard: needs --state FILE");
  refuses({"--shard", "0/2", "--state", "s"}, "--shard 0/2: is not one such as 1/4");
  refuses({"--shard", "two", "--state", "s"}, "--shard two: is not one such as 1/4");
  refuses({"--from", "0x100"}, "is not a range of the input words of int8_8, 0 to 0xff");
  refuses({"--from", "9", "--to", "8"}, "is not a range of the input words of int8_8");
  refuses({"--from", "0xg"}, "--from 0xg: is not an input word such as 4660 or 0x1234");
  refuses({"--chunk", "10"}, "--chunk: '10' is not a whole number from 1024");
  refuses({"--jobs", "0"}, "--jobs");
  refuses({"--top", "x"}, "--top, --param and --latency describe a foreign unit");
  refuses({"--state", "no/folder"}, "--state no/folder: No such file or directory");
  refuses({"--json", "no/folder"}, "--json no/folder: there is no folder");
  refuses({"--table", "t.json"}, "--method excludes --table");
  const Outcome missing = pwlsim({"sweep", "--table", "missing.json"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_SAYS(missing.err, "missing.json: No such file or directory");
  const Outcome nothing = pwlsim({"sweep", "merge"});
  EXPECT_EQ(nothing.exit_code, 2);
}

// An error during a sweep is not taken for a signal, and leaves no report of an earlier run.
TEST_F(SweepCli, SaysThatTheRtlCannotBeBuilt) {
  folder_.write("bad.sv", "module bad; nonsense\n");
  folder_.write("old.xml", "<testsuite name=\"sweep\" failures=\"0\"/>");
  const Outcome outcome = pwlsim(
      {"sweep", "--unit", "int8_8", "--method", "uniform", "--rtl", "bad.sv", "--state", "s", "--junit", "old.xml"});
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_SAYS(outcome.err, "bad.sv:1:");
  EXPECT_EQ(outcome.err.find("signal"), std::string::npos) << outcome.err;
  EXPECT_EQ(folder_.read("old.xml"), "");
}

// A state of another program is refused, because the golden model is part of the program.
TEST_F(SweepCli, RefusesAStateOfAnotherProgram) {
  const Arguments sweep = {"sweep", "--unit", "int8_8", "--method", "uniform", "--state", "s"};
  output_of(sweep);
  output_of(sweep);
  fs::copy_file(PWLSIM_PROGRAM, folder_.path() / "other");
  fs::create_directory(folder_.path() / "share");
  fs::create_directory_symlink(source_folder(), folder_.path() / "share/pwlsim");
  std::ofstream(folder_.path() / "other", std::ios::app) << "another build";
  const Outcome outcome = shell("exec ./other \"$@\"", Arguments{"other"} + sweep);
  EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
  EXPECT_SAYS(outcome.err, "s: ");
}

}  // namespace
}  // namespace pwlsim::tests
