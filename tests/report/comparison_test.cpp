// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "sim/report/document_json.h"
#include "sim/report/document_terminal.h"
#include "sim/unit/unit_config.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

UnitReport report_of(const std::string& unit_name, const std::string& function_name, std::uint64_t inputs = 100) {
  const UnitConfig& unit = find_unit(unit_name);
  const Function& function = find_function(function_name);
  const Table table = find_fit_method("uniform").fit({function, unit});
  UnitReport report{&function,
                    table,
                    quantise(table, function, unit),
                    unit.latency(),
                    {},
                    ErrorStatistics(function),
                    std::vector<std::uint64_t>(static_cast<std::size_t>(unit.entries), 7),
                    ""};
  Random random(3);
  for (int i = 0; i < static_cast<int>(inputs); ++i) {
    const double x = function.lo + (function.hi - function.lo) * random.uniform();
    report.errors.add(x, x, function.exact(x) + 0.01 * random.normal());
  }
  report.lockstep.cycles = 131;
  report.lockstep.flow_cycles = inputs;
  report.lockstep.inputs = inputs;
  report.lockstep.results = report.lockstep.answered = inputs;
  report.lockstep.verdicts = {{"SystemC", 0, inputs, {}}, {"RTL", 0, inputs, {}}};
  return report;
}

void inject_mismatch(UnitReport& report) {
  ModelVerdict& rtl = report.lockstep.verdicts[1];
  rtl.mismatches = 3;
  rtl.results = 99;
  rtl.first = Mismatch{
      .cycle = 41, .port = "y_o", .input = {-0.75, 0xe8}, .segment = 3, .expected = 0xfffffffffffffff1, .actual = 0xf0};
  report.replay = "pwlsim run --seed 1";
}

const RunConditions kConditions{.program = "pwlsim 0.1.0",
                                .method = "uniform",
                                .stimulus = "codes8",
                                .stall = "none",
                                .seed = 0xffff'ffff'ffff'ffff};

nlohmann::json json_of(const std::vector<UnitReport>& reports, const RunConditions& conditions = kConditions) {
  return nlohmann::json::parse(document_json(comparison_document(reports, conditions)));
}

std::string comparison_text(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  return document_text(comparison_document(reports, conditions), kAnyWidth);
}

std::string unit_text(const UnitReport& report, const RunConditions& conditions) {
  return document_text(unit_document(report, conditions), kAnyWidth);
}

// A unit that is too slow may meet a slower clock; one with a hold violation fails at any clock.
TEST(ClockCases, FailWhereAPathIsTooShort) {
  UnitReport report = report_of("int8_8", "silu");
  EXPECT_EQ(clock_cases("cost", {report}).size(), 0U);
  report.cost.emplace();
  report.cost->timing.slack = 1;
  EXPECT_TRUE(clock_cases("cost", {report})[0].passed);
  report.cost->timing.hold_slack = -0.01;
  const CheckCase early = clock_cases("cost", {report})[0];
  EXPECT_FALSE(early.passed || early.skipped);
  EXPECT_EQ(early.group, "cost.clock");
  report.cost->timing = {};
  report.cost->timing.slack = -1;
  EXPECT_TRUE(clock_cases("cost", {report})[0].skipped);
}

// Every figure comes back from the text bit for bit.
TEST(ComparisonJson, FiguresRoundTrip) {
  for (const char* unit : {"int8_8", "int16_8q", "fp32_16"}) {
    const UnitReport report = report_of(unit, "silu");
    const nlohmann::json json = json_of({report});
    EXPECT_EQ(json["program"], "pwlsim 0.1.0");
    EXPECT_EQ(json["stimulus"], "codes8");
    EXPECT_EQ(json["stall"], "none");
    EXPECT_EQ(json["method"], "uniform");
    EXPECT_EQ(json["seed"].get<std::uint64_t>(), kConditions.seed);
    ASSERT_EQ(json["runs"].size(), 1U);
    const nlohmann::json& run = json["runs"][0];
    EXPECT_EQ(run["function"], "silu");
    EXPECT_EQ(run["unit"], unit);
    EXPECT_EQ(run["entries"], report.registers.config.entries);
    EXPECT_EQ(run["latency"], report.latency);
    EXPECT_EQ(run.contains("scale"), report.registers.config.input_scale);
    EXPECT_EQ(run.contains("output_scale"), report.registers.config.output_scale);
    EXPECT_EQ(run["results_per_cycle"].get<double>(), 1.0);
    EXPECT_EQ(run["cycles"], 131);
    EXPECT_EQ(run["inputs"], 100);
    EXPECT_EQ(run["results"], 100);
    EXPECT_EQ(run["segment_hits"].size(), static_cast<std::size_t>(report.registers.config.entries));
    const nlohmann::json& errors = run["errors"];
    EXPECT_EQ(errors["judged"], 100);
    EXPECT_EQ(errors["out_of_range"], 0);
    EXPECT_EQ(errors["mse"].get<double>(), report.errors.mse());
    EXPECT_EQ(errors["mean_error"].get<double>(), report.errors.mean_error());
    EXPECT_EQ(errors["mean_absolute_error"].get<double>(), report.errors.mean_absolute());
    EXPECT_EQ(errors["max_absolute_error"].get<double>(), report.errors.max_absolute());
    EXPECT_EQ(errors["max_at"].get<double>(), report.errors.max_at());
    EXPECT_TRUE(errors["max_relative_error"].is_null());  // the function has a zero
    EXPECT_EQ(errors["snr_db"].get<double>(), report.errors.snr_db());
    EXPECT_EQ(errors["end_to_end_mse"].get<double>(), report.errors.end_to_end_mse());
    EXPECT_TRUE(run["equal"].get<bool>());
    EXPECT_EQ(run["models"].size(), 2U);
    EXPECT_FALSE(run["models"][1].contains("first_mismatch"));
  }
}

TEST(ComparisonJson, MismatchKeepsAll64Bits) {
  UnitReport report = report_of("int32w_8", "gelu");
  inject_mismatch(report);
  const nlohmann::json run = json_of({report})["runs"][0];
  EXPECT_FALSE(run["equal"].get<bool>());
  EXPECT_EQ(run["models"][1]["mismatches"], 3);
  EXPECT_EQ(run["models"][1]["results"], 99);
  const nlohmann::json& first = run["models"][1]["first_mismatch"];
  EXPECT_EQ(first["cycle"], 41);
  EXPECT_EQ(first["port"], "y_o");
  EXPECT_EQ(first["input"].get<double>(), -0.75);
  EXPECT_EQ(first["input_word"], 0xe8);
  EXPECT_EQ(first["segment"], 3);
  EXPECT_EQ(first["expected"].get<std::uint64_t>(), 0xfffffffffffffff1);
  EXPECT_EQ(first["actual"], 0xf0);
}

// JSON can hold neither NaN nor infinity nor bytes that are not UTF-8.
TEST(ComparisonJson, WhatJsonCannotHoldIsReplaced) {
  const UnitReport nothing = report_of("int8_8", "div", 0);
  RunConditions conditions = kConditions;
  conditions.stimulus = "a\xff\"\n\x01.npy";
  const nlohmann::json json = json_of({nothing}, conditions);
  EXPECT_EQ(json["stimulus"], "a\xef\xbf\xbd\"\n\x01.npy");
  for (const char* figure : {"mse", "max_absolute_error", "max_at", "snr_db", "end_to_end_mse"}) {
    EXPECT_TRUE(json["runs"][0]["errors"][figure].is_null()) << figure;
  }
}

TEST(ComparisonText, NothingJudgedIsADash) {
  const UnitReport report = report_of("int8_8", "div", 0);
  const std::string text = comparison_text({report}, kConditions);
  EXPECT_NE(text.find(" -               -           -          -     -        -       - "), std::string::npos) << text;
  EXPECT_EQ(text.find("nan"), std::string::npos) << text;
  EXPECT_NE(text.find("judged: inputs in the function's range"), std::string::npos) << text;
  EXPECT_EQ(unit_text(report, kConditions).find("nan"), std::string::npos);
}

TEST(ComparisonText, OneMismatchTurnsTheVerdict) {
  std::vector<UnitReport> reports = {report_of("int8_8", "gelu"), report_of("fp32_8", "gelu"),
                                     report_of("int8_8", "exp")};
  EXPECT_NE(comparison_text(reports, kConditions).find("SystemC = RTL = golden in every cycle: yes"),
            std::string::npos);
  EXPECT_EQ(mismatch_text(reports), "");
  inject_mismatch(reports[1]);
  const std::string text = comparison_text(reports, kConditions);
  EXPECT_NE(text.find("SystemC = RTL = golden in every cycle: NO"), std::string::npos) << text;
  EXPECT_NE(text.find("DIFFERS"), std::string::npos) << text;
  EXPECT_NE(unit_text(reports[1], kConditions).find("in every cycle: NO"), std::string::npos);
  EXPECT_EQ(mismatch_text(reports),
            "gelu fp32_8: RTL differs from golden in 3 of 131 cycles, delivered 99 results for 100 inputs\n"
            "  first in cycle 41: y_o of input -0.75 (word 0xe8, segment 3): expected 0xfffffffffffffff1, actual 0xf0\n"
            "  replay: pwlsim run --seed 1\n");
}

TEST(ComparisonCases, FailWithTheMismatchAndItsReplay) {
  std::vector<UnitReport> reports = {report_of("int8_8", "gelu"), report_of("fp32_8", "exp")};
  reports[0].seconds = 1.5;
  inject_mismatch(reports[1]);
  const std::vector<CheckCase> cases = comparison_cases("compare", reports);
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].group, "compare.gelu");
  EXPECT_EQ(cases[0].name, "int8_8");
  EXPECT_EQ(cases[0].seconds, 1.5);
  EXPECT_TRUE(cases[0].passed);
  EXPECT_EQ(cases[0].message, "");
  EXPECT_EQ(cases[1].group, "compare.exp");
  EXPECT_FALSE(cases[1].passed);
  EXPECT_EQ(cases[1].message, mismatch_text({reports[1]}));
  // All models have fewer results than inputs.
  reports[0].lockstep.inputs += 1;
  EXPECT_EQ(comparison_cases("compare", reports)[0].message, "results are missing");
}

// A model that loses a result without a wrong output is not equal either.
TEST(ComparisonText, LostResultIsAMismatch) {
  UnitReport report = report_of("int8_8", "gelu");
  report.lockstep.verdicts[0].results = 99;
  EXPECT_NE(comparison_text({report}, kConditions).find("NO"), std::string::npos);
  EXPECT_NE(mismatch_text({report}).find("SystemC differs from golden in 0 of 131 cycles, delivered 99 results"),
            std::string::npos);
}

// The latency of a foreign unit is not that of the configuration.
TEST(ComparisonText, LatencyIsTheUnitsOwn) {
  UnitReport report = report_of("int8_8", "gelu");
  report.latency = 5;
  EXPECT_NE(unit_text(report, kConditions).find("latency 5"), std::string::npos);
  EXPECT_EQ(json_of({report})["runs"][0]["latency"], 5);
}

}  // namespace
}  // namespace pwlsim::tests
