// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/command_text.h"

#include <fmt/format.h>
#include <algorithm>

#include "sim/experiment/functions.h"

namespace pwlsim::experiment {

std::vector<std::string> rtl_words(const RtlRequest& request) {
  std::vector<std::string> words;
  const auto add = [&](const char* option, const std::string& value) { words.insert(words.end(), {option, value}); };
  const auto add_all = [&](const char* option, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(option, value);
  };
  add_all("--rtl", request.rtl);
  add_all("-f", request.file_lists);
  add_all("-I", request.include_folders);
  add_all("-D", request.defines);
  add_all("-y", request.library_folders);
  if (!request.top.empty()) add("--top", request.top);
  add_all("--param", request.parameters);
  add_all("--port", request.ports);
  add_all("--tie", request.ties);
  if (!request.fixed_table.empty()) add("--fixed-table", request.fixed_table);
  if (request.latency) add("--latency", std::to_string(*request.latency));
  return words;
}

std::string rtl_arguments(const RtlRequest& request) {
  std::string text;
  for (const std::string& word : rtl_words(request)) text += " " + quoted(word);
  return text;
}

std::string quoted(const std::string& argument) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,+-";
  if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos) return argument;
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string replay_command(const RunRequest& request, const std::string& unit, const std::string& function,
                           std::optional<std::uint64_t> enough) {
  const UnitConfig& config = find_unit(unit);
  const bool is_fitted = config.structure->table_kind() == TableKind::kLines && !config.reduces_range;
  const bool is_made = request.table_file().empty();
  const bool has_tails = is_made && is_fitted;
  std::string command =
      "pwlsim run --unit " + unit + function_arguments({&find_function(function)}, has_tails ? request.tails : "");
  const auto add = [&](const char* option, const std::string& value) {
    command += std::string(" ") + option + " " + quoted(value);
  };
  if (is_made) {
    add("--method", request.method);
  } else if (!request.table.empty()) {
    add("--table", request.table);
  }
  if (!request.stimulus.empty()) add("--stimulus", request.stimulus);
  if (!request.column.empty()) add("--column", request.column);
  add("--stall", request.stall);
  add("--seed", std::to_string(request.seed));
  std::optional<std::uint64_t> cycles = request.cycles;
  // A ramp's steps depend on how many there are.
  if (enough && request.stimulus != "ramp") cycles = std::min(*enough, request.cycles.value_or(*enough));
  if (cycles) add("--cycles", std::to_string(*cycles));
  if (request.scale) add("--scale", std::to_string(*request.scale));
  if (request.output_scale) add("--output-scale", std::to_string(*request.output_scale));
  if (request.rewrite > 0) add("--rewrite", fmt::format("{}", request.rewrite));
  if (request.reset > 0) add("--reset", fmt::format("{}", request.reset));
  command += rtl_arguments(request);
  if (request.cost.wanted) {
    command += " --cost";
    for (const std::string& file : request.cost.library.liberty) add("--liberty", file);
    add("--clock", fmt::format("{}", request.cost.clock));
    if (config.write_bits() > 0) add("--storage", request.cost.storage);
    for (const std::string& file : request.cost.library.lef) add("--lef", file);
    if (!request.cost.library.wire_load.empty()) add("--wire-load", request.cost.library.wire_load);
    for (const std::string& pattern : request.cost.library.dont_use) add("--dont-use", pattern);
  }
  add("--trace", request.trace.empty() ? "mismatch" : request.trace);
  return command;
}

}  // namespace pwlsim::experiment
