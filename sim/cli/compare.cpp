// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/cli/run_session.h"

namespace pwlsim::cli {

void add_compare(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "compare", "Run units in lockstep on one stimulus and compare them");
  app->footer(
      "Example: pwlsim compare --function all --units int8_8,fp32_8 --stimulus codes8 --stall random:0.5\n"
      "Without --units: int8, int16, int32, int32w and fp32 with 8 and 16 entries.");
  const auto options = std::make_shared<RunOptions>();
  options->request.cost.wanted = true;
  add_run_options(app, *options);
  add_cost_options(app, options->request.cost, true);
  app.add_report("--junit", options->junit,
                 "Write a JUnit report to FILE: a case for each function and unit, and for its clock");
  app->callback([&app, options, &exit_code] {
    // What simulates need not be RTL that Yosys reads, so for a foreign unit the default does not ask for it.
    if (options->request.has_rtl() && app->count("--cost") == 0) options->request.cost.wanted = false;
    exit_code = run_session(app, *options, comparison_document, "compare");
  });
}

}  // namespace pwlsim::cli
