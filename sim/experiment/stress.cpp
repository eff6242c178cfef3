// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/stress.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <chrono>

#include "sim/base/file.h"
#include "sim/experiment/choice.h"
#include "sim/experiment/command_text.h"
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
  // Another output may fail for another reason.
  Scenario small = shrink(scenario, [&](const Scenario& candidate) {
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

StressResult stress_unit(const StressRequest& request, const UnitModels& models, Feedback& feedback) {
  StressResult result;
  result.unit = models.unit->name;
  const std::vector<UnitTable> tables = uniform_tables(*models.unit);
  const auto start = Clock::now();
  for (std::uint64_t i = 0; i < request.sessions && !result.failure; ++i) {
    const std::uint64_t seed = request.run.seed + i;
    const Scenario scenario = random_scenario(*models.unit, tables, seed, request.cycles);
    watched_work().what =
        fmt::format("session {} of {}; again: pwlsim stress --unit {} --sessions 1 --cycles {} --seed {}{}", seed,
                    models.unit->name, models.unit->name, request.cycles, seed, rtl_arguments(request.run));
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
  return fmt::format("pwlsim stress{}{} --sessions {} --cycles {} --seed {}{}{}", named, random, request.sessions,
                     request.cycles, request.run.seed, request.run.cost.wanted ? " --gates" : "",
                     rtl_arguments(request.run));
}

StressReport stress_units(const StressRequest& request, const std::vector<const UnitConfig*>& units,
                          Feedback& feedback) {
  const std::vector<UnitModels> models =
      load_unit_models(request.run, units, technology_of(request.run, feedback), feedback);
  StressReport report;
  report.models.emplace_back("golden");
  for (const UnitModel* const model : models.front().all()) report.models.push_back(model->name());
  {
    const Progress progress(feedback);
    for (const UnitModels& unit : models) report.units.push_back(stress_unit(request, unit, feedback));
  }
  const bool equal =
      std::all_of(report.units.begin(), report.units.end(), [](const StressResult& result) { return !result.failure; });
  if (equal) end_models(models, stress_command(request));
  return report;
}

}  // namespace pwlsim::experiment
