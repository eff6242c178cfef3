// SPDX-License-Identifier: Apache-2.0
#include "sim/report/coverage_report.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/report/document_json.h"
#include "sim/report/evidence.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

CoveragePoint toggle(const std::string& name, std::uint64_t count) {
  return {.file = "a.sv", .line = 7, .column = 3, .toggle = true, .name = name, .instance = "top", .count = count};
}

/// A report of a unit with two bins and two bits. By default all of them are met.
CoverageReport report_of(std::uint64_t bin_hits = 1, std::uint64_t toggles = 9,
                         const std::vector<Waiver>& waivers = {}) {
  UnitCoverage unit;
  unit.unit = "int8_8";
  unit.bins = {{"segment.0", "", 5}, {"segment.1", "", bin_hits}, {"wraps", "it has room", 0}};
  unit.points = {toggle("x", 9), toggle("y", toggles), {"a.sv", 3, 1, false, "if", "top", 1}};
  CoverageReport report;
  report.units = {unit};
  report.rtl = merge_coverage(unit.points, waivers);
  return report;
}

std::vector<std::string> failures(const CoverageReport& report, const CoverageFloor& floor, bool of_part = false) {
  std::vector<std::string> messages;
  for (const CheckCase& c : judge_coverage(report, floor, of_part)) {
    if (!c.passed) messages.push_back(c.message);
  }
  return messages;
}

TEST(CoverageReport, HoldsItsOwnFloor) {
  for (const CoverageReport& report : {report_of(), report_of(0), report_of(1, 0), report_of(0, 0)}) {
    EXPECT_EQ(failures(report, floor_of(report)), std::vector<std::string>());
  }
}

TEST(CoverageReport, AShareBelowTheFloorFails) {
  const CoverageFloor floor = floor_of(report_of());
  EXPECT_EQ(failures(report_of(0), floor),
            std::vector<std::string>{"int8_8: 1 of 2 bins met, the floor is 100.00 %\nnot met: segment.1"});
  EXPECT_EQ(failures(report_of(1, 2), floor),
            std::vector<std::string>{"a.sv: 50.00 % of toggles covered (1 of 2), the floor is 100.00 %\n"
                                     "a.sv:7 toggle y"});
}

TEST(CoverageReport, WhatTheFloorDoesNotKnowHasToBeCovered) {
  CoverageFloor floor = floor_of(report_of());
  floor.rtl.clear();
  floor.functional.clear();
  EXPECT_EQ(failures(report_of(), floor), std::vector<std::string>());
  EXPECT_EQ(failures(report_of(0, 0), floor).size(), 2U);
}

/// As report_of(), with two more bits z[0] and z[1] that are claimed to be constant.
CoverageReport constant_report(std::uint64_t toggles = 1) {
  CoverageReport report = report_of();
  std::vector<CoveragePoint>& points = report.units[0].points;
  points.push_back(toggle("z[0]", 0));
  points.push_back(toggle("z[1]", toggles));
  points[3].constant = points[4].constant = true;
  report.rtl = merge_coverage(points, {});
  return report;
}

TEST(CoverageReport, AConstantThatChangesFails) {
  CoverageFloor floor = floor_of(constant_report());
  EXPECT_EQ(failures(constant_report(), floor), std::vector<std::string>());
  const std::vector<std::string> changed = {
      "int8_8: changes though Yosys calls it constant: a.sv:7 toggle z[1] in top"};
  EXPECT_EQ(failures(constant_report(2), floor), changed);
  floor.units = {"int8_8", "fp32_8"};
  EXPECT_EQ(failures(constant_report(2), floor, true), changed) << "also of a part of the units";
  EXPECT_EQ(coverage_document(constant_report(2), "").sections[1].notes[0],
            "int8_8 changes though Yosys calls it constant: a.sv:7 toggle z[1] in top");
}

// A bit that is stuck by mistake is constant as well.
TEST(CoverageReport, OtherConstantsThanTheFloorsFail) {
  const std::string fails =
      "a.sv: constant bits are not those of the floor; pwlsim coverage --update after a look at them";
  CoverageFloor floor = floor_of(report_of());
  EXPECT_EQ(failures(constant_report(), floor), std::vector<std::string>{fails + "\nconstant: z[0..1]"});
  EXPECT_EQ(failures(report_of(), floor_of(constant_report())),
            std::vector<std::string>{fails + "\nof the floor: z[0..1]"});
  floor.rtl.clear();
  EXPECT_EQ(failures(constant_report(), floor).size(), 1U) << "what the floor does not know has none";
}

TEST(CoverageReport, AFileThatIsGoneFails) {
  CoverageFloor floor = floor_of(report_of());
  floor.file = "floor.json";
  floor.rtl["gone.sv"] = {};
  EXPECT_EQ(failures(report_of(), floor), std::vector<std::string>{"gone.sv of floor.json is in none of the units"});
}

TEST(CoverageReport, AStaleWaiverAnImpossibleBinAndAMismatchFail) {
  const CoverageFloor floor = floor_of(report_of());
  EXPECT_EQ(failures(report_of(1, 9, {{"a.sv", true, {"z"}, "why", 4}}), floor),
            std::vector<std::string>{"the waiver of a.sv z (line 4) matches no point"});
  CoverageReport impossible = report_of();
  impossible.units[0].bins[2].hits = 1;
  EXPECT_EQ(failures(impossible, floor), std::vector<std::string>{"int8_8: met though listed as unreachable: wraps"});
  CoverageReport different = report_of();
  different.units[0].mismatch = "int8_8: RTL differs";
  EXPECT_EQ(failures(different, floor), std::vector<std::string>{"int8_8: RTL differs"});
}

TEST(CoverageReport, OfAPartOfTheUnitsOnlyBinsAreJudged) {
  CoverageFloor floor = floor_of(report_of());
  floor.file = "floor.json";
  floor.units = {"int8_8", "fp32_8"};
  EXPECT_EQ(failures(report_of(1, 0), floor, true), std::vector<std::string>());
  EXPECT_EQ(failures(report_of(0, 0), floor, true).size(), 1U);
  EXPECT_EQ(
      failures(report_of(), floor),
      std::vector<std::string>{"the units are not those of floor.json; pwlsim coverage --update measures it anew"});
  const std::vector<CheckCase> cases = judge_coverage(report_of(), floor, true);
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_TRUE(cases[1].skipped);
  EXPECT_EQ(cases[1].message, "the units are not those of floor.json");
}

TEST(CoverageReport, FloorsAreReadAsTheyAreWritten) {
  const ScratchFolder folder;
  CoverageFloor floor = floor_of(report_of(0, 0));
  EXPECT_EQ(floor.rtl.at("a.sv").toggles, 50);
  floor.rtl["b.sv"] = {33.33, 66.66, {"x[0..3]", "y"}};
  const CoverageFloor read = read_coverage_floor(folder.write("floor.json", coverage_floor_json(floor)));
  EXPECT_EQ(coverage_floor_json(read), coverage_floor_json(floor));
  for (const char* bad : {"", "{}", "[1]", R"({"units": [], "rtl": {}, "functional": {"int8_8": 101}})",
                          R"({"units": [], "rtl": {"a.sv": {"lines": 3}}, "functional": {}})",
                          R"({"units": 3, "rtl": {}, "functional": {}})"}) {
    EXPECT_THROW(read_coverage_floor(folder.write("bad.json", bad)), InputError) << bad;
  }
}

TEST(CoverageReport, TellsWhatIsOpen) {
  const CoverageReport report = report_of(0, 0, {{"a.sv", true, {"y"}, "why", 1}});
  const auto holes = [](const CoverageReport& of) { return coverage_document(of, "seed 1").sections[1].notes; };
  EXPECT_EQ(holes(report), std::vector<std::string>{"not met: int8_8 segment.1"});
  EXPECT_EQ(holes(report_of(1, 0)), std::vector<std::string>{"open: a.sv:7 toggle y"});
  const Evidence evidence = evidence_of("coverage", "pwlsim coverage", coverage_document(report, "seed 1"));
  EXPECT_EQ(evidence.check, "coverage");
  EXPECT_EQ(evidence.command, "pwlsim coverage");
  EXPECT_EQ(evidence.conditions, "seed 1");
  EXPECT_EQ(evidence.columns, (std::vector<std::string>{"of", "lines and branches", "toggles", "constant", "waived",
                                                        "functional bins", "unreachable"}));
  EXPECT_EQ(evidence.rows,
            (std::vector<std::vector<std::string>>{{"a.sv", "1 of 1", "1 of 1", "0", "1", "-", "-"},
                                                   {"int8_8", "1 of 1", "1 of 2", "0", "-", "1 of 2", "1"}}));
  EXPECT_EQ(evidence.summary,
            "100.00 % of 1 lines and branches, 100.00 % of 1 toggles (0 bits constant, 1 points waived), 1 of 2 bins "
            "of 1 units");
  const nlohmann::json json = nlohmann::json::parse(document_json(coverage_document(report_of(3, 0), "")));
  EXPECT_EQ(json["units"][0]["bins"]["segment.1"], 3);
  EXPECT_EQ(json["units"][0]["unreachable"]["wraps"], "it has room");
  EXPECT_EQ(json["rtl"][0]["open"][0], "a.sv:7 toggle y");
  const nlohmann::json constant = nlohmann::json::parse(document_json(coverage_document(constant_report(), "")));
  EXPECT_EQ(constant["rtl"][0]["constants"][0], "z[0..1]");
  EXPECT_EQ(constant["rtl"][0]["toggles"]["constant"], 2);
  EXPECT_EQ(constant["units"][0]["toggles"]["constant"], 2);
}

}  // namespace
}  // namespace pwlsim::tests
