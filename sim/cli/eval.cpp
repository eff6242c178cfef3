// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/option_use.h"
#include "sim/cli/progress.h"
#include "sim/cli/tables.h"
#include "sim/fit/grid_mse.h"
#include "sim/fit/optimal.h"
#include "sim/fit/table_error.h"
#include "sim/report/text_table.h"
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
  std::string json;
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

std::string scales_of(const FittedTable& table) {
  std::string text;
  for (const int scale : table.scales) text += (text.empty() ? "" : ",") + std::to_string(scale);
  return text.empty() ? "-" : text;
}

std::string factor_text(double mse, const ErrorBound& optimum) {
  // Both zero: bit-exact, as the optimum is.
  const double factor = optimum.mse > 0 ? mse / optimum.mse : mse == 0 ? 1 : INFINITY;
  return fmt::format("{}{:.3g} x", optimum.reached ? "" : "< ", factor);
}

std::string text_of(const std::vector<Evaluation>& all, const EvalCommand& command) {
  std::vector<std::string> header = {"table",      "method",    "F",    "MSE",
                                     "mean error", "max |err|", "at x", "MSE on 0.01 grid"};
  if (!command.scales.empty()) header.emplace_back("made for s");
  header.emplace_back("of optimum");
  TextTable table(header);
  const Evaluation* previous = nullptr;
  for (const Evaluation& one : all) {
    if (previous != nullptr && (previous->count > 1 || one.file != previous->file)) table.add_rule();
    if (previous == nullptr || one.file != previous->file) {
      std::vector<std::string> title(header.size());
      title[0] = one.file;
      table.add(std::move(title));
    }
    previous = &one;
    const bool mean = one.count > 1;
    const std::string label =
        mean ? fmt::format("{} {} mean of {}", one.table->table.function, one.table->unit->name, one.count)
             : label_of(*one.table, *one.registers);
    std::vector<std::string> row = {"  " + label,
                                    one.table->table.method,
                                    mean                            ? ""
                                    : !one.table->unit->input_scale ? "-"
                                                                    : std::to_string(one.registers->fraction),
                                    fmt::format("{:.3g}", one.error.mse),
                                    fmt::format("{:.3g}", one.error.mean_error),
                                    fmt::format("{:.3g}", one.error.max_error),
                                    fmt::format("{:.4g}", one.error.max_at),
                                    std::isnan(one.grid_mse) ? "-" : fmt::format("{:.3g}", one.grid_mse)};
    if (!command.scales.empty()) row.push_back(mean ? "" : scales_of(*one.table));
    row.push_back(one.optimum ? factor_text(one.error.mse, *one.optimum) : "-");
    table.add(std::move(row));
  }
  std::string text = fmt::format("{}; weights {}\n\n{}\n", program_name(), command.weights.name, table.text());
  text +=
      "MSE, errors: of the unit's results, over all its inputs in the function's range; a mean row has the greatest "
      "max |err|\n"
      "MSE on 0.01 grid: of the table's real numbers, GQA-LUT's own figure; a mean row has that of the finest scale\n"
      "of optimum: MSE as a multiple of the least that any table for that unit and scale can have, tails free; <: of "
      "what it cannot be below\n";
  return text;
}

std::string json_of(const std::vector<Evaluation>& all, const EvalCommand& command) {
  nlohmann::ordered_json json = {{"program", program_name()}, {"weights", command.weights.name}};
  for (const char* list : {"tables", "means"}) json[list] = nlohmann::ordered_json::array();
  for (const Evaluation& one : all) {
    nlohmann::ordered_json row = {{"file", one.file},
                                  {"function", one.table->table.function},
                                  {"method", one.table->table.method},
                                  {"unit", one.table->unit->name},
                                  {"entries", one.table->unit->entries}};
    if (one.count > 1) row["count"] = one.count;
    if (one.registers && one.table->unit->input_scale) {
      row["scale"] = one.registers->scale;
      row["fraction"] = one.registers->fraction;
      row["made_for"] = one.table->scales;
    }
    row["mse"] = one.error.mse;
    row["mean_error"] = one.error.mean_error;
    row["max_error"] = one.error.max_error;
    row["max_at"] = one.error.max_at;
    if (!std::isnan(one.grid_mse)) row["grid_mse"] = one.grid_mse;
    if (one.optimum) {
      row["optimum_mse"] = one.optimum->mse;
      row["optimum_reached"] = one.optimum->reached;
    }
    json[one.count > 1 ? "means" : "tables"].push_back(row);
  }
  return json_text(json);
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
    one.grid_mse = one.table->unit->reduces_range ? NAN : grid_mse(one.table->table, function);
    one.optimum = optimum(*one.table, *one.registers, sample);
    const std::lock_guard lock(progress_mutex);
    progress.show(fmt::format("evaluating: {} of {} tables", ++done, all.size()));
  });
  progress.clear();
  const std::vector<Evaluation> rows = with_means(all);
  if (!command.json.empty()) write_file(command.json, json_of(rows, command), "--json");
  std::cout << text_of(rows, command);
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
  app->add_output("--json", command->json, "Write all figures to FILE as JSON");
  app->callback([app, command, &exit_code] {
    run_eval(*app, *command);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
