// SPDX-License-Identifier: Apache-2.0
#include "sim/report/stress_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/version.h"
#include "sim/report/document_terminal.h"
#include "sim/report/scenario_table.h"

namespace pwlsim::report {
namespace {

/// What differs, the shrunk session, and the command that replays it; empty: all models were equal.
std::string failure_text(const StressResult& result) {
  if (!result.failure) return "";
  const StressFailure& failure = *result.failure;
  return fmt::format("{} session {}: {}\nshrunk from {} to {} cycles:\n\n{}{}\n\nreplay: {}\n", result.unit,
                     failure.seed, difference_text(failure.difference), failure.cycles, failure.shrunk.cycles.size(),
                     table_text(scenario_table(failure.shrunk, failure.run, 20)), kOutputsNote, failure.replay);
}

const Figures<StressResult>& unit_figures() {
  using Result = const StressResult&;
  static const Figures<StressResult> figures = {
      {{"unit", "unit"}, [](Result r) { return r.unit; }},
      {{"sessions", "sessions", 1}, [](Result r) { return r.sessions; }},
      {{"cycles", "cycles", 1}, [](Result r) { return r.cycles; }},
      {{"inputs", "inputs", 2}, [](Result r) { return r.inputs; }},
      {{"writes", "writes", 3}, [](Result r) { return r.writes; }},
      {{"resets", "resets", 3}, [](Result r) { return r.resets; }},
      {{"stalls", "stalls", 3}, [](Result r) { return r.stalls; }},
      {{"seconds", ""}, [](Result r) { return r.seconds; }},
      {{"equal", "result"}, [](Result r) { return Cell(!r.failure).shown_as(r.failure ? "DIFFERS" : "equal"); }},
      {{"failure", ""}, [](Result r) { return r.failure ? Cell(failure_text(r)) : Cell(); }}};
  return figures;
}

std::string summary_line(const std::vector<StressResult>& results) {
  std::uint64_t sessions = 0, cycles = 0;
  std::size_t failed = 0;
  for (const StressResult& result : results) {
    sessions += result.sessions;
    cycles += result.cycles;
    failed += result.failure ? 1 : 0;
  }
  return fmt::format("{} random sessions of {} units, {} cycles: {}", sessions, results.size(), cycles,
                     failed == 0 ? "all models equal in every cycle" : fmt::format("{} units differ", failed));
}

}  // namespace

std::string stress_conditions(const StressRequest& request, const StressReport& report) {
  return fmt::format("{}, seeds {} to {}, {} in every cycle", program_name(), request.run.seed,
                     request.run.seed + request.sessions - 1, fmt::join(report.models, " = "));
}

Document stress_document(const std::vector<StressResult>& results, const std::string& conditions) {
  Document document;
  document.facts = {{"conditions", conditions}};
  document.conditions = {conditions};
  document.sections.push_back({"", {}, {table_of("units", unit_figures(), results)}, {summary_line(results)}});
  for (const StressResult& result : results) {
    if (result.failure) document.sections.push_back({"", {}, {}, {}, failure_text(result)});
  }
  return document;
}

std::vector<CheckCase> stress_cases(const std::vector<StressResult>& results) {
  std::vector<CheckCase> cases;
  for (const StressResult& result : results) {
    cases.push_back({"stress", result.unit, !result.failure, failure_text(result), result.seconds});
  }
  return cases;
}

}  // namespace pwlsim::report
