// SPDX-License-Identifier: Apache-2.0
#include "sim/report/scenario_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

namespace pwlsim::report {
namespace {

std::string outputs_text(const CycleOutputs& out) {
  return fmt::format("{}{} {:x} {}", out.valid != 0 ? "v" : "-", out.ready != 0 ? "r" : "-", out.y, out.segment);
}

}  // namespace

DataTable scenario_table(const Scenario& scenario, const ScenarioRun& run, std::size_t most) {
  const std::size_t count = run.inputs.size();
  std::size_t last = count - 1;
  if (run.difference) {
    last = std::min(last, static_cast<std::size_t>(run.difference->cycle + static_cast<std::int64_t>(run.prelude)));
  }
  DataTable table{"trace", {{"cycle", "cycle"}, {"given", "inputs"}, {"outputs", ""}}};
  for (const std::string& name : run.names) table.columns.push_back({"", name});
  for (std::size_t i = last + 1 - std::min(last + 1, most); i <= last; ++i) {
    DataTable outputs{"", {{"model", ""}, {"output", ""}}};
    outputs.form = DataTable::Form::kValues;
    Row row{{static_cast<std::int64_t>(i) - static_cast<std::int64_t>(run.prelude),
             cycle_text(*scenario.unit, run.inputs[i]), Cell()}};
    for (std::size_t m = 0; m < run.outputs.size(); ++m) {
      const std::string text = outputs_text(run.outputs[m][i]);
      const bool marked = i == last && run.difference && run.names[m] == run.difference->model;
      outputs.rows.push_back({{run.names[m], text}});
      row.cells.push_back(Cell::note(text + (marked ? " *" : "")));
    }
    row.cells[2] = std::move(outputs);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Document scenario_document(const std::string& file, const Scenario& scenario, const ScenarioRun& run,
                           std::size_t most) {
  Document document;
  document.facts = {{"file", file},
                    {"unit", scenario.unit->name},
                    {"equal", !run.difference},
                    {"difference", run.difference ? Cell(difference_text(*run.difference)) : Cell()}};
  document.conditions = {fmt::format("{}: {} cycles of {}", file, scenario.cycles.size(), scenario.unit->name)};
  document.sections.push_back({"", {}, {scenario_table(scenario, run, most)}, {kOutputsNote}});
  return document;
}

}  // namespace pwlsim::report
