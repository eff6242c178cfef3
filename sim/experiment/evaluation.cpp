// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/evaluation.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/base/error.h"
#include "sim/experiment/tables.h"
#include "sim/fit/fit.h"
#include "sim/fit/grid_mse.h"

namespace pwlsim::experiment {
namespace {

/// So little that it does not show, and enough for lines where there are no activations.
constexpr double kNoShare = 1e-9;

/// The least MSE of any table for the same unit and scale, where that is known.
std::optional<ErrorBound> optimum(const FittedTable& fitted, const UnitTable& registers, const Activations& sample) {
  const UnitConfig& unit = *fitted.unit;
  if (unit.reduces_range) return std::nullopt;  // what is fitted there is a part of the function
  if (unit.structure->table_kind() != TableKind::kLines) return std::nullopt;  // there is only one table
  FitRequest request{fitted.function(), unit};
  request.tails = Tails::kFree;
  if (unit.input_scale) request.scales = {registers.scale};
  if (unit.output_scale) request.objective = Objective::kOutputMse;
  if (!has_exact_optimum(request)) {
    if (unit.output_scale || !sample.empty()) return std::nullopt;
    return mse_bound(request);
  }
  request.sample = sample;
  request.even_share = kNoShare;  // the error is that over the activations alone
  if (unit.output_scale) request.output_scale = registers.output_scale;
  const UnitTable best = make_table("optimal", request, unit).registers;
  return ErrorBound{table_error(best, fitted.function(), sample).mse, true};
}

/// The mean over all evaluations of a series.
Evaluation mean_of(const std::vector<Evaluation>& series) {
  Evaluation mean{.file = series[0].file,
                  .table = series[0].table,
                  .registers = std::nullopt,
                  .error = {},
                  .optimum = ErrorBound{0, true},
                  .count = static_cast<int>(series.size())};
  const double n = mean.count;
  int finest = -1;
  for (const Evaluation& one : series) {
    mean.error.mse += one.error.mse / n;
    mean.error.mean_error += one.error.mean_error / n;
    mean.nmse += one.nmse / n;
    mean.bias_share += one.bias_share / n;
    if (one.error.max_error > mean.error.max_error) {
      mean.error.max_error = one.error.max_error;
      mean.error.max_at = one.error.max_at;
    }
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

/// The same error, with the table that it is about.
InputError about(const std::string& file, const FittedTable& table, const InputError& error) {
  return InputError(fmt::format("{}: {} {}: {}", file, table.table.function, table.unit->name, error.what()));
}

void evaluate(Evaluation& one, const Activations& sample) {
  const FittedTable& fitted = one.table;
  const Function& function = fitted.function();
  try {
    one.error = table_error(*one.registers, function, sample);
  } catch (const InputError& error) {
    throw about(one.file, fitted, error);
  }
  one.nmse = one.error.nmse();
  one.bias_share = one.error.bias_share();
  // The table of a unit that reduces the range is that of a part of the function.
  const bool has_lines = !fitted.unit->reduces_range && fitted.unit->structure->table_kind() == TableKind::kLines;
  one.grid_mse = has_lines ? grid_mse(fitted.table, function) : NAN;
  try {
    one.optimum = optimum(fitted, *one.registers, sample);
  } catch (const InputError&) {  // a table that is there need not be one that a fit can make
    one.optimum = std::nullopt;
  }
}

}  // namespace

std::vector<Evaluation> evaluate_tables(const EvaluationRequest& request, Feedback& feedback) {
  std::vector<Evaluation> all;
  std::vector<const Activations*> samples;  // of each
  Weights weights(request.weights);
  for (const std::string& file : request.files) {
    for (const FittedTable& table : load_tables(file, feedback, {request.functions, request.units})) {
      FittedTable moved = table;
      if (!request.scales.empty() && table.unit->input_scale) {
        moved.scales = request.scales;
        if (moved.scales != table.scales) moved.fraction.reset();  // which belongs to the table's own registers
      }
      const Activations* const sample = &weights.of(table.function());
      weights.say_left_out(table.function(), feedback);
      try {
        for (UnitTable& registers : register_sets(moved)) {
          all.push_back({.file = file, .table = table, .registers = std::move(registers), .error = {}, .optimum = {}});
          samples.push_back(sample);
        }
      } catch (const InputError& error) {
        throw about(file, table, error);
      }
    }
  }
  const auto line = [&](std::size_t done) { return fmt::format("evaluating: {} of {} tables", done, all.size()); };
  for_each_with_progress(all.size(), feedback, line, [&](std::size_t i) { evaluate(all[i], *samples[i]); });
  return with_means(all);
}

std::vector<const UnitConfig*> units_of(const std::vector<Evaluation>& evaluations) {
  std::vector<const UnitConfig*> units;
  for (const Evaluation& one : evaluations) {
    if (std::find(units.begin(), units.end(), one.table.unit) == units.end()) units.push_back(one.table.unit);
  }
  return units;
}

}  // namespace pwlsim::experiment
