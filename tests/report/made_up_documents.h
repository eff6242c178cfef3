// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/budgets.h"
#include "sim/report/cost_table.h"
#include "sim/report/coverage_report.h"
#include "sim/report/evidence.h"
#include "sim/report/mutate_report.h"
#include "sim/report/prove_report.h"
#include "sim/report/scenario_table.h"
#include "sim/report/stress_report.h"
#include "sim/report/sweep_report.h"
#include "tests/report/made_up_budgets.h"
#include "tests/report/made_up_reports.h"
#include "tests/rooms.h"
#include "tests/sweep/made_up_sweep.h"

namespace pwlsim::tests {

/// Runs with everything that a run can have: a mismatch, resets, output scales, glitches, several functions.
inline std::vector<UnitReport> made_up_runs() {
  std::vector<UnitReport> reports;
  for (const char* function : {"gelu", "exp"}) {
    for (const char* unit : {"int8_8", "int8_8q", "int32w_16", "fp32_8"}) {
      reports.push_back(made_up_report(unit, {}, function));
    }
  }
  UnitReport& wrong = reports[2];
  wrong.lockstep.verdicts[1].mismatches = 3;
  wrong.lockstep.verdicts[1].first = Mismatch{
      .cycle = 41, .port = "y_o", .input = {-0.75, 0xe8}, .segment = 3, .expected = 0xfffffffffffffff1, .actual = 0xf0};
  wrong.lockstep.dropped = 5;
  wrong.replay = "pwlsim run --unit int32w_16";
  reports[0].cost->power->glitches = GlitchEstimate{.cycles = 1000, .settled = 0.010, .with_glitches = 0.0118};
  reports[1].cost->timing.slack = -0.1;
  reports[1].cost->timing.hold_slack = -0.1;
  reports[3].cost->beyond = {7, 3, 2};
  reports[0].cost->mapped_area = 1000;
  reports[0].cost->instances = {{"top", 10, 240}, {"u_mul", 32, 800}};
  reports[3].cost->no_instances = "Yosys failed: ERROR: found logic loop";
  return reports;
}

inline RunConditions made_up_run_conditions() {
  RunConditions conditions = made_up_conditions();
  conditions.settings = {{"cycles", 1000}, {"output scale", 3}};
  conditions.cost->node_nand2_um2 = 0.49;
  conditions.cost->glitches = true;
  return conditions;
}

inline Document made_up_sweep_document() {
  std::map<std::size_t, ChunkRecord> records;
  for (std::size_t chunk = 0; chunk < 5; ++chunk) records[chunk] = made_up_record(chunk);
  JournalHeader header = made_up_header();
  header.items[1].run = "pwlsim run --unit int8_8";
  SweepSummary summary = summarise(header, records);
  summary.items[1].totals.mismatches = 1;
  summary.items[1].totals.first = SweepMismatch{.x = 3,
                                                .expected = 4,
                                                .actual = 5,
                                                .expected_segment = 1,
                                                .actual_segment = 2,
                                                .number = -0.75,
                                                .missing = false};
  return sweep_document(summary, "pwlsim test; RTL against golden model");
}

inline Document made_up_coverage_document() {
  UnitCoverage unit;
  unit.unit = "int8_8";
  unit.bins = {{"segment.0", "", 5}, {"segment.1", "", 0}, {"wraps", "it has room", 2}};
  unit.points = {
      {"a.sv", 7, 3, true, "x", "top", 9}, {"a.sv", 7, 3, true, "y", "top", 0}, {"a.sv", 3, 1, false, "if", "top", 1}};
  CoverageReport report;
  report.units = {unit};
  report.rtl = merge_coverage(unit.points, {{"b.sv", true, {"y"}, "why", 1}});
  return coverage_document(report, "seed 1");
}

inline Document made_up_prove_document() {
  static const std::vector<Proof> proofs = [] {
    std::vector<Proof> all(3);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].group = "part";
      all[i].name = "datapath/int32w_16_" + std::to_string(i);
      all[i].states = "pwl_segment_int and all that follows = binary search in the sorted breakpoints";
      all[i].covers = "32 bits, 16 entries, all shifts";
    }
    all[2].unsettled = "multipliers of that size do not end in a day";
    return all;
  }();
  std::vector<ProofResult> results = {{&proofs[0], Standing::kProven, 1.5, 3, 3, 700, "", {1, 1000000}, true},
                                      {&proofs[1], Standing::kRefuted, 0.1, 3, 3, 700, "differs at x = 3"},
                                      {&proofs[2], Standing::kSimulated, 0, 0, 0, 0, ""}};
  return prove_document(results, "Yosys, ABC", true);
}

inline Document made_up_stress_document() {
  const Difference difference{12, "RTL", "y_o", 2, 3};
  const Scenario scenario{&find_unit("int8_8"), {quiet_cycle(), quiet_cycle()}};
  const std::vector<CycleOutputs> outputs(2);
  const StressFailure failure{.seed = 7,
                              .difference = difference,
                              .cycles = 1000,
                              .shrunk = scenario,
                              .run = {0, scenario.cycles, {"golden", "RTL"}, {outputs, outputs}, difference},
                              .replay = "pwlsim replay x"};
  return stress_document(
      {{"int8_8", 3, 3000, 900, 400, 20, 500, 0.5},
       {"pwl_int:width=10,entries=12,stages=1,slope_width=9", 3, 3000, 900, 400, 20, 500, 0.5, failure}},
      "pwlsim test, seeds 1 to 3");
}

/// A document of two cycles, in the second of which a model is wrong.
inline Document made_up_replay_document() {
  const Scenario scenario{&find_unit("int8_8"), {quiet_cycle(), quiet_cycle()}};
  const std::vector<CycleOutputs> outputs(2);
  const ScenarioRun run{
      .prelude = 0,
      .inputs = scenario.cycles,
      .names = {"golden", "SystemC", "RTL"},
      .outputs = {outputs, outputs, outputs},
      .difference = Difference{.cycle = 1, .model = "RTL", .port = "y_o", .expected = 2, .actual = 3}};
  return scenario_document("cycles.txt", scenario, run, 20);
}

inline Document made_up_mutate_document() {
  static const Survivor explained{.file = "pwl_pipe.sv",
                                  .before = "a",
                                  .after = "b",
                                  .reason = "nobody can see it",
                                  .list = "survivors.txt",
                                  .line = 3};
  static std::vector<JudgedMutant> mutants(3);
  static std::map<const JudgedMutant*, std::int64_t> kept;
  static const std::vector<std::string> stale = {"survivors.txt:7: there is no pwl_none.sv"};
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    JudgedMutant& mutant = mutants[i];
    mutant.judged = true;
    mutant.mutant.file = i < 2 ? "pwl_pipe.sv" : "pwl_mul_int.sv";
    mutant.mutant.rule = "operator";
    mutant.mutant.before = "assign a = b & c; // as long as a line of the source may be, which is a hundred characters";
    mutant.mutant.after = "assign a = b | c; // as long as a line of the source may be, which is a hundred characters";
    mutant.mutant.id = mutant.mutant.file + ":27:33 operator";
  }
  mutants[0].verdict.fate = Fate::kKilled;
  mutants[1].explained = &explained;
  kept[&mutants[0]] = 1'000'000;
  return mutate_document({{"RTL", mutants, kept, stale}}, "pwlsim test", {false, true});
}

inline Document made_up_check_document() {
  const std::vector<UnitReport> reports = {made_up_report("int8_8"), made_up_report("fp32_8")};
  Document document;
  document.sections.push_back({"", {}, {budgets_table(made_up_budgets(reports), reports)}});
  return document;
}

/// Made-up documents of slow commands, with everything that they can contain.
inline std::vector<std::pair<std::string, Document>> made_up_documents() {
  const std::vector<UnitReport> runs = made_up_runs();
  const RunConditions conditions = made_up_run_conditions();
  const Document stress = made_up_stress_document();
  return {{"compare", comparison_document(runs, conditions)},
          {"run", unit_document(runs[0], conditions)},
          {"cost", cost_document(runs, conditions)},
          {"check", made_up_check_document()},
          {"sweep", made_up_sweep_document()},
          {"coverage", made_up_coverage_document()},
          {"prove", made_up_prove_document()},
          {"stress", stress},
          {"replay", made_up_replay_document()},
          {"mutate", made_up_mutate_document()},
          {"evidence", evidence_document({evidence_of("stress", "pwlsim stress", stress)})}};
}

}  // namespace pwlsim::tests
