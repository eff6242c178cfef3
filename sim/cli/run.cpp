// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/cli/run_session.h"

namespace pwlsim::cli {
void add_run(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "run", "Run one unit in lockstep and show all about it");
  app->footer(
      "Example: pwlsim run --unit int8_8 --function silu --stimulus codes --trace wave\n"
      "Your own RTL against the golden model: pwlsim run --unit int8_8 --rtl my_unit.sv --top my_unit\n"
      "The same from a list of files: pwlsim run --unit int8_8 -f my_unit.f -I rtl/inc -D FAST --top my_unit");
  const auto options = std::make_shared<RunOptions>();
  add_run_options(app, *options);
  add_cost_options(app, options->request.cost, true);
  app->callback([&app, options, &exit_code] {
    if (options->request.units.empty() && options->request.table.empty() && options->request.fixed_table.empty())
      options->request.units = {"int8_8"};
    options->request.single = true;
    exit_code = run_session(
        app, *options,
        [](const std::vector<UnitReport>& reports, const RunConditions& conditions) {
          return unit_document(reports.front(), conditions);
        },
        "run");
  });
}

}  // namespace pwlsim::cli
