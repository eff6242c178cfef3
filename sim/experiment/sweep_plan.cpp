// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/sweep_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <cstddef>
#include <functional>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/version.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/functions.h"
#include "sim/lockstep/rtl_loader.h"

namespace pwlsim::experiment {
namespace {

/// Throws InputError for a function, unit or scale that was asked for by name and that no table serves.
void check_served(const SweepRequest& request, const std::vector<const Function*>& functions,
                  const std::vector<int>& scales, const std::vector<FittedTable>& tables) {
  const auto check = [&](const std::string& what, const auto& serves) {
    if (std::any_of(tables.begin(), tables.end(), serves)) return;
    throw InputError(fmt::format("--table {}: no table of {} is in it", fmt::join(request.table_files(), ", "), what));
  };
  // Of "all", those that are there are meant.
  for (const Function* const function :
       names_all(request.tables.functions) ? std::vector<const Function*>{} : functions) {
    check(function->name, [&](const FittedTable& table) { return &table.function() == function; });
  }
  for (const std::string& unit : names_all(request.tables.units) ? std::vector<std::string>{} : request.tables.units) {
    check(unit, [&](const FittedTable& table) { return table.unit->name == unit; });
  }
  for (const int s : scales) {
    check(fmt::format("scale {}", s), [&](const FittedTable& table) {
      return !table.unit->input_scale || std::find(table.scales.begin(), table.scales.end(), s) != table.scales.end();
    });
  }
  check("what was asked for", [](const FittedTable&) { return true; });
}

/// The tables of files that --function, --unit and --scale leave.
std::vector<FittedTable> tables_of_files(const SweepRequest& request, Feedback& feedback) {
  std::vector<std::vector<FittedTable>> loaded;  // first, as files may bring functions
  for (const std::string& file : request.table_files()) {
    loaded.push_back(load_tables(
        file, feedback,
        {request.tables.functions, request.tables.units, request.tables.scales, request.tables.output_scale}));
  }
  const std::vector<const Function*> functions = find_functions(request.tables.functions);
  const std::vector<const UnitConfig*> units = find_units(request.tables.units);
  const std::vector<int>& scales = request.tables.scales;
  std::vector<FittedTable> tables;
  for (std::vector<FittedTable>& file : loaded) {
    for (FittedTable& table : file) {
      if (!functions.empty() && std::find(functions.begin(), functions.end(), &table.function()) == functions.end()) {
        continue;
      }
      if (!scales.empty() && table.unit->input_scale) {
        const auto is_wanted = [&](int s) { return std::find(scales.begin(), scales.end(), s) != scales.end(); };
        table.scales.erase(std::remove_if(table.scales.begin(), table.scales.end(), std::not_fn(is_wanted)),
                           table.scales.end());
        if (table.scales.empty()) continue;
      }
      if (request.tables.units.empty()) tables.push_back(table);
      for (const UnitConfig* const unit : units) {
        if (!same_format(*unit, *table.unit)) continue;
        tables.push_back(table);
        tables.back().unit = unit;
      }
    }
  }
  check_served(request, functions, scales, tables);
  return tables;
}

/// "0..6,9" of 0 to 6 and 9: three or more numbers in a row as a range.
std::string ranges_text(const std::vector<int>& numbers) {
  std::string text;
  for (std::size_t from = 0; from < numbers.size();) {
    std::size_t to = from;
    while (to + 1 < numbers.size() && numbers[to + 1] == numbers[to] + 1) ++to;
    if (to < from + 2) to = from;
    text += (text.empty() ? "" : ",") + std::to_string(numbers[from]);
    if (to > from) text += ".." + std::to_string(numbers[to]);
    from = to + 1;
  }
  return text;
}

/// The command that sweeps these functions, units and scales (each may be empty) as the options say.
std::string command_of(const SweepRequest& request, const std::vector<const Function*>& functions,
                       const std::string& units, const std::string& scales) {
  const TablesRequest& fit = request.tables;
  std::string text = "pwlsim sweep";
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) text += std::string(" ") + option + " " + quoted(value);
  };
  add("--unit", units);
  const std::string tails = request.table_files().empty() ? fit.tails : "";
  if (functions.empty()) {
    if (!tails.empty()) add("--tails", tails);
  } else {
    text += function_arguments(functions, tails);
  }
  add("--scale", scales);
  for (const std::string& file : request.files) add("--table", file);
  if (request.table_files().empty()) {
    add("--method", fit.method);
    add("--seed", std::to_string(fit.seed));
    if (fit.seeds > 1) add("--seeds", std::to_string(fit.seeds));
    add("--objective", fit.objective);
    if (fit.shared) text += " --shared";
    if (fit.zero_mean) text += " --zero-mean";
    add("--weights", fit.weights.name);
    if (!fit.weights.column.empty()) add("--column", fit.weights.column);
    if (fit.least) add("--least", *fit.least == 0 ? "exact" : fmt::format("{}", *fit.least));
    for (const auto& [name, value] : fit.settings) add("--set", fmt::format("{}={}", name, value));
    if (fit.output_scale) add("--output-scale", std::to_string(*fit.output_scale));
  }
  return text + rtl_arguments(request.rtl);
}

/// The command that sweeps one table.
std::string item_command(const SweepRequest& request, const FittedTable& table, const UnitTable& registers) {
  const std::string scales = request.tables.shared      ? ranges_text(request.tables.scales)  // which one table serves
                             : !table.unit->input_scale ? ""
                                                        : std::to_string(registers.scale);
  return command_of(request, {&table.function()}, registers.config.name, scales);
}

/// The lockstep run of an item, or nothing where `pwlsim run` cannot make its table.
std::string run_command(const SweepRequest& request, const FittedTable& table, const UnitTable& registers) {
  const TablesRequest& fit = request.tables;
  const bool plain = fit.objective.empty() && !fit.shared && !fit.zero_mean && !fit.weights.given() && fit.seeds == 1 &&
                     !fit.least && fit.settings.empty();
  if (!plain || request.files.size() > 1) return "";
  RunRequest run;
  run.method = fit.method;
  run.tails = fit.tails;
  run.seed = fit.seed;
  if (!request.files.empty()) run.table = request.files[0];
  if (registers.config.input_scale) run.scale = registers.scale;
  run.output_scale = fit.output_scale;
  static_cast<RtlRequest&>(run) = request.rtl;
  run.stimulus = "x.txt";
  return replay_command(run, registers.config.name, table.table.function, std::nullopt);
}

SweepItem make_item(const SweepRequest& request, const FittedTable& table, const UnitTable& registers) {
  const UnitConfig& unit = registers.config;
  SweepItem item{label_of(table, registers),
                 registers,
                 &table.function(),
                 rtl_source(request.rtl, unit),
                 request.rtl.latency.value_or(unit.latency()),
                 request.from.value_or(0),
                 request.to.value_or(low_bits(unit.x_width())),
                 "",
                 ""};
  if (item.to > low_bits(unit.x_width()) || item.from > item.to) {
    throw InputError(fmt::format("--from 0x{:x} --to 0x{:x}: is not a range of the input words of {}, 0 to 0x{:x}",
                                 item.from, item.to, unit.name, low_bits(unit.x_width())));
  }
  item.command = item_command(request, table, registers);
  item.run = run_command(request, table, registers);
  return item;
}

std::string verilator_version() { return rtl_tool_versions().substr(0, rtl_tool_versions().find('\n')); }

}  // namespace

SweepPlan make_plan(const SweepRequest& request, Feedback& feedback) {
  SweepPlan plan{{}, request.chunk, program_name() + ", " + verilator_version()};
  const std::vector<FittedTable> tables =
      request.table_files().empty() ? fit_tables(request.tables, feedback) : tables_of_files(request, feedback);
  std::vector<const UnitConfig*> units;
  for (const FittedTable& table : tables) units.push_back(table.unit);
  check_rtl_request(request.rtl, units);
  for (const FittedTable& table : tables) {
    for (const UnitTable& registers : register_sets(table)) plan.items.push_back(make_item(request, table, registers));
  }
  if (!request.rtl.fixed_table.empty() && plan.items.size() != 1) {
    throw InputError(fmt::format("--fixed-table {}: {} of its tables are chosen, not the one that is in the unit",
                                 printable(request.rtl.fixed_table), plan.items.size()));
  }
  return plan;
}

std::string sweep_command(const SweepRequest& request) {
  const TablesRequest& tables = request.tables;
  const bool all = names_all(tables.functions);
  std::string text = command_of(request, all ? std::vector<const Function*>{} : find_functions(tables.functions),
                                fmt::format("{}", fmt::join(tables.units, ",")), ranges_text(tables.scales));
  if (all) text.insert(std::string("pwlsim sweep").size(), " --function all");
  if (request.from) text += fmt::format(" --from 0x{:x}", *request.from);
  if (request.to) text += fmt::format(" --to 0x{:x}", *request.to);
  if (request.shard.count > 1) text += fmt::format(" --shard {}/{}", request.shard.index, request.shard.count);
  return text;
}

}  // namespace pwlsim::experiment
