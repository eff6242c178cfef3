// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/option_use.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/first_few.h"
#include "sim/cli/options.h"

namespace pwlsim::cli {
namespace {

/// "int8_8, int8_16 and 7 more", those of the units for which that is true; empty: none.
std::string names_of(const std::vector<const UnitConfig*>& units, const std::function<bool(const UnitConfig&)>& is) {
  constexpr std::size_t kMostNamed = 4;
  std::vector<std::string> names;
  for (const UnitConfig* unit : units) {
    if (is(*unit)) names.push_back(unit->name);
  }
  return first_few(names, kMostNamed);
}

IdleOptions idle_on(const std::vector<const UnitConfig*>& units, const std::vector<std::string>& options,
                    const std::function<bool(const UnitConfig&)>& is, const std::string& reason) {
  const std::string names = names_of(units, is);
  return idle_when(!names.empty(), options, reason + names);
}

/// These options of a fit.
IdleOptions idle_on_words(const std::vector<const UnitConfig*>& units, const std::vector<std::string>& options) {
  return idle_on(
      units, options, [](const UnitConfig& unit) { return unit.structure->table_kind() == TableKind::kWords; },
      "nothing is fitted where the table's words are the function's values: ");
}

}  // namespace

void say_idle(const Command& app, const IdleOptions& idle) {
  for (const IdleOption& one : idle) {
    const CLI::Option* const option = app->get_option_no_throw(one.option);
    if (option == nullptr || option->count() == 0) continue;
    // Two lines are part of the function, whatever makes its table.
    if (one.option == "--tails" && option->results().front().find(':') != std::string::npos) continue;
    std::fprintf(stderr, "pwlsim: %s has no effect: %s\n", one.option.c_str(), one.reason.c_str());
  }
}

IdleOptions idle_when(bool holds, const std::vector<std::string>& options, const std::string& reason) {
  IdleOptions idle;
  for (const std::string& option : options) {
    if (holds) idle.push_back({option, reason});
  }
  return idle;
}

IdleOptions idle_on_units(const std::vector<const UnitConfig*>& units, bool codes) {
  IdleOptions idle = idle_on(
      units, {"--output-scale"}, [](const UnitConfig& unit) { return !unit.output_scale; },
      "only units that round their results to codes have an output scale, not ");
  if (!codes) {
    idle = idle + idle_on(
                      units, {"--scale"}, [](const UnitConfig& unit) { return !unit.input_scale; },
                      "floating-point units have no input scale: ");
  }
  return idle +
         idle_on(
             units, {"--tails"}, [](const UnitConfig& unit) { return unit.reduces_range; },
             "no input of a unit that reduces their range lies beyond its table: ") +
         idle_on_words(units, {"--tails"});
}

IdleOptions idle_in_fit(const TablesRequest& request, const std::vector<const UnitConfig*>& units) {
  IdleOptions idle = idle_on_units(units, false);
  // The other objectives look at the output codes of any unit.
  if (request.objective == "output-mse" || request.least) {
    idle.erase(
        std::remove_if(idle.begin(), idle.end(), [](const IdleOption& one) { return one.option == "--output-scale"; }),
        idle.end());
  }
  const FitMethod& method = find_fit_method(request.method);
  const bool one_scale = request.scales.size() < 2;
  return idle + idle_when(!method.random, {"--seed"}, "method " + method.name + " leaves nothing to chance") +
         idle_when(one_scale, {"--shared"}, "there is one scale; name several with --scale") +
         (one_scale ? IdleOptions{} : idle_on_words(units, {"--shared"})) +
         idle_on_words(units, {"--objective", "--zero-mean"});
}

IdleOptions idle_in_run(const Command& app, const RunRequest& request, const std::vector<const UnitConfig*>& units) {
  const bool codes = request.stimulus == "codes8" || request.stimulus == "codes16";
  std::vector<std::string> costs;
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_group() == kCostGroup) costs.push_back(option->get_name());
  }
  const auto is_fixed = [](const UnitConfig& unit) { return unit.write_bits() == 0; };
  return idle_on_units(units, codes) + idle_on(units, {"--rewrite"}, is_fixed, "there is no register to write: ") +
         (request.cost.wanted ? idle_on(units, {"--storage"}, is_fixed, "there is no register to store: ")
                              : IdleOptions{}) +
         idle_when(!request.cost.wanted, costs, "without --cost nothing is synthesised");
}

IdleOptions operator+(IdleOptions a, const IdleOptions& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace pwlsim::cli
