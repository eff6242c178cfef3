// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/cli/run_session.h"
#include "sim/report/cost_table.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

void add_cost(CLI::App& program, int& exit_code) {
  Command& app =
      add_command(program, "cost", "Area, timing and power of units, part by part, from gates run in lockstep");
  app->footer(
      "Example: pwlsim cost --units int8_8,fp32_8 --clock 8 --json cost.json\n"
      "Another library: pwlsim cost --units int8_8 --liberty my.lib.gz --storage gated --dont-use '*_lp_*'\n"
      "Your own RTL: pwlsim cost --unit int8_8 --rtl my_unit.sv --top my_unit\n"
      "Without --units: int8, int16, int32, int32w and fp32 with 8 and 16 entries.");
  const auto options = std::make_shared<RunOptions>();
  options->request.cost.wanted = true;
  add_run_options(app, *options);
  add_cost_options(app, options->request.cost, false);
  app.add_report("--junit", options->junit,
                 "Write a JUnit report to FILE: cases for each unit in lockstep and for its clock");
  app->callback([&app, options, &exit_code] { exit_code = run_session(app, *options, cost_document, "cost"); });
}

}  // namespace pwlsim::cli
