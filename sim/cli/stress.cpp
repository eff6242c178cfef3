// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/progress.h"
#include "sim/cli/unit_models.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/watchdog.h"
#include "sim/report/document_terminal.h"
#include "sim/report/evidence.h"
#include "sim/report/scenario_table.h"
#include "sim/report/stress_report.h"
#include "sim/rooms.h"
#include "sim/stress/random_scenario.h"
#include "sim/stress/shrink.h"
#include "sim/unit/plain_name.h"
#include "sim/unit/random_unit.h"

namespace pwlsim::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct StressCommand {
  Options options;
  std::uint64_t sessions = 200;
  std::uint64_t cycles = 1000;
  std::optional<std::uint64_t> random;  ///< units of each structure, besides those of `options`
  std::string output = "stress";
  std::string junit, evidence;
};

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

std::string failure_file(const StressCommand& command, const UnitConfig& unit) {
  return command.output + "." + plain_name(unit) + ".txt";
}

/// Writes a failing session to a file, shrinks it there and says how to replay it.
std::string report_failure(const StressCommand& command, const UnitModels& models, const Scenario& scenario,
                           const Difference& found, std::uint64_t seed) {
  const bool own = !command.options.has_rtl();
  const auto run = [&](const Scenario& candidate) {
    return run_scenario(candidate, models.all(), models.latency, own);
  };
  const std::string file = failure_file(command, *models.unit);
  const std::string comment =
      fmt::format("session {} of {}, {} cycles", seed, models.unit->name, scenario.cycles.size());
  // At once: shrinking may take long, and whoever stops it has to have the session.
  write_session(file, scenario, comment);
  std::cerr << fmt::format("pwlsim: {} session {}: {}; it is in {} and is shrunk now\n", models.unit->name, seed,
                           difference_text(found), file);
  // Another output may fail for another reason.
  const Scenario small = shrink(scenario, [&](const Scenario& candidate) {
    const std::optional<Difference> difference = run(candidate).difference;
    return difference && difference->model == found.model && difference->port == found.port;
  });
  write_session(file, small, comment);
  const ScenarioRun last = run(small);
  return fmt::format(
      "{} session {}: {}\nshrunk from {} to {} cycles:\n\n{}{}\n\nreplay: pwlsim replay {}{}{} --trace mismatch\n",
      models.unit->name, seed, difference_text(found), scenario.cycles.size(), small.cycles.size(),
      table_text(scenario_table(small, last, 20)), kOutputsNote, quoted(file), rtl_arguments(command.options),
      command.options.cost.wanted ? " --gates" : "");
}

StressResult stress_unit(const StressCommand& command, const UnitModels& models, Progress& progress) {
  StressResult result;
  result.unit = models.unit->name;
  const std::vector<UnitTable> tables = uniform_tables(*models.unit);
  const auto start = Clock::now();
  for (std::uint64_t i = 0; i < command.sessions && result.failure.empty(); ++i) {
    const std::uint64_t seed = command.options.seed + i;
    const Scenario scenario = random_scenario(*models.unit, tables, seed, command.cycles);
    watched_work().what =
        fmt::format("session {} of {}; again: pwlsim stress --unit {} --sessions 1 --cycles {} --seed {}{}", seed,
                    models.unit->name, models.unit->name, command.cycles, seed, rtl_arguments(command.options));
    const ScenarioRun run = run_scenario(scenario, models.all(), models.latency, !command.options.has_rtl());
    count(result, scenario);
    if (run.difference) {
      progress.clear();
      result.failure = report_failure(command, models, scenario, *run.difference, seed);
    }
    progress.show(fmt::format("{}: session {} of {}", models.unit->name, i + 1, command.sessions));
  }
  result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return result;
}

/// The command that was given.
std::string command_text(const StressCommand& command) {
  const std::string named =
      command.options.units.empty() ? "" : fmt::format(" --units {}", fmt::join(command.options.units, ","));
  const std::string random = command.random ? fmt::format(" --random {}", *command.random) : "";
  return fmt::format("pwlsim stress{}{} --sessions {} --cycles {} --seed {}{}{}", named, random, command.sessions,
                     command.cycles, command.options.seed, command.options.cost.wanted ? " --gates" : "",
                     rtl_arguments(command.options));
}

std::string conditions_text(const StressCommand& command, const UnitModels& models) {
  std::string equal = "golden";
  for (const UnitModel* const model : models.all()) equal += " = " + model->name();
  return fmt::format("{}, seeds {} to {}, {} in every cycle", program_name(), command.options.seed,
                     command.options.seed + command.sessions - 1, equal);
}

/// All units, those that are drawn behind the named ones.
std::vector<const UnitConfig*> units_of(const StressCommand& command) {
  std::vector<const UnitConfig*> units = find_units(command.options.units);
  for (const UnitConfig* const unit : random_units(command.random.value_or(0), command.options.seed)) {
    if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
  }
  return units;
}

int stress(StressCommand& command) {
  Options& options = command.options;
  if (options.units.empty() && !command.random) {
    options.units = standard_units();
    command.random = 1;
  }
  const std::vector<const UnitConfig*> units = units_of(command);
  check_rtl_options(options, units);
  check_writable(failure_file(command, *units[0]), "--output");
  const std::vector<UnitModels> models = load_unit_models(options, units, technology_of(options));
  std::vector<StressResult> results;
  Progress progress;
  for (const UnitModels& unit : models) results.push_back(stress_unit(command, unit, progress));
  progress.clear();
  const bool equal =
      std::all_of(results.begin(), results.end(), [](const StressResult& result) { return result.failure.empty(); });
  try {
    if (equal) end_models(models, command_text(command));
  } catch (const UnitStopped& stopped) {
    write_junit(command.junit, "pwlsim stress", {{"stress", units[0]->name, false, stopped.what()}});
    throw;
  }

  const Document document = stress_document(results, conditions_text(command, models[0]));
  write_document(document, command.options.document);
  if (!command.evidence.empty()) {
    write_file(command.evidence, evidence_json(evidence_of("stress", command_text(command), document)), "--evidence");
  }
  write_junit(command.junit, "pwlsim stress", stress_cases(results));
  return equal ? 0 : 1;
}

}  // namespace

void add_stress(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(
      program, "stress",
      "Random sessions: tables loaded and rewritten while data flow, stalls, resets; failures shrink to a file");
  app->footer(
      "Example: pwlsim stress --units int8_8,fp32_8 --sessions 1000\n"
      "Your own RTL: pwlsim stress --unit int8_8 --rtl my_unit.sv --top my_unit\n"
      "Units of any size: pwlsim stress --random 5 --seed 7\n"
      "Without --units and --random: int8, int16, int32, int32w and fp32 with 8 and 16 entries, and --random 1;\n"
      "`all` are all named units.\n"
      "Exit code: 0 all models equal in every cycle, 1 a difference, 2 wrong usage or bad input.");
  const auto command = std::make_shared<StressCommand>();
  Options& options = command->options;
  add_list(*app, "--unit,--units", options.units, "Unit configurations, comma-separated, or all (see pwlsim list)",
           true);
  add_whole<std::uint64_t>(*app, "--random", command->random,
                           "Units of random parameters: so many of each structure, drawn by --seed", 1, 10'000);
  add_whole<std::uint64_t>(*app, "--sessions", command->sessions, "Sessions for each unit", 1, 1'000'000'000);
  add_whole<std::uint64_t>(*app, "--cycles", command->cycles, "Cycles of a session", 100, 10'000'000);
  add_whole(*app, "--seed", options.seed, "Seed of the first session; the next has the next number");
  app->add_flag("--gates", options.cost.wanted, "Run the synthesised gates, too");
  app->add_outputs("-o,--output", command->output, "Failures are written to FILE.<unit>.txt, for pwlsim replay",
                   {".txt"})
      ->capture_default_str();
  app->add_report("--junit", command->junit, "Write a JUnit report to FILE");
  add_document_options(*app, options.document);
  app->add_output("--evidence", command->evidence, "Write the table that is printed to FILE, for the README");
  add_rtl_options(*app, options);
  app->callback([command, &exit_code] { exit_code = stress(*command); });
}

}  // namespace pwlsim::cli
