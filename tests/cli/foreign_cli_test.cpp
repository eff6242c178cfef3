// SPDX-License-Identifier: Apache-2.0
//
// Units whose ports differ from ours, in every command that takes --rtl.

#include <gtest/gtest.h>
#include <algorithm>
#include <cstddef>
#include <set>
#include <string>

#include "sim/base/file.h"
#include "sim/lockstep/rtl_loader.h"
#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {
namespace {

std::string foreign(const std::string& file) { return std::string(PWLSIM_ROOT) + "/tests/rtl/foreign/" + file; }

/// A unit with other names, a reset of the other polarity, further ports and no back-pressure.
Arguments acme() {
  return {
      "--unit", "int8_4",
      "--rtl",  foreign("acme_act.sv"),
      "--port", "clk_i=clk,rst_ni=~arst,valid_i=in_valid,x_i=in_data,valid_o=out_valid,y_o=out_data,ready_i=,ready_o=",
      "--port", "wr_en_i=cfg_we,wr_addr_i=cfg_addr,wr_data_i=cfg_wdata"};
}

const Arguments kTies = {"--tie", "scan_en=0,busy="};

/// One with a fixed table besides, and nothing but data ports.
Arguments fixed(const std::string& table) {
  return {"--unit",        "int8_4",
          "--rtl",         foreign("acme_fixed.sv"),
          "--port",        "clk_i=clk,rst_ni=,valid_i=,valid_o=,ready_i=,ready_o=,x_i=in_data,y_o=out_data",
          "--fixed-table", table};
}

class ForeignCli : public Cli {
 protected:
  /// What pwlsim says of arguments that it refuses.
  std::string refusal(const Arguments& arguments) const {
    const Outcome outcome = pwlsim(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out << outcome.err;
    return outcome.err;
  }

  void make_tables() const {
    output_of({"fit", "--unit", "int8_4", "-o", "acme_gelu.mem"});
    output_of({"fit", "--unit", "int8_4", "-o", "gelu.json"});
    output_of({"fit", "--unit", "int8_4", "--function", "silu", "-o", "silu.json"});
  }
};

TEST_F(ForeignCli, OtherPortsEqualTheGoldenModel) {
  const std::string run = output_of(Arguments{"run"} + acme() + kTies);
  EXPECT_SAYS(run, "SystemC = RTL acme_act = golden in every cycle: yes");
  EXPECT_SAYS(output_of(Arguments{"stress", "--sessions", "20"} + acme() + kTies), "equal in every cycle");
  EXPECT_SAYS(output_of(Arguments{"sweep"} + acme() + kTies), "256 results of 1 table, 0 mismatches");
}

TEST_F(ForeignCli, AFaultIsFoundWithARepeatableCommand) {
  const Arguments bug = acme() + kTies + Arguments{"--param", "BUG=1"};
  const Outcome run = pwlsim(Arguments{"run", "--stimulus", "codes"} + bug);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_SAYS(run.out, "word 0x11");
  EXPECT_SAYS(run.out, "rst_ni=~arst");
  EXPECT_SAYS(run.out, "--tie scan_en=0,busy=");
  const Outcome stress = pwlsim(Arguments{"stress", "--sessions", "20"} + bug);
  EXPECT_EQ(stress.exit_code, 1);
  const Outcome replay = pwlsim(Arguments{"replay", "stress.int8_4.txt"} +
                                Arguments(bug.begin() + 2, bug.end()));  // the file says which unit it is of
  EXPECT_EQ(replay.exit_code, 1) << replay.err;
  EXPECT_SAYS(replay.out, "x=0x11");
  const Outcome sweep = pwlsim(Arguments{"sweep"} + bug);
  EXPECT_EQ(sweep.exit_code, 1);
  EXPECT_SAYS(sweep.out, "1 of 256 results differ; first at x = 0x11");
}

TEST_F(ForeignCli, StallsOfTheReceiverAreLeftOutAloud) {
  const Outcome outcome = pwlsim(Arguments{"run", "--stall", "random"} + acme() + kTies);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_SAYS(outcome.err, "the unit has no back-pressure, so that the output side takes every result");
  // A unit that is said to take none, but has to be stalled: the golden model under stalls cannot be met.
  const Outcome stalled = pwlsim(Arguments{"run", "--stall", "input:0.5"} + acme() + kTies);
  EXPECT_EQ(stalled.exit_code, 0) << stalled.out;
}

TEST_F(ForeignCli, AFixedTableStandsInPlaceOfTheWritePort) {
  make_tables();
  EXPECT_SAYS(output_of(Arguments{"run"} + fixed("gelu.json")), "RTL acme_fixed = golden in every cycle: yes");
  EXPECT_SAYS(output_of(Arguments{"stress", "--sessions", "20"} + fixed("gelu.json")), "equal in every cycle");
  EXPECT_SAYS(output_of(Arguments{"sweep"} + fixed("gelu.json")), "256 results of 1 table, 0 mismatches");
  // Another table is not what the unit has, and a session that shows it keeps that table.
  EXPECT_EQ(pwlsim(Arguments{"run", "--function", "silu"} + fixed("silu.json")).exit_code, 1);
  EXPECT_EQ(pwlsim(Arguments{"sweep"} + fixed("silu.json")).exit_code, 1);
  const Outcome stress = pwlsim(Arguments{"stress", "--sessions", "2"} + fixed("silu.json"));
  EXPECT_EQ(stress.exit_code, 1);
  const Arguments without_unit = fixed("silu.json");
  const Outcome replay =
      pwlsim(Arguments{"replay", "stress.int8_4.txt"} + Arguments(without_unit.begin() + 2, without_unit.end()));
  EXPECT_EQ(replay.exit_code, 1) << replay.err;
}

TEST_F(ForeignCli, CostIsThatOfTheForeignUnit) {
  output_of(Arguments{"cost", "--json", "cost.json"} + acme() + kTies);
  output_of({"cost", "--json", "own.json", "--unit", "int8_4"});
  const auto foreign_cost = json_of("cost.json");
  const auto own_cost = json_of("own.json");
  const auto area = [](const nlohmann::json& document) {
    return document["runs"][0]["cost"]["area_um2"].get<double>();
  };
  EXPECT_GT(area(foreign_cost), 0.5 * area(own_cost));
  EXPECT_NE(area(foreign_cost), area(own_cost));
  const Outcome shown = pwlsim(Arguments{"cost"} + acme() + kTies);
  EXPECT_SAYS(shown.out, "the unit is RTL acme_act");
  EXPECT_SAYS(shown.out, "logic");
  make_tables();
  EXPECT_EQ(pwlsim(Arguments{"cost"} + fixed("gelu.json")).exit_code, 0);
}

TEST_F(ForeignCli, ProofIsOfItsDataPath) {
  const std::string proven = output_of(Arguments{"prove"} + acme() + kTies);
  EXPECT_SAYS(proven, "1 proofs hold, 0 fail, 10 of 10 mutants refuted");
  const Outcome bug = pwlsim(Arguments{"prove", "--param", "BUG=1"} + acme() + kTies);
  EXPECT_EQ(bug.exit_code, 1);
  EXPECT_SAYS(bug.out, "foreign/acme_act: refuted by x_i=0x11");
  for (const char* latency : {"1", "3"}) {
    const Outcome early = pwlsim(Arguments{"prove", "--latency", latency} + acme() + kTies);
    EXPECT_EQ(early.exit_code, 1) << latency;
    EXPECT_SAYS(early.out, "REFUTED");
  }
  make_tables();
  EXPECT_SAYS(output_of(Arguments{"prove"} + fixed("gelu.json")), "1 proofs hold, 0 fail, 10 of 10 mutants refuted");
  EXPECT_EQ(pwlsim(Arguments{"prove"} + fixed("silu.json")).exit_code, 1);
  EXPECT_SAYS(refusal(Arguments{"prove", "--gates"} + acme() + kTies), "about the project's RTL");
}

TEST_F(ForeignCli, CoverageIsThatOfTheForeignFiles) {
  const std::string all = output_of(Arguments{"coverage"} + acme() + kTies);
  EXPECT_SAYS(all, "acme_act.sv");
  EXPECT_SAYS(all, "open: acme_act.sv:");
  EXPECT_EQ(all.find("pwlsim_adapter"), std::string::npos);
  const Outcome bug = pwlsim(Arguments{"coverage", "--param", "BUG=1"} + acme() + kTies);
  EXPECT_EQ(bug.exit_code, 1);
  EXPECT_SAYS(bug.out, "RTL acme_act differs from the golden model");
  make_tables();
  EXPECT_SAYS(output_of(Arguments{"coverage"} + fixed("gelu.json")), "acme_fixed.sv");
  EXPECT_SAYS(refusal(Arguments{"coverage", "--update"} + acme() + kTies), "the floor is of the project's RTL");
}

/// The name of the mutant of that rule at a piece of text that a file has once.
std::string mutant(const std::string& file, const std::string& text, const std::string& rule) {
  const std::string all = read_file(foreign(file));
  const std::size_t at = all.find(text);
  EXPECT_NE(at, std::string::npos) << text;
  EXPECT_EQ(all.find(text, at + 1), std::string::npos) << text;
  const auto line = std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  return file + ":" + std::to_string(line) + ":" + std::to_string(at - all.rfind('\n', at)) + " " + rule;
}

TEST_F(ForeignCli, MutantsAreOfTheUsersFiles) {
  const std::string list = output_of(Arguments{"mutate", "--list", "--wide"} + acme() + kTies);
  EXPECT_SAYS(list, mutant("acme_act.sv", "> limits[middle]", "operator"));
  EXPECT_SAYS(list, mutant("acme_types.svh", "7:0", "width"));
  EXPECT_EQ(list.find("pwl"), std::string::npos) << "nothing of ours";
  const std::string header =
      output_of(Arguments{"mutate", "--list", "--wide", "--files", "acme_types.svh"} + acme() + kTies);
  EXPECT_EQ(header.find("acme_act.sv"), std::string::npos);
  const Arguments sample = Arguments{"mutate", "--list", "--sample", "5", "--seed", "2"} + acme() + kTies;
  EXPECT_EQ(output_of(sample), output_of(sample));
}

TEST_F(ForeignCli, AMutantIsKilledByTheLockstep) {
  const auto judged = [&](const std::string& id, const Arguments& unit) {
    const Arguments arguments = Arguments{"mutate", "--verbose", "--wide", "--json", "m.json", "--id", id} + unit;
    const std::string text = output_of(arguments);
    EXPECT_SAYS(text, "1 of 1 mutants killed");
    EXPECT_SAYS(text, id);
    EXPECT_SAYS(output_of(arguments), "from the cache: 1 of 1 verdicts");
  };
  judged(mutant("acme_act.sv", "> limits[middle]", "operator"), acme() + kTies);
  judged(mutant("acme_types.svh", "7:0", "width"), acme() + kTies);  // a file that another one includes
  make_tables();
  judged(mutant("acme_fixed.sv", "> words[1]", "operator"), fixed("gelu.json"));
}

TEST_F(ForeignCli, AMutantThatSurvivesHasToBeExplained) {
  // The result is looked at only where it is valid, so that it may change at other times.
  const std::string id = mutant("acme_act.sv", "held_valid) out_data", "condition");
  const Arguments one = Arguments{"mutate", "--id", id} + acme() + kTies;
  const Outcome open = pwlsim(one);
  EXPECT_EQ(open.exit_code, 1) << open.out << open.err;
  EXPECT_SAYS(open.out, id + " survives:");
  const std::string begin = "acme_act.sv\t";
  const std::size_t at = open.out.find(begin);
  ASSERT_NE(at, std::string::npos) << open.out;
  const std::string entry = open.out.substr(at, open.out.find('\n', at) - at + 1);
  folder_.write("list.txt", "= nobody looks at a result that is not valid\n" + entry);
  EXPECT_SAYS(output_of(one + Arguments{"--rtl-survivors", "list.txt"}), "1 equivalent or explained");
  folder_.write("list.txt", "= out of date\nacme_act.sv\tno such line\tnor this\n" + entry);
  const Outcome stale = pwlsim(one + Arguments{"--rtl-survivors", "list.txt"});
  EXPECT_EQ(stale.exit_code, 1);
  EXPECT_SAYS(stale.out, "list.txt:2: there is no such mutant of acme_act.sv");
}

TEST_F(ForeignCli, AMutantThatDoesNotEndIsKilled) {
  const std::string end = "assign busy = held_valid | out_valid;";
  folder_.write("extra.txt", "endless\tacme_act.sv\t" + end + "\t" + end +
                                 " int i; always @(posedge clk) if (in_valid && in_data == 8'sd5) begin i = 0;"
                                 " while (i < 10) i = i & 3; if (i > 5) $write(\"no end of line\"); end\n"
                                 "chatter\tacme_act.sv\t" +
                                 end + "\t" + end +
                                 " always @(posedge clk) if (in_valid && in_data == 8'sd5) $write(\"no end of line\");"
                                 " always @(posedge clk) if (in_valid && in_data == 8'sd6) $stop;\n");
  setenv("PWLSIM_CYCLE_SECONDS", "1", 1);
  const std::string killed =
      output_of(Arguments{"mutate", "--extra", "--rtl-extra", "extra.txt", "--verbose", "--wide"} + acme() + kTies);
  unsetenv("PWLSIM_CYCLE_SECONDS");
  EXPECT_SAYS(killed, "2 of 2 mutants killed");
  EXPECT_SAYS(killed, "does not end");
  EXPECT_SAYS(killed, "stopped: ");
}

TEST_F(ForeignCli, AUnitThatIsWrongItselfJudgesNoMutant) {
  const std::string id = mutant("acme_act.sv", "> limits[middle]", "operator");
  const Arguments bug = acme() + kTies + Arguments{"--param", "BUG=1"};
  const std::string refused = refusal(Arguments{"mutate", "--id", id} + bug);
  EXPECT_SAYS(refused, "RTL acme_act: int8_4 without a mutant was killed: random");
  EXPECT_SAYS(refused, "see pwlsim stress --unit int8_4 --rtl");
  EXPECT_SAYS(refusal({"mutate", "--unit", "int8_4"}), "--unit is that of --rtl");
  EXPECT_SAYS(refusal(Arguments{"mutate", "--files", "pwl_pipe.sv"} + acme() + kTies),
              "there is no source pwl_pipe.sv");
}

TEST_F(ForeignCli, BudgetsAreOfTheForeignUnit) {
  const Arguments check = Arguments{"check", "--budgets", "my.json"} + acme() + kTies;
  EXPECT_SAYS(refusal(Arguments{"check"} + acme() + kTies), "need a file of your own: --budgets FILE");
  EXPECT_SAYS(refusal(check), "my.json: is not there; --update makes it");
  EXPECT_SAYS(output_of(check + Arguments{"--update"}), "wrote my.json\n");
  const auto budgets = json_of("my.json");
  EXPECT_EQ(budgets["conditions"]["unit"], "int8_4");
  EXPECT_EQ(budgets["units"].size(), 1);
  EXPECT_GT(budgets["units"]["acme_act"]["power_mw"].get<double>(), 0);
  EXPECT_SAYS(output_of(check), "all 12 figures are within the tolerances of my.json");
  // The same file again, with an area that is not the unit's.
  auto other = budgets;
  other["units"]["acme_act"]["area_um2"] = 1.1 * budgets["units"]["acme_act"]["area_um2"].get<double>();
  folder_.write("my.json", other.dump(2));
  const Outcome drifted = pwlsim(check);
  EXPECT_EQ(drifted.exit_code, 1);
  EXPECT_SAYS(drifted.out, "acme_act um2: expected");
  EXPECT_SAYS(drifted.out, "1 of 12 figures differ from my.json");
  // A unit that is wrong has no figures.
  const std::string before = folder_.read("my.json");
  EXPECT_EQ(pwlsim(check + Arguments{"--param", "BUG=1", "--update"}).exit_code, 1);
  EXPECT_EQ(folder_.read("my.json"), before);
  // Whose figures they are.
  EXPECT_SAYS(refusal({"check", "--budgets", "my.json"}), "holds figures of RTL acme_act; name its files with --rtl");
  const Arguments wrong = {"check", "--budgets", "my.json", "--unit", "int8_8", "--rtl", foreign("acme_act.sv")};
  EXPECT_SAYS(refusal(wrong), "holds figures of RTL for int8_4, not for int8_8");
  const Arguments tiny = {"check", "--budgets", "my.json", "--rtl", foreign("my_act.sv")};
  EXPECT_SAYS(refusal(tiny), "holds figures of acme_act, not of my_act");
  folder_.write("own.json", read_file(std::string(PWLSIM_ROOT) + "/tests/budgets.json"));
  EXPECT_SAYS(refusal(Arguments{"check", "--budgets", "own.json"} + acme() + kTies),
              "own.json: holds figures of pwlsim's own units");
}

TEST_F(ForeignCli, LogicIsCountedByInstance) {
  const UnitConfig& unit = find_unit("int8_4");
  const RtlSource own = own_rtl(unit);  // a unit with instances, as somebody else's
  Arguments cost = {"cost", "--wide", "--json", "cost.json", "--unit", "int8_4", "--top", own.top, "--rtl"};
  for (const fs::path& file : own.files) cost.push_back(file.string());
  for (const std::string& parameter : own.parameters) cost.insert(cost.end(), {"--param", parameter});
  const Outcome outcome = pwlsim(cost);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_SAYS(outcome.out, "area by instance, flops and logic");
  EXPECT_SAYS(outcome.out, "no gate is shared or left out across the border of an instance; sum ");
  const auto document = json_of("cost.json");
  double sum = 0, share = 0;
  std::set<std::string> names;
  for (const auto& row : document["instances"]) {
    names.insert(row["instance"].get<std::string>());
    sum += row["area_um2"].get<double>();
    share += row["share"].get<double>();
  }
  EXPECT_GT(names.size(), 2U);
  EXPECT_EQ(names.count("u_table"), 1U);
  EXPECT_NEAR(share, 1, 1e-9);
  const double flat = document["runs"][0]["cost"]["area_um2"].get<double>();
  EXPECT_GT(sum, 0.9 * flat);
  EXPECT_LT(sum, 1.5 * flat);
  // A unit without instances has one row, in which an adapter's gates count, too.
  output_of(Arguments{"cost", "--json", "flat.json"} + acme() + kTies);
  const auto rows = json_of("flat.json")["instances"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["instance"], "top");
}

TEST_F(ForeignCli, MutantsReachIncludedFilesAndLibraries) {
  std::string unit = read_file(foreign("my_act.sv"));
  const auto replace = [&](const std::string& from, const std::string& to) {
    ASSERT_NE(unit.find(from), std::string::npos) << from;
    unit.replace(unit.find(from), from.size(), to);
  };
  replace("x_i >= breakpoint[1]", "x_i > breakpoint[1]");
  replace("wire       above_0 = x_i > breakpoint[0];",
          "wire above_0;\n  greater u_greater (.a_i(x_i), .b_i(breakpoint[0]), .y_o(above_0));");
  replace("ready_i || !valid_o", "`FREE");
  replace("16'(held_intercept)", "`WIDE'(held_intercept)");
  const std::string whole = folder_.path() / "whole.svh";
  for (const char* name : {"src", "inc", "lib"}) fs::create_directories(folder_.path() / name);
  folder_.write("src/unit.sv", "`include \"../inc/free.svh\"\n`include \"" + whole + "\"\n" + unit);
  folder_.write("inc/free.svh", "`define FREE (ready_i || !valid_o)\n");
  folder_.write("whole.svh", "`define WIDE (15 + 1)\n");
  folder_.write("lib/greater.sv",
                "module greater (input logic signed [7:0] a_i, b_i, output logic y_o);\n"
                "  assign y_o = a_i > b_i;\nendmodule\n");
  folder_.write("files.f", "src/unit.sv\n-y lib\n");
  const Arguments mutate = {"mutate", "--unit", "int8_4", "-f", "files.f", "--top", "my_act"};
  const std::string list = output_of(mutate + Arguments{"--list", "--wide"});
  EXPECT_SAYS(list, "unit.sv:");
  // No copy can take the place of a file that is included by its whole path.
  EXPECT_EQ(list.find("whole.svh"), std::string::npos) << list;
  for (const char* id : {"free.svh:1:23 operator", "greater.sv:2:20 operator"}) {
    EXPECT_SAYS(list, id);
    EXPECT_SAYS(output_of(mutate + Arguments{"--id", id}), "1 of 1 mutants killed");
  }
  // The judge names the user's file, and not the copy of it.
  folder_.write("extra.txt", "broken\tgreater.sv\ta_i > b_i\ta_i > no_such\n");
  const Outcome rejected = pwlsim(mutate + Arguments{"--extra", "--rtl-extra", "extra.txt", "--wide"});
  EXPECT_EQ(rejected.exit_code, 1);
  EXPECT_SAYS(rejected.out, "greater.sv broken has to be killed, and is not (rejected");
  EXPECT_SAYS(rejected.out, "%Error: " + (folder_.path() / "lib/greater.sv").string() + ":2:");
  // A change without effect in each file.
  output_of(mutate + Arguments{"--harmless"});
}

TEST_F(ForeignCli, AProofTellsOfSurvivorsWhetherTheyComputeTheSame) {
  const std::string id = mutant("acme_act.sv", "held_valid) out_data", "condition");
  const Outcome flow = pwlsim(Arguments{"mutate", "--prove", "--id", id} + acme() + kTies);
  EXPECT_EQ(flow.exit_code, 1) << flow.err;
  EXPECT_SAYS(flow.out, id + " survives, proven: each input alone gives its result");
  EXPECT_SAYS(pwlsim({"mutate", "--list", "--prove", "--sample", "1"}).err,
              "--prove has no effect: only mutants of --rtl are proven");
}

TEST_F(ForeignCli, WhatAUnitLacksIsNotAskedOfIt) {
  make_tables();
  EXPECT_SAYS(refusal(Arguments{"run", "--rewrite", "0.1"} + fixed("gelu.json")), "has no write port");
  EXPECT_SAYS(refusal(Arguments{"run", "--reset", "0.1"} + fixed("gelu.json")), "has no rst_ni");
  EXPECT_SAYS(refusal(Arguments{"run", "--table", "gelu.json"} + fixed("gelu.json")), "--fixed-table has the table");
}

TEST_F(ForeignCli, EachPortThatDiffersIsNamedWithWhatToDo) {
  const Arguments file = {"run", "--unit", "int8_4", "--rtl", foreign("acme_act.sv")};
  EXPECT_SAYS(refusal(file), "has no port clk_i; a unit for int8_4 needs input clk_i of 1 bit; --port clk_i=NAME");
  const Arguments all = Arguments{"run"} + acme();
  EXPECT_SAYS(refusal(all), "scan_en: acme_act has this further input; --tie scan_en=0 gives it a value");
  EXPECT_SAYS(refusal(all + Arguments{"--tie", "scan_en=0"}), "--tie busy= leaves it open");
  EXPECT_SAYS(refusal(all + Arguments{"--tie", "scan_en=,busy="}), "has no value for this input");
  EXPECT_SAYS(refusal(all + Arguments{"--tie", "scan_en=0,busy=1"}), "drives this output itself");
  EXPECT_SAYS(refusal(all + kTies + Arguments{"--tie", "foo=1"}), "has no further port of that name");
  EXPECT_SAYS(refusal(all + kTies + Arguments{"--tie", "busy="}), "is given twice");
  EXPECT_SAYS(refusal(all + kTies + Arguments{"--port", "q_i=x"}), "is not a port of a unit; these are clk_i");
  EXPECT_SAYS(refusal(all + kTies + Arguments{"--port", "segment_o=zz"}), "has no port zz");
  EXPECT_SAYS(refusal(all + kTies + Arguments{"--port", "segment_o=busy"}), "output busy of 1 bit; a unit for int8_4");
  EXPECT_SAYS(refusal(all + kTies + Arguments{"--tie", "a b=1"}), "is not NAME=VALUE");
  EXPECT_SAYS(refusal(all + kTies + Arguments{"--tie", "a=$(x);"}), "is not a Verilog number");
  EXPECT_SAYS(refusal({"run", "--unit", "int8_4", "--rtl", foreign("acme_fixed.sv"), "--port", "wr_en_i=,clk_i=clk"}),
              "rst_ni");
  EXPECT_SAYS(refusal({"run", "--tie", "a=1"}), "describe a foreign unit; name its files with --rtl");
}

}  // namespace
}  // namespace pwlsim::tests
