// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/find_named.h"
#include "sim/fit/mean_values.h"
#include "sim/fit/optimal.h"
#include "sim/fit/table_error.h"
#include "sim/unit/quantise_lines.h"

namespace pwlsim::experiment {
namespace {

/// Whether both read words alike, at the ports and in the tables.
bool same_words(const UnitConfig& a, const UnitConfig& b) {
  const auto same = [](const WordFormat& one, const WordFormat& other) {
    return one.kind == other.kind && one.width == other.width && one.floats.exponent == other.floats.exponent;
  };
  if (a.structure != b.structure || !same(a.x, b.x) || a.reduces_range != b.reduces_range) return false;
  const auto table_a = a.structure->line_format(a);
  const auto table_b = b.structure->line_format(b);
  if (table_a && table_b && table_a->acc_width != table_b->acc_width) return false;
  for (std::size_t i = 0; i < a.registers.size() && i < b.registers.size(); ++i) {
    if (a.registers[i].per_entry && !same(a.registers[i].word, b.registers[i].word)) return false;
  }
  return true;
}

/// The unit that differs in the number of entries only. In place of a named one, the smallest named one that has
/// enough.
const UnitConfig& unit_with_entries(const UnitConfig& unit, int entries) {
  const auto others = [](Values values) {
    values["entries"] = 0;
    return values;
  };
  const UnitConfig* found = nullptr;
  bool is_named = false;
  for (const UnitConfig& other : named_units()) {
    is_named |= &other == &unit;
    if (other.structure == unit.structure && others(other.values) == others(unit.values) && other.entries >= entries &&
        (found == nullptr || other.entries < found->entries)) {
      found = &other;
    }
  }
  return is_named && found != nullptr ? *found : unit_with(unit, "entries", entries);
}

/// What is asked of all tables, without function and unit. Throws InputError for a name that is not known.
FittedTable wish_of(const TablesRequest& request) {
  FittedTable wish{};
  const FitMethod& method = find_fit_method(request.method);
  wish.table.method = method.name;
  if (!request.objective.empty()) {
    wish.objective = find_named(objectives(), "objective", request.objective).value;
  }
  wish.tails = find_named(tail_kinds(), "kind of tails", request.tails).value;
  wish.zero_mean = request.zero_mean;
  wish.seed = request.seed;
  for (const auto& [name, value] : request.settings) find_named(method.settings, "setting", name);
  wish.settings = request.settings;
  return wish;
}

/// What remains of these wishes for a table that is not fitted.
FittedTable without_fit(const FittedTable& wish) {
  return {.table = wish.table,
          .unit = wish.unit,
          .scales = wish.scales,
          .output_scale = wish.output_scale,
          .weights = wish.weights};
}

void check_wishes(const TablesRequest& request, const std::vector<const UnitConfig*>& units) {
  const FitMethod& method = find_fit_method(request.method);
  if (request.seeds > 1 && !method.random) {
    throw InputError("--seeds: method " + method.name + " leaves nothing to chance; there is one table");
  }
  if (request.weights.given() && !method.weighs && request.seeds == 1) {
    throw InputError("--weights: method " + method.name + " cannot weigh inputs" +
                     (method.random ? "; with --seeds the table is chosen by them" : ""));
  }
  const bool output =
      request.objective == "output-mse" || request.least ||
      std::any_of(units.begin(), units.end(), [](const UnitConfig* unit) { return unit->output_scale; });
  if (request.output_scale && !output) {
    throw InputError("--output-scale: " + units.front()->name +
                     " does not round its results to codes; take a unit that does, such as int8_8q");
  }
  if (!request.least) return;
  if (request.weights.given()) {
    throw InputError("--least is searched for inputs that all count alike, not with --weights");
  }
  if (request.method != "optimal") {
    throw InputError("--least: only method optimal knows how few entries are enough");
  }
  for (const UnitConfig* unit : units) {
    if (unit->structure->table_kind() == TableKind::kLines) continue;
    throw InputError("--least: " + unit->name + " always has " + std::to_string(unit->entries) +
                     " words, one for each input code");
  }
}

/// The scales of the tables of one unit, those of one table together.
std::vector<std::vector<int>> scales_of_tables(const TablesRequest& request, const Function& function,
                                               const UnitConfig& unit) {
  if (!unit.input_scale) return {{}};
  const std::vector<int> wanted = wanted_scales(request.scales, function, unit);
  if (request.shared) return {wanted};
  std::vector<std::vector<int>> each;
  for (const int scale : wanted) each.push_back({scale});
  return each;
}

/// With weights: the scale of output codes that suits the activations, unless one was asked for.
void choose_output_scale(FittedTable& table, const Activations& sample) {
  const UnitConfig& unit = *table.unit;
  if (sample.empty() || !unit.output_scale || table.output_scale || table.scales.size() != 1) return;
  FitRequest request{table.function(), unit, table.scales};
  const UnitTable usual = make_table("uniform", request, unit).registers;
  const int best = best_output_scale(usual, table.function(), sample);
  if (best != usual.output_scale) table.output_scale = best;
}

/// With weights beyond the range, which the quantiser does not know of: fewer fraction bits where an accumulator that
/// can wrap would do so.
void choose_fraction(FittedTable& table, const Activations& sample) {
  const auto format = table.unit->structure->line_format(*table.unit);
  if (sample.empty() || !format || !format->wraps() || table.scales.size() != 1) return;
  constexpr int kFewer = 8;  // bits that are tried
  const UnitTable usual = register_sets(table)[0];
  double least = table_error(usual, table.function(), sample).mse;
  FittedTable tried = table;
  for (int fraction = usual.fraction - 1; fraction >= std::max(0, usual.fraction - kFewer); --fraction) {
    tried.fraction = fraction;
    const double error = table_error(register_sets(tried)[0], table.function(), sample).mse;
    if (error >= least) continue;
    least = error;
    table.fraction = fraction;
  }
}

/// Makes the table that `table` says, with its weights.
void fit_one(FittedTable& table, const TablesRequest& asked, const Activations& sample) {
  choose_output_scale(table, sample);
  FitRequest request{table.function(), *table.unit, table.scales, table.output_scale, table.objective, table.tails};
  request.zero_mean = table.zero_mean;
  if (find_fit_method(asked.method).weighs) request.sample = sample;
  request.seed = table.seed;
  request.settings = table.settings;
  if (!asked.least) {
    table.table = fit_table(asked.method, request);
    const bool words = table.unit->structure->table_kind() == TableKind::kWords;
    if (words && !sample.empty()) {
      if (table.scales.size() > 1) throw InputError("--shared: a table of words with weights is for one scale");
      table.table.values = mean_values(register_sets(table)[0], table.function(), sample);
    }
  } else {
    const LeastEntries least =
        *asked.least == 0 ? fit_least_exact_entries(request) : fit_least_entries(request, *asked.least);
    table.unit = &unit_with_entries(*table.unit, least.entries);
    table.table = with_entries(least.table, table.unit->entries);
  }
  choose_fraction(table, sample);
  register_sets(table);  // refuses what the registers cannot hold
}

/// What a table is chosen by among those of several seeds; see fit_tables().
double seed_figure(const FittedTable& table, const Activations& sample) {
  double sum = 0;
  const std::vector<UnitTable> sets = register_sets(table);
  for (const UnitTable& registers : sets) {
    const TableError error = table_error(registers, table.function(), sample);
    sum += (sample.empty() ? error.mse : error.nmse()) / static_cast<double>(sets.size());
  }
  return sum;
}

/// The best of the tables that differ in their seeds, with how far apart they were by their figures.
FittedTable best_of(const std::vector<FittedTable>& tables, std::vector<double> figures) {
  if (tables.size() == 1) return tables[0];
  FittedTable best =
      tables[static_cast<std::size_t>(std::min_element(figures.begin(), figures.end()) - figures.begin())];
  std::sort(figures.begin(), figures.end());
  best.seeds = SeedSpread{std::move(figures)};
  return best;
}

}  // namespace

std::string saturation_note(const UnitTable& registers, const Function& function) {
  const UnitConfig& unit = registers.config;
  const auto format = unit.structure->line_format(unit);
  if (!unit.output_scale || !format) return "";
  const int holding = default_output_scale(function, *format, registers.scale, registers.output_scale);
  if (holding == registers.output_scale) return "";
  return fmt::format(
      "{} {} at scale {}: output codes of scale {} end at {}, the function's values do not; {} holds them",
      function.name, unit.name, registers.scale, registers.output_scale,
      std::ldexp(static_cast<double>(int_max(unit.y_width())), -registers.output_scale), holding);
}

std::vector<int> wanted_scales(const std::vector<int>& scales, const Function& function, const UnitConfig& unit) {
  if (scales.empty()) return {default_scale(function, unit)};
  for (const int scale : scales) {
    if (scale < 0 || scale >= unit.x_width()) {
      throw InputError(fmt::format("--scale {} is out of range for {}: 0 to {}", scale, unit.name, unit.x_width() - 1));
    }
  }
  return scales;
}

std::vector<FittedTable> load_tables(const std::string& file, Feedback& feedback, const TableContext& context) {
  std::vector<std::string> notes;
  std::vector<FittedTable> tables = read_tables(file, &notes, context);
  for (const std::string& note : notes) feedback.note(note);
  return tables;
}

std::vector<FittedTable> fit_tables(const TablesRequest& request, Feedback& feedback) {
  Weights weights(request.weights);
  return fit_tables(request, weights, feedback);
}

std::vector<FittedTable> fit_tables(const TablesRequest& request, Weights& weights, Feedback& feedback) {
  FittedTable wish = wish_of(request);
  const ChosenPairs chosen = pairs_of(request.functions, request.units);
  check_wishes(request, find_units(request.units));
  std::vector<FittedTable> tables;
  std::vector<const Activations*> samples;  // of each table
  for (const auto& [function, unit] : chosen.pairs) {
    wish.table.function = function->name;
    const Activations& sample = weights.of(*function);
    weights.say_left_out(*function, feedback);
    wish.weights = weights.text_of(*function);
    wish.unit = unit;
    if (request.objective.empty()) {
      wish.objective = default_objective(find_fit_method(request.method), FitRequest(*function, *unit).format);
    }
    wish.output_scale = unit->input_scale ? request.output_scale : std::nullopt;
    for (std::vector<int>& scales : scales_of_tables(request, *function, *unit)) {
      wish.scales = std::move(scales);
      tables.push_back(unit->structure->table_kind() == TableKind::kLines ? wish : without_fit(wish));
      samples.push_back(&sample);
    }
  }
  if (!chosen.left_out.empty()) feedback.note(left_out_note(chosen));

  const auto seeds = static_cast<std::size_t>(request.seeds);
  std::vector<std::vector<FittedTable>> made(tables.size(), std::vector<FittedTable>(seeds));
  std::vector<std::vector<double>> figures(tables.size(), std::vector<double>(seeds));
  const auto line = [&](std::size_t done) {
    return fmt::format("fitting: {} of {} tables", done, made.size() * seeds);
  };
  for_each_with_progress(made.size() * seeds, feedback, line, [&](std::size_t i) {
    FittedTable& table = made[i / seeds][i % seeds];
    table = tables[i / seeds];
    table.seed += i % seeds;
    try {
      fit_one(table, request, *samples[i / seeds]);
      if (seeds > 1) figures[i / seeds][i % seeds] = seed_figure(table, *samples[i / seeds]);
    } catch (const InputError& error) {
      throw InputError(fmt::format("{} {}: {}", table.table.function, table.unit->name, error.what()));
    }
  });
  for (std::size_t i = 0; i < tables.size(); ++i) tables[i] = best_of(made[i], std::move(figures[i]));
  for (const TableAtScale& at : at_scales(tables)) {
    const std::string note = saturation_note(at.registers, at.table->function());
    if (!note.empty()) feedback.note(note);
  }
  return tables;
}

std::string label_of(const FittedTable& table, const UnitTable& registers) {
  const std::string label = table.table.function + " " + table.unit->name;
  return !table.unit->input_scale ? label : fmt::format("{} s={}", label, registers.scale);
}

std::string contents_of(const std::vector<FittedTable>& tables) {
  constexpr std::size_t kMost = 300;
  std::string text;
  for (const FittedTable& table : tables) {
    if (text.size() > kMost) return text + ", …";
    text += (text.empty() ? "" : ", ") + table.table.function + " " + table.unit->name;
    if (table.unit->input_scale) text += fmt::format(" s={}", fmt::join(table.scales, ","));
  }
  return text;
}

std::vector<TableAtScale> at_scales(const std::vector<FittedTable>& tables) {
  std::vector<TableAtScale> all;
  for (const FittedTable& table : tables) {
    for (UnitTable& registers : register_sets(table)) all.push_back({&table, std::move(registers)});
  }
  return all;
}

bool same_format(const UnitConfig& a, const UnitConfig& b) { return same_words(a, b) && a.entries == b.entries; }

namespace {

/// The one scale of all tables of that function and format; nothing: there are several, or none.
std::optional<int> only_scale(const std::vector<FittedTable>& tables, const Function& function,
                              const UnitConfig& unit) {
  std::set<int> scales;
  for (const FittedTable& table : tables) {
    if (table.table.function != function.name || !same_format(*table.unit, unit)) continue;
    scales.insert(table.scales.begin(), table.scales.end());
  }
  return scales.size() == 1 ? std::optional(*scales.begin()) : std::nullopt;
}

}  // namespace

std::pair<const FittedTable*, UnitTable> find_table(const std::vector<FittedTable>& tables, const std::string& file,
                                                    const Function& function, const UnitConfig& unit,
                                                    const QuantiseOptions& options) {
  int scale = options.scale.value_or(default_scale(function, unit));
  if (!options.scale && unit.input_scale) scale = only_scale(tables, function, unit).value_or(scale);
  std::vector<const FittedTable*> found;
  std::string known;
  for (const FittedTable& table : tables) {
    if (table.table.function != function.name || !same_format(*table.unit, unit)) continue;
    if (!unit.input_scale || std::find(table.scales.begin(), table.scales.end(), scale) != table.scales.end()) {
      found.push_back(&table);
    }
    for (const int other : table.scales) known += (known.empty() ? "" : ", ") + std::to_string(other);
  }
  const auto is_same_unit = [&](const FittedTable* table) { return table->unit == &unit; };
  if (std::any_of(found.begin(), found.end(), is_same_unit)) {
    found.erase(std::stable_partition(found.begin(), found.end(), is_same_unit), found.end());
  }
  const std::string where = !unit.input_scale ? "" : fmt::format(" at scale {}", scale);
  if (found.empty()) {
    throw InputError(
        fmt::format("{}: has no table of {} for {}{}", file, function.name, unit.name,
                    known.empty() ? "; it has " + contents_of(tables) : where + "; --scale can be " + known));
  }
  if (found.size() > 1) {
    throw InputError(fmt::format("{}: has several tables of {} for {}{}", file, function.name, unit.name, where));
  }
  const std::optional<int> output_scale = options.output_scale ? options.output_scale : found[0]->output_scale;
  return {found[0], quantise(found[0]->table, function, unit, {scale, output_scale, found[0]->fraction})};
}

FixedTable fixed_table(const RtlRequest& rtl, const UnitConfig& unit, Feedback& feedback) {
  std::vector<FixedTable> found;
  for (const FittedTable& table : load_tables(rtl.fixed_table, feedback, {{}, {unit.name}})) {
    if (!same_format(*table.unit, unit)) continue;
    FittedTable wanted = table;
    wanted.unit = &unit;
    for (UnitTable& registers : register_sets(wanted)) found.push_back({&table.function(), std::move(registers)});
  }
  if (found.size() != 1) {
    throw InputError(fmt::format("--fixed-table {}: has {} tables for {}, not the one that is in the unit",
                                 printable(rtl.fixed_table), found.size(), unit.name));
  }
  return found.front();
}

const Function& usual_function(const RtlRequest& rtl, const UnitConfig& unit, Feedback& feedback) {
  if (!rtl.fixed_table.empty()) return *fixed_table(rtl, unit, feedback).function;
  const Function& gelu = find_function("gelu");
  if (serves(unit, gelu)) return gelu;
  for (const Function& function : functions()) {
    if (serves(unit, function)) return function;
  }
  throw InputError(unit.name + ": serves no function");
}

}  // namespace pwlsim::experiment
