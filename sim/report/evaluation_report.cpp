// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evaluation_report.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "sim/base/version.h"
#include "sim/experiment/tables.h"

namespace pwlsim::report {
namespace {

std::string factor_text(const Evaluation& one) {
  if (!one.optimum) return "-";
  // Both zero: bit-exact, as the optimum is.
  const double best = one.optimum->mse;
  const double factor = best > 0 ? one.error.mse / best : one.error.mse == 0 ? 1 : INFINITY;
  return fmt::format("{}{:.3g} x", one.optimum->reached ? "" : "< ", factor);
}

std::string row_label(const Evaluation& one) {
  if (one.count == 1) return label_of(one.table, *one.registers);
  return fmt::format("{} {} mean of {}", one.table.table.function, one.table.unit->name, one.count);
}

/// Of a mean, or of a unit without an input scale, there are none.
bool has_scale(const Evaluation& one) { return one.count == 1 && one.table.unit->input_scale; }

bool has_fraction(const Evaluation& one) { return one.count == 1 && one.table.unit->has_fraction(); }

std::string fraction_text(const Evaluation& one) {
  return one.count > 1 ? "" : has_fraction(one) ? std::to_string(one.registers->fraction) : "-";
}

Figures<Evaluation> eval_figures(bool made_for, bool weighted) {
  using One = const Evaluation&;
  Figures<Evaluation> figures = {
      {{"file", ""}, [](One e) { return e.file; }},
      {{"", "table"}, [](One e) { return Cell::note(row_label(e)); }},
      {{"function", ""}, [](One e) { return e.table.table.function; }},
      {{"method", "method", 2}, [](One e) { return e.table.table.method; }},
      {{"unit", ""}, [](One e) { return e.table.unit->name; }},
      {{"entries", ""}, [](One e) { return e.table.unit->entries; }},
      {{"count", ""}, [](One e) { return e.count > 1 ? Cell(e.count) : Cell(); }},
      {{"scale", ""}, [](One e) { return has_scale(e) ? Cell(e.registers->scale) : Cell(); }},
      {{"fraction", "F", 3},
       [](One e) { return (has_fraction(e) ? Cell(e.registers->fraction) : Cell()).shown_as(fraction_text(e)); }},
      {{"mse", "MSE"}, [](One e) { return e.error.mse; }},
      {{"nmse", weighted ? "NMSE" : ""}, [](One e) { return e.nmse; }},
      {{"bias_share", weighted ? "bias" : "", 2, show_percent}, [](One e) { return e.bias_share; }},
      {{"mean_error", "mean error", 5}, [](One e) { return e.error.mean_error; }},
      {{"max_error", "max |err|", 2}, [](One e) { return e.error.max_error; }},
      {{"max_at", "at x", 6, show_digits<4>}, [](One e) { return e.error.max_at; }},
      {{"grid_mse", "MSE on 0.01 grid", 4},
       [](One e) { return std::isnan(e.grid_mse) ? Cell::note("-") : Cell(e.grid_mse); }},
      {{"made_for", made_for ? "made for s" : "", 3},
       [](One e) {
         if (has_scale(e)) return Cell::list(e.table.scales);
         return Cell::note(e.count > 1 ? "" : "-");
       }},
      {{"", "of optimum", 1}, [](One e) { return Cell::note(factor_text(e)); }},
      {{"optimum_mse", ""}, [](One e) { return e.optimum ? Cell(e.optimum->mse) : Cell(); }},
      {{"optimum_reached", ""}, [](One e) { return e.optimum ? Cell(e.optimum->reached) : Cell(); }}};
  return figures;
}

/// What people see is one table, in which a mean stands below what it is the mean of; JSON has tables and means.
DataTable shown_table(const std::vector<Evaluation>& all, bool made_for, bool weighted) {
  DataTable table = table_of("", eval_figures(made_for, weighted), all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    table.rows[i].group = all[i].file;
    table.rows[i].rule = i > 0 && all[i - 1].count > 1 && all[i - 1].file == all[i].file;
  }
  return table;
}

DataTable data_table(const char* key, const std::vector<Evaluation>& all, bool means) {
  std::vector<Evaluation> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [means](const Evaluation& one) { return (one.count > 1) == means; });
  DataTable table = table_of(key, eval_figures(false, false), some);
  for (Column& column : table.columns) column.head.clear();
  return table;
}

}  // namespace

const char* const kWeightedNote =
    "weights: MSE and errors are over all activations, against the function of each before the unit rounded and "
    "clipped it (max |err|: against the mean of those that get one code); NMSE: MSE over the variance of the function "
    "over them, the figure that goes with a network's accuracy; bias: the share of MSE that a constant would take "
    "away";

Document evaluation_document(const std::vector<Evaluation>& all, const EvaluationRequest& request) {
  Document document;
  document.facts = {{"program", program_name()}, {"weights", request.weights.name}};
  document.conditions = {fmt::format("{}; weights {}", program_name(), request.weights.name)};
  const bool weighted = request.weights.given();
  std::vector<std::string> notes;
  if (weighted) {
    notes.emplace_back(kWeightedNote);
  } else {
    notes.emplace_back("MSE, errors: of the unit's results, over all its inputs in the function's range");
  }
  notes.emplace_back("a mean row has the greatest max |err|");
  notes.emplace_back(
      "MSE on 0.01 grid: of the table's real numbers, GQA-LUT's own figure; a mean row has that of the finest scale");
  notes.emplace_back(
      "of optimum: MSE as a multiple of the least that any table for that unit and scale can have, tails free; <: of "
      "what it cannot be below");
  document.sections.push_back({"",
                               {},
                               {shown_table(all, !request.scales.empty(), weighted), data_table("tables", all, false),
                                data_table("means", all, true)},
                               std::move(notes)});
  return document;
}

}  // namespace pwlsim::report
