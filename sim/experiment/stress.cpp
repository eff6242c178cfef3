// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/stress.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/experiment/choice.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/functions.h"
#include "sim/experiment/tables.h"
#include "sim/experiment/unit_models.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/watchdog.h"
#include "sim/stress/random_scenario.h"
#include "sim/stress/shrink.h"
#include "sim/unit/plain_name.h"
#include "sim/unit/random_unit.h"

namespace pwlsim::experiment {
namespace {

using Clock = std::chrono::steady_clock;

void count(StressResult& result, const Scenario& scenario) {
  ++result.sessions;
  result.cycles += scenario.cycles.size();
  for (const CycleInputs& in : scenario.cycles) {
    result.inputs += in.valid;
    result.writes += in.wr_en;
    result.resets += in.rst_n == 0 ? 1 : 0;
    result.stalls += in.ready == 0 ? 1 : 0;
  }
}

void write_session(const std::string& file, const Scenario& scenario, const std::string& comment) {
  write_file(file, "# " + comment + "\n" + scenario_text(scenario), "--output");
}

std::vector<std::pair<std::uint32_t, Word>> writes_in(const Scenario& scenario) {
  std::vector<std::pair<std::uint32_t, Word>> writes;
  for (const CycleInputs& in : scenario.cycles) {
    if (in.wr_en != 0) writes.emplace_back(in.wr_addr, in.wr_data);
  }
  return writes;
}

/// The tables that sessions begin with.
std::vector<UnitTable> tables_of(const StressRequest& request, const UnitConfig& unit, Feedback& feedback) {
  if (request.run.fixed_table.empty()) {
    std::vector<UnitTable> tables = uniform_tables(unit, find_functions(request.functions));
    if (tables.empty()) {
      feedback.note(unit.name + ": has no table of these functions, so that its sessions have random words only");
    }
    return tables;
  }
  return {fixed_table(request.run, unit, feedback).registers};
}

/// Writes a failing session to a file and shrinks it there.
StressFailure shrink_failure(const StressRequest& request, const UnitModels& models, const Scenario& scenario,
                             const Difference& found, std::uint64_t seed, Feedback& feedback) {
  const bool own = !request.run.has_rtl();
  const auto run = [&](const Scenario& candidate) {
    return run_scenario(candidate, models.all(), models.latency, own);
  };
  const std::string file = failure_file(request, *models.unit);
  const std::string comment =
      fmt::format("session {} of {}, {} cycles", seed, models.unit->name, scenario.cycles.size());
  // At once: shrinking may take long, and whoever stops it has to have the session.
  write_session(file, scenario, comment);
  feedback.note(fmt::format("{} session {}: {}; it is in {} and is shrunk now", models.unit->name, seed,
                            difference_text(found), file));
  const auto table = writes_in(scenario);
  // Another output may fail for another reason.
  Scenario small = shrink(scenario, [&](const Scenario& candidate) {
    if (models.lacks.writes && writes_in(candidate) != table) return false;  // the unit has that table
    const std::optional<Difference> difference = run(candidate).difference;
    return difference && difference->model == found.model && difference->port == found.port;
  });
  write_session(file, small, comment);
  ScenarioRun last = run(small);
  return {.seed = seed,
          .difference = found,
          .cycles = scenario.cycles.size(),
          .shrunk = std::move(small),
          .run = std::move(last),
          .replay = fmt::format("pwlsim replay {}{}{} --trace mismatch", quoted(file), rtl_arguments(request.run),
                                request.run.cost.wanted ? " --gates" : "")};
}

/// One for each remainder of a session's seed; nothing where no session has it.
using Builds = std::vector<std::shared_ptr<const UnitConfig>>;

/// Builds of a unit with constants: sessions take them in turn, by their seeds.
constexpr std::uint64_t kBuilds = 3;

/// Whether sessions run other builds of a unit than the one of its name. Foreign RTL has constants of its own.
bool has_builds(const StressRequest& request, const UnitConfig& unit) {
  return unit.has_constants() && !request.run.has_rtl();
}

/// The builds of a unit that the sessions need. One table shows few faults of the logic that reads it: neighbouring
/// words may be equal. So all builds but the first have random words.
Builds builds_of(const StressRequest& request, const UnitConfig& unit) {
  if (!has_builds(request, unit)) return {std::make_shared<UnitConfig>(unit)};
  Builds builds(kBuilds);
  for (std::uint64_t i = 0; i < std::min(kBuilds, request.sessions); ++i) {
    const std::uint64_t build = (request.run.seed + i) % kBuilds;
    builds[build] = std::make_shared<UnitConfig>(build == 0 ? unit : with_random_constants(unit, build));
  }
  return builds;
}

/// --function, unless it is the default.
std::string functions_text(const StressRequest& request) {
  if (request.functions == std::vector<std::string>{kAll}) return "";
  return function_arguments(find_functions(request.functions), "");
}

/// `models` has those of each build.
StressResult stress_unit(const StressRequest& request, const Builds& builds,
                         const std::vector<const UnitModels*>& models_of, Feedback& feedback) {
  StressResult result;
  const auto start = Clock::now();
  std::vector<UnitTable> tables;
  for (std::uint64_t i = 0; i < request.sessions && !result.failure; ++i) {
    const std::uint64_t seed = request.run.seed + i;
    const std::size_t build = seed % builds.size();
    const UnitModels& models = *models_of[build];
    if (i == 0) {
      result.unit = models.unit->name;
      tables = tables_of(request, *models.unit, feedback);
    }
    Scenario scenario = random_scenario(*models.unit, tables, seed, request.cycles, models.lacks);
    scenario.built = builds[build];
    watched_work().what =
        fmt::format("session {} of {}; again: pwlsim stress --unit {}{} --sessions 1 --cycles {} --seed {}{}", seed,
                    models.unit->name, models.unit->name, functions_text(request), request.cycles, seed,
                    rtl_arguments(request.run));
    const ScenarioRun run = run_scenario(scenario, models.all(), models.latency, !request.run.has_rtl());
    count(result, scenario);
    if (run.difference) {
      result.failure = shrink_failure(request, models, scenario, *run.difference, seed, feedback);
    }
    feedback.progress(fmt::format("{}: session {} of {}", models.unit->name, i + 1, request.sessions));
  }
  result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return result;
}

}  // namespace

std::vector<const UnitConfig*> stressed_units(StressRequest& request) {
  if (request.run.units.empty() && !request.random) {
    request.run.units = standard_units();
    request.random = 1;
  }
  std::vector<const UnitConfig*> units = find_units(request.run.units);
  for (const UnitConfig* const unit : random_units(request.random.value_or(0), request.run.seed)) {
    if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
  }
  return units;
}

std::string failure_file(const StressRequest& request, const UnitConfig& unit) {
  return request.output + "." + plain_name(unit) + ".txt";
}

std::string stress_command(const StressRequest& request) {
  const std::string named =
      request.run.units.empty() ? "" : fmt::format(" --units {}", fmt::join(request.run.units, ","));
  const std::string random = request.random ? fmt::format(" --random {}", *request.random) : "";
  return fmt::format("pwlsim stress{}{}{} --sessions {} --cycles {} --seed {}{}{}", named, functions_text(request),
                     random, request.sessions, request.cycles, request.run.seed,
                     request.run.cost.wanted ? " --gates" : "", rtl_arguments(request.run));
}

StressReport stress_units(const StressRequest& request, const std::vector<const UnitConfig*>& units,
                          Feedback& feedback) {
  std::vector<Builds> builds;
  std::vector<const UnitConfig*> loaded;
  for (const UnitConfig* const unit : units) {
    builds.push_back(builds_of(request, *unit));
    for (const auto& build : builds.back()) {
      if (build != nullptr) loaded.push_back(build.get());
    }
  }
  const std::vector<UnitModels> models =
      load_unit_models(request.run, loaded, technology_of(request.run, feedback), feedback);
  StressReport report;
  report.models.emplace_back("golden");
  for (const UnitModel* const model : models.front().all()) report.models.push_back(model->name());
  {
    const Progress progress(feedback);
    auto next = models.begin();
    for (const auto& unit : builds) {
      std::vector<const UnitModels*> of_unit;
      for (const auto& build : unit) of_unit.push_back(build == nullptr ? nullptr : &*next++);
      report.units.push_back(stress_unit(request, unit, of_unit, feedback));
    }
  }
  const bool equal =
      std::all_of(report.units.begin(), report.units.end(), [](const StressResult& result) { return !result.failure; });
  if (equal) end_models(models, stress_command(request));
  return report;
}

}  // namespace pwlsim::experiment
