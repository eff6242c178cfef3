// SPDX-License-Identifier: Apache-2.0
#include "sim/report/tables_report.h"

#include <fmt/format.h>
#include <cmath>
#include <string>
#include <utility>

#include "sim/base/version.h"
#include "sim/experiment/tables.h"
#include "sim/fit/table_error.h"
#include "sim/report/evaluation_report.h"

namespace pwlsim::report {
namespace {

/// Entries less those at the end that only repeat the last line.
int used_entries(const Table& table) {
  int used = table.entries();
  while (used > 1 && table.slopes[used - 1] == table.slopes[used - 2] &&
         table.intercepts[used - 1] == table.intercepts[used - 2]) {
    --used;
  }
  return used;
}

/// A table at one scale and its errors.
struct Summary {
  TableAtScale at;
  TableError error;
};

/// Whether a table is one of lines.
bool has_lines(const FittedTable& fitted) { return fitted.unit->structure->table_kind() == TableKind::kLines; }

bool has_scale(const Summary& one) { return one.at.table->unit->input_scale; }

/// Figures without a head are for programs only: those of weights and of seeds, where there are none.
Figures<Summary> summary_figures(bool weighted, bool seeds) {
  using One = const Summary&;
  Figures<Summary> figures = {
      {{"", "table"}, [](One s) { return Cell::note(label_of(*s.at.table, s.at.registers)); }},
      {{"function", ""}, [](One s) { return s.at.table->table.function; }},
      {{"unit", ""}, [](One s) { return s.at.table->unit->name; }},
      {{"entries", ""}, [](One s) { return s.at.table->unit->entries; }},
      {{"scale", ""}, [](One s) { return has_scale(s) ? Cell(s.at.registers.scale) : Cell(); }},
      {{"method", "method", 4}, [](One s) { return s.at.table->table.method; }},
      {{"objective", "objective", 4},
       [](One s) {
         return has_lines(*s.at.table) ? Cell(name_of(objectives(), s.at.table->objective)) : Cell::note("-");
       }},
      {{"used_entries", "used", 3},
       [](One s) {
         const int all = s.at.table->unit->entries;
         const int used = has_lines(*s.at.table) ? used_entries(s.at.table->table) : all;
         return Cell(used).shown_as(fmt::format("{} of {}", used, all));
       }},
      {{"fraction", "F", 2},
       [](One s) { return s.at.table->unit->has_fraction() ? Cell(s.at.registers.fraction) : Cell::note("-"); }},
      {{"mse", "MSE"}, [](One s) { return s.error.mse; }},
      {{"nmse", weighted ? "NMSE" : ""}, [](One s) { return Cell(s.error.nmse()); }},
      {{"bias_share", weighted ? "bias" : "", 1, show_percent}, [](One s) { return s.error.bias_share(); }},
      {{"mean_error", "mean error", 2}, [](One s) { return s.error.mean_error; }},
      {{"max_error", "max |err|", 1}, [](One s) { return s.error.max_error; }},
      {{"max_at", "at x", 3, show_digits<4>}, [](One s) { return s.error.max_at; }},
      {{"seed", seeds ? "seed" : ""}, [](One s) { return s.at.table->seeds ? Cell(s.at.table->seed) : Cell(); }},
      {{"seeds_median", seeds ? "median" : ""},
       [](One s) { return s.at.table->seeds ? Cell(s.at.table->seeds->median()) : Cell(); }},
      {{"seeds_worst", seeds ? "worst" : ""},
       [](One s) { return s.at.table->seeds ? Cell(s.at.table->seeds->worst()) : Cell(); }}};
  return figures;
}

/// Real numbers and registers of one table, for people.
Section entries_section(const FittedTable& fitted, const UnitTable& registers) {
  const UnitConfig& unit = *fitted.unit;
  const Table& lines = fitted.table;
  std::string title = label_of(fitted, registers);
  if (unit.has_fraction()) title += fmt::format(", {} fraction bits", registers.fraction);
  if (unit.output_scale) title += fmt::format(", output scale {}", registers.output_scale);
  if (unit.output_scale && has_lines(fitted)) title += fmt::format(", shift {}", registers.requant_shift());
  DataTable table{"", {{"", "segment"}}};
  if (has_lines(fitted)) {
    for (const char* head : {"up to x", "slope", "intercept"}) table.columns.push_back({"", head, 1, show_digits<6>});
  }
  for (const RegisterField& field : unit.registers) {
    if (field.per_entry) table.columns.push_back({"", field.name, 2});
  }
  const std::size_t first = unit.structure->first_word(registers);
  for (std::size_t i = 0; i < static_cast<std::size_t>(unit.entries); ++i) {
    Row row{{i}};
    if (has_lines(fitted)) {
      row.cells.emplace_back(i < lines.breakpoints.size() ? lines.breakpoints[i] : INFINITY);
      row.cells.emplace_back(lines.slopes[i]);
      row.cells.emplace_back(lines.intercepts[i]);
    }
    for (const RegisterField& field : unit.registers) {
      if (!field.per_entry) continue;
      const std::vector<Word>& words = registers.field(field.name);
      row.cells.push_back(first + i < words.size() ? Cell(word_text(words[first + i], field.word)) : Cell());
    }
    table.rows.push_back(std::move(row));
  }
  title += has_lines(fitted) ? ": real numbers, and registers" : ": registers";
  return {title, {}, {std::move(table)}};
}

}  // namespace

Document tables_document(const std::vector<FittedTable>& tables, Weights& weights, bool whole) {
  const FittedTable& first = tables.front();
  const std::string tails = name_of(tail_kinds(), first.tails);
  const std::string weights_name = first.weights.substr(0, first.weights.find(','));
  const bool weighted = weights_name != "uniform";
  const bool seeds = first.seeds.has_value();
  Document document;
  document.facts = {{"program", program_name()}, {"tails", tails}, {"weights", weights_name}, {"seed", first.seed}};
  document.conditions = {fmt::format("{}; tails {}{}, weights {}, seed {}", program_name(), tails,
                                     first.zero_mean ? ", zero mean" : "", weights_name, first.seed)};
  for (const auto& [setting, value] : first.settings) document.conditions[0] += fmt::format(", {} {}", setting, value);
  std::vector<Summary> summaries;
  for (const TableAtScale& at : at_scales(tables)) {
    summaries.push_back({at, table_error(at.registers, at.table->function(), weights.of(at.table->function()))});
  }
  std::vector<std::string> notes;
  if (weighted) notes.emplace_back(kWeightedNote);
  if (seeds) {
    notes.push_back(fmt::format("best of {} seeds by {}; median, worst: of all of them", first.seeds->figures.size(),
                                weighted ? "NMSE" : "MSE"));
  }
  document.sections.push_back(
      {"", {}, {table_of("tables", summary_figures(weighted, seeds), summaries)}, std::move(notes)});
  if (!whole) return document;
  for (const UnitTable& registers : register_sets(first)) {
    document.sections.push_back(entries_section(first, registers));
  }
  return document;
}

}  // namespace pwlsim::report
