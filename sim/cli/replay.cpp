// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/cli/rtl_options.h"
#include "sim/cli/terminal_feedback.h"
#include "sim/experiment/command_text.h"
#include "sim/experiment/unit_models.h"
#include "sim/report/scenario_table.h"
#include "sim/rooms.h"
#include "sim/stress/scenario.h"

namespace pwlsim::cli {
namespace {

struct ReplayCommand {
  RunRequest request;
  DocumentOptions document;
  std::string file;
  std::uint64_t show = 20;
};

int replay(const ReplayCommand& command) {
  const RunRequest& request = command.request;
  TerminalFeedback feedback;
  const Scenario scenario = read_scenario(command.file);
  const std::vector<const UnitConfig*> units = {scenario.unit};
  check_rtl_request(request, units);
  check_writable(request.trace, "--trace");
  std::vector<UnitModels> loaded = load_unit_models(request, units, technology_of(request, feedback), feedback);
  const bool own = !request.has_rtl();
  const ScenarioRun run = run_scenario(scenario, loaded[0].all(), loaded[0].latency, own);
  write_document(scenario_document(command.file, scenario, run, command.show), command.document);
  std::cout << "\n";
  if (!run.difference) {
    end_models(loaded, fmt::format("pwlsim replay {}{}", quoted(command.file), rtl_arguments(request)));
  }
  const std::string waveforms = waveform_text(loaded);
  loaded.clear();
  check_waveforms();
  std::cout << waveforms;
  if (!run.difference) {
    const auto results = std::count_if(run.outputs[0].begin(), run.outputs[0].end(),
                                       [](const CycleOutputs& out) { return out.valid != 0; });
    std::cout << fmt::format("all models equal in every cycle, {} of them with a result\n", results);
    return 0;
  }
  std::cout << difference_text(*run.difference) << "\n";
  return 1;
}

}  // namespace

void add_replay(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "replay", "Run a file of cycles, such as pwlsim stress writes, and show them");
  app->footer(
      "Example: pwlsim replay stress.int8_8.txt --trace wave\n"
      "A file has the line `unit NAME`, then a line a cycle, from zeros in all registers on; `-` is an idle cycle:\n"
      "  unit int8_8\n  slope[0]=0x40\n  x=0x7f stall\n  reset\n  - *3");
  const auto command = std::make_shared<ReplayCommand>();
  RunRequest& request = command->request;
  app.add_input("FILE", command->file, "The cycles")->required();
  add_whole(app, "--show", command->show, "Cycles to show, up to the first difference");
  add_whole(app, "--seed", request.seed, "What registers hold at first");
  app->add_flag("--gates", request.cost.wanted, "Run the synthesised gates, too");
  add_trace_option(app, request.trace);
  add_document_options(app, command->document);
  add_rtl_options(app, request);
  app->callback([command, &exit_code] { exit_code = replay(*command); });
}

}  // namespace pwlsim::cli
