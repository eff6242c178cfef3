// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <memory>
#include <mutex>

#include "sim/base/error.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/progress.h"
#include "sim/cli/tables.h"
#include "sim/fit/grid_mse.h"
#include "sim/fit/optimal.h"
#include "sim/fit/table_error.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

/// A table at one scale, or the mean of several.
struct Evaluation {
  std::string file;
  const FittedTable* table;
  std::optional<UnitTable> registers;  ///< not of a mean
  TableError error;
  double grid_mse;
  std::optional<ErrorBound> optimum;  ///< the least MSE of any table, or what it cannot be below
  int count = 1;                      ///< of which it is the mean

  bool same_series(const Evaluation& other) const {
    return file == other.file && table->table.function == other.table->table.function &&
           table->unit == other.table->unit && table->table.method == other.table->table.method;
  }
};

struct EvalCommand {
  std::vector<std::string> files;
  std::vector<std::string> scales;
  WeightsOptions weights;
  DocumentOptions document;
};

/// The least MSE of any table for the same unit and scale, where that is known.
std::optional<ErrorBound> optimum(const FittedTable& fitted, const UnitTable& registers,
                                  const std::vector<double>& sample) {
  const UnitConfig& unit = *fitted.unit;
  if (unit.reduces_range) return std::nullopt;  // what is fitted there is a part of the function
  FitRequest request{fitted.function(), unit};
  request.tails = Tails::kFree;
  if (unit.input_scale) request.scales = {registers.scale};
  if (unit.output_scale) request.objective = Objective::kOutputMse;
  if (!has_exact_optimum(request)) {
    if (unit.output_scale || !sample.empty()) return std::nullopt;
    return mse_bound(request);
  }
  request.sample = sample;
  if (unit.output_scale) request.output_scale = registers.output_scale;
  const UnitTable best = make_table("optimal", request, unit).registers;
  return ErrorBound{table_error(best, fitted.function(), sample).mse, true};
}

/// The mean over all evaluations of a series.
Evaluation mean_of(const std::vector<Evaluation>& series) {
  Evaluation mean{series[0].file,
                  series[0].table,
                  std::nullopt,
                  {0, 0, 0, 0},
                  0,
                  ErrorBound{0, true},
                  static_cast<int>(series.size())};
  const double n = mean.count;
  int finest = -1;
  for (const Evaluation& one : series) {
    mean.error.mse += one.error.mse / n;
    mean.error.mean_error += one.error.mean_error / n;
    if (one.error.max_error > mean.error.max_error)
      mean.error = {mean.error.mse, mean.error.mean_error, one.error.max_error, one.error.max_at};
    // Coarser breakpoints are those of the finest scale rounded, which this figure does not know.
    if (one.registers->scale > finest) mean.grid_mse = one.grid_mse;
    finest = std::max(finest, one.registers->scale);
    if (one.optimum && mean.optimum) {
      mean.optimum->mse += one.optimum->mse / n;
      mean.optimum->reached &= one.optimum->reached;
    } else {
      mean.optimum = std::nullopt;
    }
  }
  return mean;
}

/// Each series of tables followed by its mean, if it has more than one.
std::vector<Evaluation> with_means(const std::vector<Evaluation>& all) {
  std::vector<Evaluation> result;
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from;
    while (to < all.size() && all[to].same_series(all[from])) ++to;
    const std::vector<Evaluation> series(all.begin() + static_cast<std::ptrdiff_t>(from),
                                         all.begin() + static_cast<std::ptrdiff_t>(to));
    result.insert(result.end(), series.begin(), series.end());
    if (series.size() > 1) result.push_back(mean_of(series));
    from = to;
  }
  return result;
}

std::string factor_text(const Evaluation& one) {
  if (!one.optimum) return "-";
  // Both zero: bit-exact, as the optimum is.
  const double best = one.optimum->mse;
  const double factor = best > 0 ? one.error.mse / best : one.error.mse == 0 ? 1 : INFINITY;
  return fmt::format("{}{:.3g} x", one.optimum->reached ? "" : "< ", factor);
}

std::string row_label(const Evaluation& one) {
  if (one.count == 1) return label_of(*one.table, *one.registers);
  return fmt::format("{} {} mean of {}", one.table->table.function, one.table->unit->name, one.count);
}

/// Of a mean, or of a unit without an input scale, there are none.
bool has_scale(const Evaluation& one) { return one.count == 1 && one.table->unit->input_scale; }

std::string fraction_text(const Evaluation& one) {
  return one.count > 1 ? "" : has_scale(one) ? std::to_string(one.registers->fraction) : "-";
}

Figures<Evaluation> eval_figures(bool made_for) {
  using One = const Evaluation&;
  Figures<Evaluation> figures = {
      {{"file", ""}, [](One e) { return e.file; }},
      {{"", "table"}, [](One e) { return Cell::note(row_label(e)); }},
      {{"function", ""}, [](One e) { return e.table->table.function; }},
      {{"method", "method", 2}, [](One e) { return e.table->table.method; }},
      {{"unit", ""}, [](One e) { return e.table->unit->name; }},
      {{"entries", ""}, [](One e) { return e.table->unit->entries; }},
      {{"count", ""}, [](One e) { return e.count > 1 ? Cell(e.count) : Cell(); }},
      {{"scale", ""}, [](One e) { return has_scale(e) ? Cell(e.registers->scale) : Cell(); }},
      {{"fraction", "F", 3},
       [](One e) { return (has_scale(e) ? Cell(e.registers->fraction) : Cell()).shown_as(fraction_text(e)); }},
      {{"mse", "MSE"}, [](One e) { return e.error.mse; }},
      {{"mean_error", "mean error", 5}, [](One e) { return e.error.mean_error; }},
      {{"max_error", "max |err|", 2}, [](One e) { return e.error.max_error; }},
      {{"max_at", "at x", 6, show_digits<4>}, [](One e) { return e.error.max_at; }},
      {{"grid_mse", "MSE on 0.01 grid", 4},
       [](One e) { return std::isnan(e.grid_mse) ? Cell::note("-") : Cell(e.grid_mse); }},
      {{"made_for", made_for ? "made for s" : "", 3},
       [](One e) {
         if (has_scale(e)) return Cell::list(e.table->scales);
         return Cell::note(e.count > 1 ? "" : "-");
       }},
      {{"", "of optimum", 1}, [](One e) { return Cell::note(factor_text(e)); }},
      {{"optimum_mse", ""}, [](One e) { return e.optimum ? Cell(e.optimum->mse) : Cell(); }},
      {{"optimum_reached", ""}, [](One e) { return e.optimum ? Cell(e.optimum->reached) : Cell(); }}};
  return figures;
}

/// What people see is one table, in which a mean stands below what it is the mean of; JSON has tables and means.
DataTable shown_table(const std::vector<Evaluation>& all, bool made_for) {
  DataTable table = table_of("", eval_figures(made_for), all);
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
  DataTable table = table_of(key, eval_figures(false), some);
  for (Column& column : table.columns) column.head.clear();
  return table;
}

Document document_of(const std::vector<Evaluation>& all, const EvalCommand& command) {
  Document document;
  document.facts = {{"program", program_name()}, {"weights", command.weights.name}};
  document.conditions = {fmt::format("{}; weights {}", program_name(), command.weights.name)};
  document.sections.push_back(
      {"",
       {},
       {shown_table(all, !command.scales.empty()), data_table("tables", all, false), data_table("means", all, true)},
       {"MSE, errors: of the unit's results, over all its inputs in the function's range; a mean row has the greatest "
        "max |err|",
        "MSE on 0.01 grid: of the table's real numbers, GQA-LUT's own figure; a mean row has that of the finest scale",
        "of optimum: MSE as a multiple of the least that any table for that unit and scale can have, tails free; <: of "
        "what it cannot be below"}});
  return document;
}

void run_eval(const CLI::App& app, const EvalCommand& command) {
  const std::vector<int> scales = parse_ranges(command.scales, "--scale");
  std::vector<std::vector<FittedTable>> files;
  for (const std::string& file : command.files) files.push_back(load_tables(file));
  std::vector<Evaluation> all;
  std::map<const Function*, std::vector<double>> samples;
  Recordings recordings;
  for (std::size_t f = 0; f < files.size(); ++f) {
    for (const FittedTable& table : files[f]) {
      FittedTable moved = table;
      if (!scales.empty() && table.unit->input_scale) moved.scales = scales;
      if (samples.count(&table.function()) == 0) {
        samples[&table.function()] = read_weights(command.weights, table.function(), recordings).first;
      }
      try {
        for (UnitTable& registers : register_sets(moved)) {
          all.push_back({command.files[f], &table, std::move(registers), {}, 0, {}});
        }
      } catch (const InputError& error) {
        throw InputError(
            fmt::format("{}: {} {}: {}", command.files[f], table.table.function, table.unit->name, error.what()));
      }
    }
  }
  std::vector<const UnitConfig*> units;
  for (const Evaluation& one : all) {
    if (std::find(units.begin(), units.end(), one.table->unit) == units.end()) units.push_back(one.table->unit);
  }
  say_idle(app, idle_on_units(units, false));
  Progress progress;
  std::atomic<std::size_t> done{0};
  std::mutex progress_mutex;
  for_each_on_all_cores(all.size(), [&](std::size_t i) {
    Evaluation& one = all[i];
    const Function& function = one.table->function();
    const std::vector<double>& sample = samples.at(&function);
    one.error = table_error(*one.registers, function, sample);
    // The table of a unit that reduces the range is that of a part of the function.
    one.grid_mse =
        one.table->unit->reduces_range || one.table->table.slopes.empty() ? NAN : grid_mse(one.table->table, function);
    one.optimum = optimum(*one.table, *one.registers, sample);
    const std::lock_guard lock(progress_mutex);
    progress.show(fmt::format("evaluating: {} of {} tables", ++done, all.size()));
  });
  progress.clear();
  const std::vector<Evaluation> rows = with_means(all);
  write_document(document_of(rows, command), command.document);
}

}  // namespace

void add_eval(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(program, "eval", "Say how good the tables of files are");
  app->footer(
      "Example: pwlsim eval gelu.json published/gelu_pwl_7.json --json figures.json\n"
      "Files are those of pwlsim fit, or JSON in the layout of GQA-LUT's authors.");
  const auto command = std::make_shared<EvalCommand>();
  app->add_input("files", command->files, "Files of tables")->required();
  add_list(*app, "--scale", command->scales, "Input scales s in place of those in the files, such as 5 or 0..6", false);
  add_weights_options(*app, command->weights);
  add_document_options(*app, command->document);
  app->callback([app, command, &exit_code] {
    run_eval(*app, *command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
