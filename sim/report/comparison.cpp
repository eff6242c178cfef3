// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "sim/report/built_units.h"
#include "sim/report/cost_table.h"
#include "sim/report/run_figures.h"

namespace pwlsim::report {
namespace {

/// Under figures of a unit whose models differ.
constexpr const char* kGoldenFigures = "where models differ, the figures are those of the golden model";

/// The table's entries: real numbers, where it is one of lines, register words, and how many inputs met them.
DataTable entries_table(const UnitReport& report) {
  const UnitTable& registers = report.registers;
  const UnitConfig& config = registers.config;
  const Table& lines = report.table;
  const auto has = [](const auto& list, int i) { return i < static_cast<int>(list.size()); };
  DataTable table{"", {{"", "segment"}}};
  if (!lines.slopes.empty()) {
    for (const char* head : {"up to x", "slope", "intercept"}) table.columns.push_back({"", head, 2, show_digits<6>});
  }
  for (const RegisterField& field : config.registers) {
    if (field.per_entry) table.columns.push_back({"", field.name, 1});
  }
  table.columns.push_back({"", "inputs", 1});
  const std::size_t first = config.structure->first_word(registers);
  for (int i = 0; i < config.entries; ++i) {
    Row row{{i}};
    if (!lines.slopes.empty()) {
      row.cells.push_back(has(lines.breakpoints, i) ? lines.breakpoints[i] : INFINITY);
      row.cells.push_back(lines.slopes[i]);
      row.cells.push_back(lines.intercepts[i]);
    }
    for (std::size_t f = 0; f < config.registers.size(); ++f) {
      const RegisterField& field = config.registers[f];
      if (!field.per_entry) continue;
      const std::vector<Word>& words = registers.words[f];
      const std::size_t word = first + static_cast<std::size_t>(i);
      row.cells.push_back(word < words.size() ? Cell(fmt::format("0x{:0{}x}", words[word], (field.word.width + 3) / 4))
                                              : Cell());
    }
    row.cells.push_back(report.segment_hits[i]);
    table.rows.push_back(std::move(row));
  }
  return table;
}

bool all_equal(const std::vector<UnitReport>& reports) {
  return std::all_of(reports.begin(), reports.end(), [](const UnitReport& r) { return r.lockstep.passed(); });
}

/// A document on these runs, which all begin alike.
Document document_of(const std::vector<UnitReport>& reports, const RunConditions& conditions, bool shown) {
  Document document;
  document.facts = run_facts(conditions);
  document.conditions = {run_conditions_text(conditions)};
  document.sections.push_back({"", {}, {runs_table(reports, shown)}});
  return document;
}

/// "gelu = x Phi(x) over [-4, 4]", or of a wide unit also what its table is of.
std::string task_text(const UnitReport& report) {
  const UnitConfig& config = report.registers.config;
  const Function& function = *report.function;
  const std::string begin = fmt::format("{} with {} = {} over ", config.name, function.name, function.definition);
  if (const auto task = config.structure->fit_task(config, function)) {
    return begin + fmt::format("all inputs; table of {} over [{}, {}], scale 2^-{}", task->function->definition,
                               task->function->lo, task->function->hi, task->scale);
  }
  return begin + fmt::format("[{}, {}]", function.lo, function.hi);
}

/// What one run came to, a line each.
DataTable figures_table(const UnitReport& report) {
  const LockstepResult& lockstep = report.lockstep;
  const ErrorStatistics& errors = report.errors;
  DataTable table{"", {{"", "figure"}, {"", "value"}}};
  table.columns[1].align = Column::Align::kLeft;
  const auto add = [&](const char* name, const std::string& value) { table.rows.push_back({{name, value}}); };
  add("cycles",
      fmt::format("{} ({} with data, the rest reset, table and draining)", lockstep.cycles, lockstep.flow_cycles));
  add("inputs / results", fmt::format("{} / {}", lockstep.inputs, lockstep.results) +
                              (lockstep.dropped > 0 ? fmt::format(" ({} lost to resets)", lockstep.dropped) : ""));
  add("results a cycle", fmt::format("{:.3f}, latency {}", lockstep.results_per_cycle(), report.latency));
  add("judged inputs", fmt::format("{} ({} outside the range)", errors.count(), errors.out_of_range()));
  if (errors.count() == 0) return table;
  add("MSE", fmt::format("{:.4g} (end to end {:.4g})", errors.mse(), errors.end_to_end_mse()));
  add("mean error", fmt::format("{:.4g} (absolute {:.4g})", errors.mean_error(), errors.mean_absolute()));
  add("greatest error", fmt::format("{:.4g} at x = {:.6g}", errors.max_absolute(), errors.max_at()));
  if (!std::isnan(errors.max_relative())) {
    add("greatest relative", fmt::format("{:.4g}, beyond half a step of the result", errors.max_relative()));
  }
  add("signal to noise", fmt::format("{:.2f} dB", errors.snr_db()));
  return table;
}

void add_cost(Document& document, const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  if (conditions.cost) document.sections.push_back(cost_section(reports, conditions));
}

}  // namespace

std::string equation(const LockstepResult& lockstep) {
  std::string text;
  for (const ModelVerdict& verdict : lockstep.verdicts) text += verdict.model + " = ";
  return text + "golden";
}

std::string run_conditions_text(const RunConditions& conditions) {
  std::string text = fmt::format("{}; method {}, stimulus {}, stall {}, seed {}", conditions.program, conditions.method,
                                 conditions.stimulus, conditions.stall, conditions.seed);
  for (const auto& [name, value] : conditions.settings) text += fmt::format(", {} {}", name, value);
  if (!conditions.foreign.empty()) text += "; the unit is " + conditions.foreign;
  return text;
}

std::string verdict_text(const std::vector<UnitReport>& reports) {
  return fmt::format("{} in every cycle: {}", equation(reports.front().lockstep), all_equal(reports) ? "yes" : "NO");
}

Document comparison_document(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  Document document = document_of(reports, conditions, true);
  if (reports.empty()) return document;
  std::vector<std::string>& notes = document.sections.back().notes;
  notes = {"judged: inputs in the function's range, before and after rounding to the unit's format; all are compared",
           "MSE: against the function at the rounded input; end-to-end: against the function of the number before it"};
  const bool any_wide = std::any_of(reports.begin(), reports.end(),
                                    [](const UnitReport& report) { return report.registers.config.reduces_range; });
  if (any_wide) notes.emplace_back("wide units are judged over every input whose exact value a result can hold");
  if (!all_equal(reports)) notes.emplace_back(kGoldenFigures);
  notes.push_back(verdict_text(reports));
  add_cost(document, reports, conditions);
  return document;
}

Document unit_document(const UnitReport& report, const RunConditions& conditions) {
  const UnitTable& registers = report.registers;
  const UnitConfig& config = registers.config;
  Document document = document_of({report}, conditions, false);
  Section section;
  section.intro = {task_text(report)};
  if (config.input_scale) {
    section.intro.push_back(fmt::format("input scale 2^-{}", registers.scale));
    if (config.has_fraction()) {
      section.intro.back() += fmt::format(", {} fraction bits in slopes and intercepts", registers.fraction);
    }
    if (config.output_scale) section.intro.back() += fmt::format(", output scale 2^-{}", registers.output_scale);
  }
  section.tables = {entries_table(report), figures_table(report)};
  if (!report.lockstep.passed()) section.notes.emplace_back(kGoldenFigures);
  section.notes.push_back(verdict_text({report}));
  document.sections.push_back(std::move(section));
  add_cost(document, {report}, conditions);
  return document;
}

std::string mismatch_text(const std::vector<UnitReport>& reports) {
  std::string text;
  for (const UnitReport& report : reports) {
    const LockstepResult& lockstep = report.lockstep;
    if (lockstep.passed()) continue;
    for (const ModelVerdict& verdict : lockstep.verdicts) {
      if (verdict.mismatches == 0 && verdict.results == lockstep.results) continue;
      text += fmt::format("{} {}: {} differs from golden in {} of {} cycles", report.function->name,
                          report.registers.config.name, verdict.model, verdict.mismatches, lockstep.cycles);
      if (verdict.results != lockstep.results) {
        text +=
            fmt::format(", delivered {} results for {} inputs", verdict.results, lockstep.inputs - lockstep.dropped);
      }
      text += "\n";
      if (verdict.first) {
        const Mismatch& first = *verdict.first;
        const std::string when = first.cycle < lockstep.data_from ? " before the table was loaded" : "";
        text += fmt::format(
            "  first in cycle {}{}: {} of input {:.9g} (word {:#x}, segment {}): expected {:#x}, actual {:#x}\n",
            first.cycle, when, first.port, first.input.x, first.input.word, first.segment, first.expected,
            first.actual);
      }
    }
    if (!report.replay.empty()) text += "  replay: " + report.replay + "\n";
  }
  return text;
}

std::vector<CheckCase> comparison_cases(const std::string& group, const std::vector<UnitReport>& reports) {
  std::vector<CheckCase> cases;
  for (const UnitReport& report : reports) {
    CheckCase result{group + "." + report.function->name, report.registers.config.name, report.lockstep.passed(), "",
                     report.seconds};
    if (!result.passed) result.message = mismatch_text({report});
    if (!result.passed && result.message.empty()) result.message = "results are missing";
    cases.push_back(std::move(result));
  }
  return cases;
}

std::vector<CheckCase> clock_cases(const std::string& group, const std::vector<UnitReport>& reports) {
  std::vector<CheckCase> cases;
  for (const BuiltUnit& unit : built_units(reports)) {
    const UnitReport& report = *unit.report;
    if (!report.cost) continue;
    CheckCase& added = cases.emplace_back(CheckCase{group + ".clock", unit.name, true, ""});
    if (report.cost->timing.hold_slack < 0) {
      added.passed = false;
      added.message = fmt::format("a path is too short: hold slack {:.3f} ns", report.cost->timing.hold_slack);
      continue;
    }
    if (report.cost->meets_clock()) continue;
    added.skipped = true;
    added.message =
        fmt::format("misses the clock of {} ns by {:.3f} ns", report.cost->clock_ns, -report.cost->timing.slack);
  }
  return cases;
}

}  // namespace pwlsim::report
