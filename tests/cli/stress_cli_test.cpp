// SPDX-License-Identifier: Apache-2.0
//
// pwlsim stress and pwlsim replay, as a user runs them.

#include <map>
#include <regex>
#include <set>

#include "sim/unit/plain_name.h"
#include "sim/unit/structures.h"
#include "sim/unit/unit_config.h"
#include "tests/cli/cli_fixture.h"
#include "tests/own_rtl.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class StressCli : public Cli {
 protected:
  /// The project's own RTL of int8_8 with one replacement, as options of a foreign unit; its files lie in the scratch
  /// folder.
  Arguments foreign(const std::string& file, const std::string& from, const std::string& to) {
    Arguments arguments = {"--top", "pwl_unit_int"};
    for (auto [name, text] : own_rtl_texts()) {
      if (name == file) {
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << file;
        text.replace(at, from.size(), to);
      }
      if (text.find("_fp") != std::string::npos) continue;
      arguments.push_back("--rtl");
      arguments.push_back(folder_.write(name, text));
    }
    return arguments;
  }

  static Arguments with(Arguments first, const Arguments& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
  }
};

TEST_F(StressCli, OwnModelsAreEqual) {
  const std::string text = output_of({"stress", "--units", "int8_8,int8_8q,fp32_8,wide16_8", "--sessions", "50",
                                      "--junit", "j.xml", "--evidence", "e.json"});
  EXPECT_NE(text.find("200 random sessions of 4 units, 200000 cycles: all models equal in every cycle"),
            std::string::npos)
      << text;
  EXPECT_NE(folder_.read("j.xml").find("tests=\"4\" failures=\"0\""), std::string::npos);
  const auto evidence = nlohmann::json::parse(folder_.read("e.json"));
  EXPECT_EQ(evidence["rows"].size(), 4U);
  EXPECT_EQ(output_of({"stress", "--units", "int8_8,int8_8q,fp32_8,wide16_8", "--sessions", "50"}), text);
}

TEST_F(StressCli, AFaultShrinksToAFileThatReplaysIt) {
  // The intercept is shifted by 4 or 5 less where s has bit 1 set.
  const Arguments rtl = foreign("pwl_add_int.sv", "extended << shift_i", "extended << (shift_i & 3'd5)");
  const Outcome found = pwlsim(with({"stress", "--unit", "int8_8", "-o", "a $(touch x) b", "--junit", "j.xml"}, rtl));
  EXPECT_EQ(found.exit_code, 1) << found.out << found.err;
  EXPECT_NE(found.out.find("shrunk from 1000 to "), std::string::npos) << found.out;
  EXPECT_SAYS(found.err, "; it is in a $(touch x) b.int8_8.txt and is shrunk now\n");
  EXPECT_NE(folder_.read("j.xml").find("failures=\"1\""), std::string::npos);

  const std::string file = "a $(touch x) b.int8_8.txt";
  const std::string text = folder_.read(file);
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 9) << text;  // with comment and unit: few cycles
  EXPECT_NE(found.out.find("replay: pwlsim replay 'a $(touch x) b.int8_8.txt'"), std::string::npos) << found.out;

  const Outcome again = pwlsim(with({"replay", file}, rtl));
  EXPECT_EQ(again.exit_code, 1) << again.out << again.err;
  EXPECT_NE(again.out.find("y_o is 0x"), std::string::npos) << again.out;
  EXPECT_NE(again.out.find('*'), std::string::npos);
  const std::string own = output_of({"replay", file});
  EXPECT_NE(own.find("all models equal in every cycle"), std::string::npos) << own;
  EXPECT_FALSE(fs::exists(folder_.path() / "x"));
}

TEST_F(StressCli, AUnitThatStopsTheSimulationShrinksToo) {
  const Arguments rtl = foreign("pwl_unit_int.sv", "endmodule",
                                "  always @(posedge clk_i) if (rst_ni && valid_i && x_i == 5) $fatal(1, \"five\");\n"
                                "endmodule");
  const Outcome found = pwlsim(with({"stress", "--unit", "int8_8", "-o", "five", "--junit", "j.xml"}, rtl));
  EXPECT_EQ(found.exit_code, 1) << found.out << found.err;
  EXPECT_SAYS(found.out, "stopped: ");
  EXPECT_SAYS(folder_.read("j.xml"), "failures=\"1\"");
  const std::string text = folder_.read("five.int8_8.txt");
  EXPECT_SAYS(text, "x=0x5");
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 5) << text;
  const Outcome again = pwlsim(with({"replay", "five.int8_8.txt"}, rtl));
  EXPECT_EQ(again.exit_code, 1) << again.err;
  EXPECT_SAYS(again.out, "stopped: ");
}

TEST_F(StressCli, ReplayShowsCyclesAndWritesWaveforms) {
  folder_.write("s.txt", "unit int8_8\nslope[7]=2\nx=3\nstall\n-\n");
  const std::string text = output_of({"replay", "s.txt", "--trace", "wave", "--show", "7"});
  EXPECT_NE(text.find("-r 0 0"), std::string::npos) << text;
  EXPECT_NE(text.find("vr 6 0"), std::string::npos) << text;  // 2 * 3; at zero breakpoints 3 is in the last segment
  EXPECT_TRUE(fs::exists(folder_.path() / "wave.int8_8.fst"));
  EXPECT_TRUE(fs::exists(folder_.path() / "wave.int8_8.vcd"));
}

// Names of units of any size have characters that are special to file systems, shells and readers of waveforms.
TEST_F(StressCli, WaveformsOfUnitsOfAnySizeHavePlainNames) {
  folder_.write("s.txt", "unit pwl_int:width=5,entries=3,stages=1\nslope[2]=2\nx=3\n-\n");
  const std::string text = output_of({"replay", "s.txt", "--trace", "wave"});
  const std::string stem = "wave.pwl_int_width_5_entries_3_stages_1";
  EXPECT_SAYS(text, "waveforms: " + stem + ".fst, " + stem + ".vcd\n");
  EXPECT_EQ(files(), (std::set<std::string>{"s.txt", stem + ".fst", stem + ".vcd"}));
  const std::string vcd = folder_.read(stem + ".vcd");
  std::set<std::string> scopes;
  const std::regex scope("\\$scope +module +(.*) +\\$end");
  for (std::sregex_iterator at(vcd.begin(), vcd.end(), scope), end; at != end; ++at) scopes.insert((*at)[1]);
  EXPECT_EQ(scopes.count("pwl_int_width_5_entries_3_stages_1"), 1U) << vcd.substr(0, 400);
  for (const std::string& name : scopes) EXPECT_TRUE(std::regex_match(name, std::regex("[A-Za-z_]\\w*"))) << name;
}

// The units are of every structure of the list, so a new structure needs no change here.
TEST_F(StressCli, RandomUnitsOfEveryStructureAreEqual) {
  const Arguments stress = {"stress", "--random", "2", "--seed", "3", "--sessions", "10"};
  const std::string text = output_of(stress + Arguments{"--evidence", "e.json"});
  const auto evidence = json_of("e.json");
  EXPECT_EQ(evidence["command"], "pwlsim stress --random 2 --sessions 10 --cycles 1000 --seed 3");
  std::map<std::string, int> of;
  for (const auto& row : evidence["rows"]) ++of[find_unit(row[0].get<std::string>()).structure->name()];
  for (const Structure* const structure : structures()) EXPECT_EQ(of[structure->name()], 2) << structure->name();
  EXPECT_EQ(evidence["rows"].size(), 2 * structures().size());
  EXPECT_EQ(output_of(stress), text);
}

// The chords of a unit's own table are of two slopes here, which hides a wrong slope. Other words show it.
TEST_F(StressCli, AFaultThatTheConstantsOfAUnitHideIsFoundWithOthers) {
  const std::string unit = "pwl_int_const:width=5,entries=4";
  fs::create_directory(folder_.path() / "rtl");
  for (auto [name, text] : own_rtl_texts()) {
    const std::string from = "SLOPES[segment_o*SLOPE_WIDTH +: SLOPE_WIDTH]";
    if (name == "pwl_unit_int_const.sv") {
      text.replace(text.find(from), from.size(), "SLOPES[(segment_o & 2)*SLOPE_WIDTH +: SLOPE_WIDTH]");
    }
    folder_.write("rtl/" + name, text);
  }
  const Outcome own = pwlsim({"stress", "--unit", unit, "--sessions", "5"});
  EXPECT_EQ(own.exit_code, 0) << own.out << own.err;
  setenv("PWLSIM_RTL", (folder_.path() / "rtl").c_str(), 1);
  const Outcome hidden = pwlsim({"stress", "--unit", unit, "--sessions", "1", "--seed", "3"});
  EXPECT_EQ(hidden.exit_code, 0) << hidden.out << hidden.err;
  const Outcome found = pwlsim({"stress", "--unit", unit, "--sessions", "5", "-o", "s"});
  EXPECT_EQ(found.exit_code, 1) << found.out << found.err;
  const std::string file = "s." + plain_name(find_unit(unit)) + ".txt";
  EXPECT_SAYS(folder_.read(file), "\nconstant slope 0x");
  const Outcome again = pwlsim({"replay", file});
  EXPECT_EQ(again.exit_code, 1) << again.out << again.err;
  unsetenv("PWLSIM_RTL");
  EXPECT_EQ(pwlsim({"replay", file}).exit_code, 0);
}

// The check itself: a fault in a part that all structures have is found in a unit of each, and its file replays it.
TEST_F(StressCli, AFaultIsFoundInRandomUnitsOfEveryStructure) {
  fs::create_directory(folder_.path() / "rtl");
  for (auto [name, text] : own_rtl_texts()) {
    const std::string from = "assign ready_o = free[0];";
    if (name == "pwl_pipe.sv") text.replace(text.find(from), from.size(), "assign ready_o = free[0] & ~valid_q[0];");
    folder_.write("rtl/" + name, text);
  }
  setenv("PWLSIM_RTL", (folder_.path() / "rtl").c_str(), 1);
  const Outcome found = pwlsim({"stress", "--random", "2", "--sessions", "3", "-o", "s", "--evidence", "e.json"});
  EXPECT_EQ(found.exit_code, 1) << found.err;
  const auto evidence = json_of("e.json");
  EXPECT_EQ(evidence["rows"].size(), 2 * structures().size());
  for (const auto& row : evidence["rows"]) {
    EXPECT_EQ(row.back(), "DIFFERS") << row;
    const std::string file = "s." + plain_name(find_unit(row[0].get<std::string>())) + ".txt";
    const Outcome again = pwlsim({"replay", file});
    EXPECT_EQ(again.exit_code, 1) << again.out << again.err;
    EXPECT_SAYS(again.out, "ready_o is 0x0");
  }
  unsetenv("PWLSIM_RTL");
}

TEST_F(StressCli, BadFilesAndOptionsAreRefused) {
  const auto fails = [&](const Arguments& arguments, const std::string& message) {
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_NE(outcome.err.find(message), std::string::npos) << outcome.err;
  };
  fails({"replay", "none.txt"}, "none.txt");
  folder_.write("bad.txt", "unit int8_8\nx=0x100\n");
  fails({"replay", "bad.txt"}, "bad.txt:2: ");
  fails({"stress", "--units", "int9_8"}, "int9_8");
  fails({"stress", "--sessions", "0"}, "--sessions");
  fails({"stress", "--unit", "int8_8", "--junit", "none/j.xml"}, "--junit");
  fails({"stress", "--unit", "int8_8", "-o", "none/s"}, "--output");
  fails({"stress", "--rtl", "a.sv"}, "--unit");
  fails({"stress", "--unit", "int8_8", "--random", "1", "--rtl", "a.sv"}, "--unit");
  fails({"stress", "--random", "0"}, "--random: '0' is not a whole number from 1 to 10000");
}

}  // namespace
}  // namespace pwlsim::tests
