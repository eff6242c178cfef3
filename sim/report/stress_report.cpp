// SPDX-License-Identifier: Apache-2.0
#include "sim/report/stress_report.h"

#include <fmt/format.h>

namespace pwlsim::report {
namespace {

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
      {{"equal", "result"},
       [](Result r) { return Cell(r.failure.empty()).shown_as(r.failure.empty() ? "equal" : "DIFFERS"); }},
      {{"failure", ""}, [](Result r) { return r.failure.empty() ? Cell() : Cell(r.failure); }}};
  return figures;
}

std::string summary_line(const std::vector<StressResult>& results) {
  std::uint64_t sessions = 0, cycles = 0;
  std::size_t failed = 0;
  for (const StressResult& result : results) {
    sessions += result.sessions;
    cycles += result.cycles;
    failed += result.failure.empty() ? 0 : 1;
  }
  return fmt::format("{} random sessions of {} units, {} cycles: {}", sessions, results.size(), cycles,
                     failed == 0 ? "all models equal in every cycle" : fmt::format("{} units differ", failed));
}

}  // namespace

Document stress_document(const std::vector<StressResult>& results, const std::string& conditions) {
  Document document;
  document.facts = {{"conditions", conditions}};
  document.conditions = {conditions};
  document.sections.push_back({"", {}, {table_of("units", unit_figures(), results)}, {summary_line(results)}});
  for (const StressResult& result : results) {
    if (!result.failure.empty()) document.sections.push_back({"", {}, {}, {}, result.failure});
  }
  return document;
}

std::vector<CheckCase> stress_cases(const std::vector<StressResult>& results) {
  std::vector<CheckCase> cases;
  for (const StressResult& result : results) {
    cases.push_back({"stress", result.unit, result.failure.empty(), result.failure, result.seconds});
  }
  return cases;
}

}  // namespace pwlsim::report
