// SPDX-License-Identifier: Apache-2.0
#include "sim/report/run_figures.h"

#include <fmt/format.h>

#include "sim/report/cost_figures.h"

namespace pwlsim::report {
namespace {

/// "s=5 F=6", without what a format does not have, or "-" where it has neither.
std::string scales(const UnitTable& table) {
  if (!table.config.input_scale) return "-";
  return fmt::format("s={}", table.scale) + (table.config.has_fraction() ? fmt::format(" F={}", table.fraction) : "");
}

bool has_scale(const UnitReport& report) { return report.registers.config.input_scale; }

Figures<Mismatch> mismatch_figures() {
  return {{{"cycle", ""}, [](const Mismatch& m) { return m.cycle; }},
          {{"port", ""}, [](const Mismatch& m) { return m.port; }},
          {{"input", ""}, [](const Mismatch& m) { return m.input.x; }},
          {{"input_word", ""}, [](const Mismatch& m) { return m.input.word; }},
          {{"segment", ""}, [](const Mismatch& m) { return m.segment; }},
          {{"expected", ""}, [](const Mismatch& m) { return m.expected; }},
          {{"actual", ""}, [](const Mismatch& m) { return m.actual; }}};
}

DataTable models_table(const UnitReport& report) {
  Figures<ModelVerdict> figures = {{{"model", ""}, [](const ModelVerdict& v) { return v.model; }},
                                   {{"mismatches", ""}, [](const ModelVerdict& v) { return v.mismatches; }},
                                   {{"results", ""}, [](const ModelVerdict& v) { return v.results; }}};
  for (auto& figure : figures_of_part<ModelVerdict, Mismatch>(
           "first_mismatch", mismatch_figures(),
           [](const ModelVerdict& verdict) { return verdict.first ? &*verdict.first : nullptr; })) {
    figures.push_back(std::move(figure));
  }
  return table_of("models", figures, report.lockstep.verdicts);
}

/// Figures that a comparison shows have heads, the others none.
Figures<UnitReport> run_figures() {
  using Report = const UnitReport&;
  Figures<UnitReport> figures = {
      {{"function", ""}, [](Report r) { return r.function->name; }},
      {{"unit", "unit"}, [](Report r) { return r.registers.config.name; }},
      {{"entries", ""}, [](Report r) { return r.registers.config.entries; }},
      {{"", "table", 3}, [](Report r) { return Cell::note(scales(r.registers)); }},
      {{"scale", ""}, [](Report r) { return has_scale(r) ? Cell(r.registers.scale) : Cell(); }},
      {{"fraction", ""},
       [](Report r) { return r.registers.config.has_fraction() ? Cell(r.registers.fraction) : Cell(); }},
      {{"output_scale", ""},
       [](Report r) { return r.registers.config.output_scale ? Cell(r.registers.output_scale) : Cell(); }},
      {{"latency", "latency", 2}, [](Report r) { return r.latency; }},
      {{"results_per_cycle", "res/cycle", 5, show_decimals<3>},
       [](Report r) { return r.lockstep.results_per_cycle(); }},
      {{"cycles", "cycles", 6}, [](Report r) { return r.lockstep.cycles; }},
      {{"inputs", ""}, [](Report r) { return r.lockstep.inputs; }},
      {{"results", ""}, [](Report r) { return r.lockstep.results; }},
      {{"lost_to_resets", ""}, [](Report r) { return r.lockstep.dropped > 0 ? Cell(r.lockstep.dropped) : Cell(); }},
      {{"errors.judged", "judged", 5}, [](Report r) { return r.errors.count(); }},
      {{"errors.out_of_range", ""}, [](Report r) { return r.errors.out_of_range(); }},
      {{"errors.mse", "MSE"}, [](Report r) { return r.errors.mse(); }},
      {{"errors.end_to_end_mse", "MSE end-to-end", 3}, [](Report r) { return r.errors.end_to_end_mse(); }},
      {{"errors.mean_error", ""}, [](Report r) { return r.errors.mean_error(); }},
      {{"errors.mean_absolute_error", "mean |err|", 4}, [](Report r) { return r.errors.mean_absolute(); }},
      {{"errors.max_absolute_error", "max |err|", 1}, [](Report r) { return r.errors.max_absolute(); }},
      {{"errors.max_at", "at x", 6, show_digits<4>}, [](Report r) { return r.errors.max_at(); }},
      {{"errors.max_relative_error", "max rel", 5}, [](Report r) { return r.errors.max_relative(); }},
      {{"errors.snr_db", "SNR dB", 2, show_decimals<1>}, [](Report r) { return r.errors.snr_db(); }},
      {{"segment_hits", ""}, [](Report r) { return Cell::list(r.segment_hits); }},
      {{"mismatches", "mismatches", 4}, [](Report r) { return r.lockstep.mismatches(); }},
      {{"equal", "lockstep"}, [](Report r) { return verdict_cell(r.lockstep.passed()); }},
      {{"models", ""}, [](Report r) { return models_table(r); }}};
  for (auto& figure : figures_of_part<UnitReport, UnitCost>(
           "cost", cost_figures(), [](Report report) { return report.cost ? &*report.cost : nullptr; })) {
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace

Cell verdict_cell(bool equal) { return Cell(equal).shown_as(equal ? "equal" : "DIFFERS"); }

DataTable runs_table(const std::vector<UnitReport>& reports, bool shown) {
  DataTable table = table_of("runs", run_figures(), reports);
  table.identity = 2;
  for (std::size_t i = 0; i < reports.size(); ++i) table.rows[i].group = reports[i].function->name;
  for (Column& column : table.columns) {
    if (!shown) column.head.clear();
  }
  return table;
}

std::vector<Document::Fact> run_facts(const RunConditions& conditions) {
  std::vector<Document::Fact> facts = {{"program", conditions.program},
                                       {"method", conditions.method},
                                       {"stimulus", conditions.stimulus},
                                       {"stall", conditions.stall},
                                       {"seed", conditions.seed}};
  if (!conditions.settings.empty()) {
    DataTable settings{"settings", {{"setting", ""}, {"value", ""}}};
    settings.form = DataTable::Form::kValues;
    for (const auto& [name, value] : conditions.settings) settings.rows.push_back({{name, value}});
    facts.push_back({"settings", settings});
  }
  if (conditions.cost) {
    for (Document::Fact& fact : cost_facts(*conditions.cost)) facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace pwlsim::report
