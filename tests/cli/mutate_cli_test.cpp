// SPDX-License-Identifier: Apache-2.0
//
// pwlsim mutate, as a user runs it.

#include "tests/cli/cli_fixture.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class MutateCli : public Cli {};

TEST_F(MutateCli, ASampleOfTheRtlIsKilledOrExplained) {
  const std::string text = output_of(
      {"mutate", "--models", "rtl", "--sample", "10", "--seed", "1", "--junit", "j.xml", "--evidence", "e.json"});
  EXPECT_SAYS(text, " of 10 mutants killed");
  EXPECT_SAYS(text, ", 0 unexplained");
  EXPECT_EQ(json_of("e.json")["rows"].back()[1], "10");
  EXPECT_SAYS(folder_.read("j.xml"), "failures=\"0\"");
}

TEST_F(MutateCli, ASampleOfSystemcIsKilledOrExplained) {
  const std::string text = output_of({"mutate", "--models", "systemc", "--sample", "4", "--seed", "1"});
  EXPECT_SAYS(text, " of 4 mutants killed");
  EXPECT_SAYS(text, ", 0 unexplained");
}

// Hand-written faults in every part of the RTL and of SystemC.
TEST_F(MutateCli, EachExtraMutantIsKilled) {
  output_of({"mutate", "--extra", "--evidence", "e.json"});
  const std::string summary = json_of("e.json")["summary"];
  EXPECT_SAYS(summary, "RTL: 43 of 43 mutants killed");
  EXPECT_SAYS(summary, "SystemC: 49 of 49 mutants killed");
  EXPECT_EQ(json_of("e.json")["command"], "pwlsim mutate --extra");
}

TEST_F(MutateCli, AnExtraMutantThatLivesFails) {
  folder_.write("extra.txt", "nothing\tpwl_pipe.sv\tassign ready_o = free[0];\tassign ready_o =  free[0];\n");
  const Outcome outcome = pwlsim({"mutate", "--models", "rtl", "--extra", "--rtl-extra", "extra.txt"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
  EXPECT_SAYS(outcome.out, "pwl_pipe.sv nothing has to be killed, and is not (same");
}

// The check itself: a change without effect survives, which is a failure.
TEST_F(MutateCli, AHarmlessChangeSurvives) {
  output_of({"mutate", "--files", "pwl_expand_int.sv,expand_int.h", "--harmless"});
}

// Machine errors whose messages are in no list: files of at most half a KiB, twelve open files per process.
TEST_F(MutateCli, SourcesThatDoNotBuildForWantOfResourcesAreNotRejected) {
  for (const auto& [name, text] : own_rtl_texts()) folder_.write(name, text);
  const Arguments judge = {PWLSIM_PROGRAM, "mutate", "--judge", "rtl",      "--trial",
                           "mutant",       "--unit", "int8_8",  "--folder", folder_.path()};
  for (const char* limit : {"ulimit -f 1", "ulimit -n 12"}) {
    const Outcome outcome = shell(std::string(limit) + "; exec \"$0\" \"$@\"", judge);
    EXPECT_NE(outcome.exit_code, 0) << limit << outcome.err;
    EXPECT_EQ(outcome.out.find("rejected"), std::string::npos) << limit << outcome.out;
    EXPECT_EQ(outcome.out.find("killed"), std::string::npos) << limit << outcome.out;
  }
  // Sources that are wrong themselves are rejected.
  folder_.write("pwl_pipe.sv", "module pwl_pipe;\n");
  const Outcome rejected = shell("exec \"$0\" \"$@\"", judge);
  EXPECT_EQ(rejected.exit_code, 0) << rejected.err;
  EXPECT_SAYS(rejected.out, "rejected\t");
}

TEST_F(MutateCli, ASurvivorThatNobodyExplainsFails) {
  folder_.write("list.txt", "");
  const std::string id = OwnPlace("pwl_expand_int.sv", "if (i <= Y_WIDTH) begin", "<=").in_text + " operator";
  const Arguments one = {"mutate", "--models", "rtl", "--files", "pwl_expand_int.sv", "--id", id};
  const Outcome outcome = pwlsim(one + Arguments{"--rtl-survivors", "list.txt"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
  EXPECT_SAYS(outcome.out, id + " survives");
  output_of(one);
}

TEST_F(MutateCli, AnExplanationOutOfDateFails) {
  const std::string id = OwnPlace("pwl_pipe.sv", "assign ready_o = free[0];", "0").in_text + " constant";
  folder_.write("list.txt",
                "= test\n"
                "pwl_pipe.sv\tassign ready_o = free[0];\tassign ready_o = free[1];\n"
                "pwl_pipe.sv\tno such line\tno such line, either\n");
  const Outcome outcome = pwlsim(
      {"mutate", "--models", "rtl", "--rtl-survivors", "list.txt", "--id", id, "--files", "pwl_pipe.sv", "--verbose"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
  EXPECT_SAYS(outcome.out, "list.txt:2: " + id + " does not survive (killed");
  EXPECT_SAYS(outcome.out, "list.txt:3: there is no such mutant of pwl_pipe.sv: no such line, either");
}

TEST_F(MutateCli, SaysWhatIsWrongWithTheCommandLine) {
  const auto fails = [&](const Arguments& arguments, const char* words) {
    const Outcome outcome = pwlsim(Arguments{"mutate"} + arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_SAYS(outcome.err, words);
  };
  fails({"--models", "vhdl"}, "unknown model 'vhdl'; known: rtl, systemc");
  fails({"--files", "pwl_no.sv"}, "--files: there is no source pwl_no.sv");
  fails({"--id", "pwl_pipe.sv:1:1 operator"}, "there is no such mutant; pwlsim mutate --list names them");
  fails({"--rtl-survivors", "no/list.txt"}, "no/list.txt");
  folder_.write("extra.txt", "name\tpwl_pipe.sv\tno such text\tother text\n");
  fails({"--rtl-extra", "extra.txt"}, "extra.txt:1: pwl_pipe.sv: \"no such text\" is not there exactly once");
  fails({"--evidence", "no/folder/e.json"}, "--evidence");
}

TEST_F(MutateCli, ListsTheSameMutantsAgainAndAgain) {
  const Arguments list = {"mutate", "--list", "--sample", "20", "--seed", "5", "--wide"};
  const std::string text = output_of(list);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2 + 2 * 20);  // heads and rule; RTL and SystemC
  EXPECT_EQ(output_of(list), text);
  EXPECT_NE(output_of({"mutate", "--list", "--sample", "20", "--seed", "6", "--wide"}), text);
}

}  // namespace
}  // namespace pwlsim::tests
