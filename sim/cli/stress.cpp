// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "sim/base/file.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/function_options.h"
#include "sim/cli/rtl_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/stress.h"
#include "sim/report/evidence.h"
#include "sim/report/stress_report.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

struct StressCommand {
  StressRequest request;
  std::string range, tails = "hold";  ///< of the functions
  std::string junit, evidence;
  DocumentOptions document;
};

int stress(StressCommand& command) {
  StressRequest& request = command.request;
  const std::vector<const UnitConfig*> units = stressed_units(request);
  check_rtl_request(request.run, units);
  check_writable(failure_file(request, *units[0]), "--output");
  TerminalFeedback feedback;
  StressReport report;
  try {
    report = stress_units(request, units, feedback);
  } catch (const UnitStopped& stopped) {
    write_junit(command.junit, "pwlsim stress", {{"stress", units[0]->name, false, stopped.what()}});
    throw;
  }
  const Document document = stress_document(report.units, stress_conditions(request, report));
  write_document(document, command.document);
  if (!command.evidence.empty()) {
    write_file(command.evidence, evidence_json(evidence_of("stress", stress_command(request), document)), "--evidence");
  }
  const std::vector<CheckCase> cases = stress_cases(report.units);
  write_junit(command.junit, "pwlsim stress", cases);
  return std::all_of(cases.begin(), cases.end(), [](const CheckCase& one) { return one.passed; }) ? 0 : 1;
}

}  // namespace

void add_stress(CLI::App& program, int& exit_code) {
  Command& app = add_command(
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
  StressRequest& request = command->request;
  add_list(app, "--unit,--units", request.run.units, "Unit configurations, comma-separated, or all (see pwlsim list)",
           true);
  add_function_options(app, {request.functions, command->range, command->tails}, "");
  add_whole<std::uint64_t>(app, "--random", request.random,
                           "Units of random parameters: so many of each structure, drawn by --seed", 1, 10'000);
  add_whole<std::uint64_t>(app, "--sessions", request.sessions, "Sessions for each unit", 1, 1'000'000'000);
  add_whole<std::uint64_t>(app, "--cycles", request.cycles, "Cycles of a session", 100, 10'000'000);
  add_whole(app, "--seed", request.run.seed, "Seed of the first session; the next has the next number");
  app->add_flag("--gates", request.run.cost.wanted, "Run the synthesised gates, too");
  app.add_outputs("-o,--output", request.output, "Failures are written to FILE.<unit>.txt, for pwlsim replay", {".txt"})
      ->capture_default_str();
  app.add_report("--junit", command->junit, "Write a JUnit report to FILE");
  add_document_options(app, command->document);
  app.add_output("--evidence", command->evidence, "Write the table that is printed to FILE, for the README");
  add_rtl_options(app, request.run);
  app->callback([command, &exit_code] { exit_code = stress(*command); });
}

}  // namespace pwlsim::cli
