// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/cli/session.h"
#include "sim/pwl/error.h"

namespace pwlsim::cli {

void add_run(CLI::App& program, int& exit_code) {
  CLI::App* const app = program.add_subcommand("run", "Run one unit in lockstep and show all about it");
  app->footer(
      "Example: pwlsim run --unit int8_8 --function silu --stimulus codes --trace wave\n"
      "Your own RTL against the golden model: pwlsim run --unit int8_8 --rtl my_unit.sv --top my_unit\n"
      "The same from a list of files: pwlsim run --unit int8_8 -f my_unit.f -I rtl/inc -D FAST --top my_unit");
  const auto options = std::make_shared<Options>();
  add_run_options(*app, *options);
  add_cost_options(*app, *options, true);
  app->callback([options, &exit_code] {
    if (options->units.size() > 1 || options->functions.size() != 1 || options->functions[0] == "all") {
      throw InputError("run takes one unit and one function; compare takes several");
    }
    if (options->units.empty()) options->units = {"int8_8"};
    exit_code = run_session(
        *options,
        [](const std::vector<UnitReport>& reports, const RunConditions& conditions) {
          return unit_text(reports.front(), conditions);
        },
        "run");
  });
}

}  // namespace pwlsim::cli
