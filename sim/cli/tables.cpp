// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <mutex>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/base/threads.h"
#include "sim/cli/command.h"
#include "sim/cli/progress.h"
#include "sim/fit/optimal.h"
#include "sim/rooms.h"
#include "sim/unit/quantise_lines.h"

namespace pwlsim::cli {
namespace {

/// Whether the whole text is a number; leaves it in `number`.
template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::map<std::string, double> parse_settings(const FitOptions& options) {
  std::map<std::string, double> settings;
  const FitMethod& method = find_fit_method(options.method);
  for (const std::string& text : options.settings) {
    const std::size_t equals = text.find('=');
    double value = 0;
    if (equals == std::string::npos || !parse_number(std::string_view(text).substr(equals + 1), value) ||
        !std::isfinite(value)) {
      throw InputError("--set " + printable(text) + ": is not NAME=NUMBER");
    }
    const std::string name = text.substr(0, equals);
    if (method.settings.empty()) {
      throw InputError("--set " + printable(text) + ": method " + method.name + " has no settings");
    }
    find_named(method.settings, "setting", name);
    if (!settings.emplace(name, value).second) throw InputError("--set " + name + ": is given twice");
  }
  return settings;
}

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

}  // namespace

// A list takes one argument, so that what follows may be a file.
void add_choice_options(CLI::App& app, FitOptions& options) {
  add_list(app, "--function", options.functions, "Functions, comma-separated, or all; default: gelu", false);
  CLI::Option* const format =
      app.add_option("--format", options.format, "Number format: int8, int16, int32, int32w, fp32, fp16, bf16")
          ->capture_default_str();
  CLI::Option* const entries =
      add_list(app, "--entries", options.entries, "Entries, comma-separated; default: 8", false);
  add_list(app, "--unit,--units", options.units,
           "Unit configurations in place of format and entries, or all (pwlsim list)", false)
      ->excludes(format)
      ->excludes(entries);
  add_list(app, "--scale", options.scales,
           "Input scales s of integer units, such as 5 or 0..6; default: finest for the range", false);
}

void add_fit_options(Command& app, FitOptions& options) {
  app.add_flag("--shared", options.shared, "One table for all the scales instead of one each");
  app.add_option("--method", options.method, "How tables are made (see pwlsim list)")->capture_default_str();
  app.add_option(
      "--objective", options.objective,
      "What is made small: mse, output-mse, max-error; default: mse, with method optimal output-mse for units "
      "that round their results to codes");
  app.add_option("--tails", options.tails, "Beyond the range: hold the function's tails, or leave the lines free")
      ->capture_default_str();
  app.add_flag("--zero-mean", options.zero_mean, "Bring the mean error to zero");
  add_weights_options(app, options.weights);
  app.add_option("--least", options.least,
                 "As few entries as reach that error of the objective, or 'exact': bit-exact output codes");
  add_whole(app, "--seed", options.seed, "Seed of everything random");
  app.add_option("--set", options.settings, "Setting of the method, NAME=VALUE (see pwlsim list)")
      ->allow_extra_args(false);
  add_whole(app, "--output-scale", options.output_scale, "Scale of output codes; default: finest for the values");
}

std::vector<std::string> unit_names(const FitOptions& options) {
  if (!options.units.empty()) return options.units;
  std::vector<std::string> names;
  const auto entries = options.entries.empty() ? std::vector<std::string>{"8"} : options.entries;
  for (const int n : parse_ranges(entries, "--entries")) names.push_back(fmt::format("{}_{}", options.format, n));
  return names;
}

std::vector<std::string> function_names(const FitOptions& options) {
  return options.functions.empty() ? std::vector<std::string>{"gelu"} : options.functions;
}

std::vector<int> parse_ranges(const std::vector<std::string>& texts, const std::string& option) {
  std::vector<int> all;
  for (const std::string& text : texts) {
    const std::size_t dots = text.find("..");
    int from = 0;
    int to = 0;
    bool good = parse_number(std::string_view(text).substr(0, dots), from);
    to = from;
    if (dots != std::string::npos) good = good && parse_number(std::string_view(text).substr(dots + 2), to);
    // Nothing that is counted here has more than 64.
    if (!good || from > to || from < -64 || to > 64) {
      throw InputError(option + " " + printable(text) + ": is neither a small whole number nor a range such as 0..6");
    }
    for (int n = from; n <= to; ++n) {
      if (std::find(all.begin(), all.end(), n) == all.end()) all.push_back(n);
    }
  }
  return all;
}

std::vector<const Function*> parse_functions(const std::vector<std::string>& names) {
  std::vector<const Function*> all;
  const auto add = [&](const Function& function) {
    if (std::find(all.begin(), all.end(), &function) == all.end()) all.push_back(&function);
  };
  for (const std::string& name : names) {
    if (name == kAll) {
      for (const Function& function : functions()) add(function);
    } else {
      add(find_function(name));
    }
  }
  return all;
}

bool names_all(const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), kAll) != names.end();
}

ChosenPairs pairs_of(const std::vector<std::string>& functions, const std::vector<std::string>& units) {
  const bool all = names_all(functions) || names_all(units);
  ChosenPairs chosen;
  std::vector<const UnitConfig*> left_out;
  for (const Function* function : parse_functions(functions)) {
    for (const UnitConfig* unit : find_units(units)) {
      if (!all || serves(*unit, *function)) {
        chosen.pairs.emplace_back(function, unit);
      } else if (std::find(left_out.begin(), left_out.end(), unit) == left_out.end()) {
        left_out.push_back(unit);
      }
    }
  }
  for (const UnitConfig* unit : left_out) chosen.left_out += (chosen.left_out.empty() ? "" : ", ") + unit->name;
  return chosen;
}

void say_left_out(const ChosenPairs& chosen) {
  if (chosen.left_out.empty()) return;
  std::fprintf(stderr, "pwlsim: left out where they do not serve the function: %s\n", chosen.left_out.c_str());
}

void add_weights_options(Command& app, WeightsOptions& options) {
  app.add_input("--weights", options.name,
                "Weigh inputs as they occur: recorded (bundled activations), or a file as for --stimulus")
      ->capture_default_str();
  app.also_reads("recorded weights", [] { return files_in(recordings_folder(), ".npy"); });
  app.add_option("--column", options.column, "Column of a file of --weights with several: its name or number")
      ->check(check_name);
}

std::pair<std::vector<double>, std::string> read_weights(const WeightsOptions& options, const Function& function,
                                                         Recordings& read) {
  const std::string& weights = options.name;
  const bool recorded = weights == "recorded";
  if (!options.column.empty() && (recorded || weights == "uniform")) {
    throw InputError("--column " + printable(options.column) + ": --weights " + weights + " is no file");
  }
  if (weights == "uniform") return {{}, weights};
  const std::vector<double>& numbers =
      recorded ? *read.of(recordings_folder() + "/" + function.name + ".npy") : *read.of(weights, options.column);
  ContentHash hash;
  hash.add({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)});
  std::string name = recorded ? weights : printable(std::filesystem::path(weights).filename().string());
  if (!options.column.empty()) name += " column " + printable(options.column);
  return {numbers, fmt::format("{}, {} numbers, {}", name, numbers.size(), hash.hex())};
}

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

std::vector<FittedTable> load_tables(const std::string& file) {
  std::vector<std::string> notes;
  std::vector<FittedTable> tables = read_tables(file, &notes);
  for (const std::string& note : notes) std::cerr << "pwlsim: " << note << "\n";
  return tables;
}

std::vector<FittedTable> fit_tables(const FitOptions& options) {
  FittedTable wish{};
  wish.table.method = find_fit_method(options.method).name;
  if (!options.objective.empty()) {
    wish.objective = find_named(objectives(), "objective", options.objective).value;
  }
  wish.tails = find_named(tail_kinds(), "kind of tails", options.tails).value;
  wish.zero_mean = options.zero_mean;
  wish.seed = options.seed;
  wish.settings = parse_settings(options);
  const std::vector<int> scales = parse_ranges(options.scales, "--scale");
  const ChosenPairs chosen = pairs_of(function_names(options), unit_names(options));
  const auto units = find_units(unit_names(options));

  const bool output =
      options.objective == "output-mse" || !options.least.empty() ||
      std::any_of(units.begin(), units.end(), [](const UnitConfig* unit) { return unit->output_scale; });
  if (options.output_scale && !output) {
    throw InputError("--output-scale: " + units.front()->name +
                     " does not round its results to codes; take a unit that does, such as int8_8q");
  }
  double least_error = 0;
  if (!options.least.empty() && options.least != "exact" &&
      (!parse_number(options.least, least_error) || !(least_error > 0) || !std::isfinite(least_error))) {
    throw InputError("--least " + printable(options.least) + ": is neither an error above 0 nor 'exact'");
  }
  if (!options.least.empty() && options.method != "optimal") {
    throw InputError("--least: only method optimal knows how few entries are enough");
  }

  std::vector<FittedTable> tables;
  std::map<const Function*, std::vector<double>> samples;
  Recordings recordings;
  for (const auto& [function, unit] : chosen.pairs) {
    wish.table.function = function->name;
    std::tie(samples[function], wish.weights) = read_weights(options.weights, *function, recordings);
    wish.unit = unit;
    if (options.objective.empty())
      wish.objective = default_objective(find_fit_method(options.method), FitRequest(*function, *unit).format);
    wish.output_scale = unit->input_scale ? options.output_scale : std::nullopt;
    const std::vector<int> wanted = scales.empty() ? std::vector<int>{default_scale(*function, *unit)} : scales;
    for (const int scale : wanted) {
      if (unit->input_scale && (scale < 0 || scale >= unit->x_width())) {
        throw InputError(
            fmt::format("--scale {} is out of range for {}: 0 to {}", scale, unit->name, unit->x_width() - 1));
      }
    }
    if (!unit->input_scale || options.shared) {
      wish.scales = unit->input_scale ? wanted : std::vector<int>{};
      tables.push_back(wish);
      continue;
    }
    for (const int scale : wanted) {
      wish.scales = {scale};
      tables.push_back(wish);
    }
  }
  say_left_out(chosen);

  Progress progress;
  std::atomic<std::size_t> done{0};
  std::mutex progress_mutex;
  for_each_on_all_cores(tables.size(), [&](std::size_t i) {
    FittedTable& table = tables[i];
    const Function& function = table.function();
    try {
      FitRequest request{function, *table.unit, table.scales, table.output_scale, table.objective, table.tails};
      request.zero_mean = table.zero_mean;
      request.sample = samples.at(&function);
      request.seed = table.seed;
      request.settings = table.settings;
      if (options.least.empty()) {
        table.table = fit_table(options.method, request);
      } else {
        const LeastEntries least =
            options.least == "exact" ? fit_least_exact_entries(request) : fit_least_entries(request, least_error);
        table.unit = &unit_with_entries(*table.unit, least.entries);
        table.table = with_entries(least.table, table.unit->entries);
      }
      register_sets(table);  // refuses what the registers cannot hold
    } catch (const InputError& error) {
      throw InputError(fmt::format("{} {}: {}", function.name, table.unit->name, error.what()));
    }
    const std::lock_guard lock(progress_mutex);
    progress.show(fmt::format("fitting: {} of {} tables", ++done, tables.size()));
  });
  progress.clear();
  for (const TableAtScale& at : at_scales(tables)) {
    const std::string note = saturation_note(at.registers, at.table->function());
    if (!note.empty()) std::cerr << "pwlsim: " << note << "\n";
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

std::pair<const FittedTable*, UnitTable> find_table(const std::vector<FittedTable>& tables, const std::string& file,
                                                    const Function& function, const UnitConfig& unit,
                                                    const QuantiseOptions& options) {
  const int scale = options.scale.value_or(default_scale(function, unit));
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
  return {found[0], quantise(found[0]->table, function, unit, {options.scale, output_scale})};
}

}  // namespace pwlsim::cli
