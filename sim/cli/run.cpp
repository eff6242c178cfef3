// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstddef>
#include <memory>
#include <set>

#include "sim/base/error.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/cli/run_session.h"
#include "sim/experiment/choice.h"

namespace pwlsim::cli {
namespace {

void check_one(std::size_t count, const char* what) {
  if (count == 1) return;
  throw InputError(fmt::format("run takes one unit and one function, not {} {}s; compare takes several", count, what));
}

/// How many functions these names are. They may be of functions that the file of tables brings.
std::size_t functions_of(const std::vector<std::string>& names) {
  return names_all(names) ? functions().size() : std::set(names.begin(), names.end()).size();
}

}  // namespace

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
    if (options->request.units.empty()) options->request.units = {"int8_8"};
    check_one(find_units(options->request.units).size(), "unit");
    check_one(functions_of(options->request.functions), "function");
    exit_code = run_session(
        app, *options,
        [](const std::vector<UnitReport>& reports, const RunConditions& conditions) {
          return unit_document(reports.front(), conditions);
        },
        "run");
  });
}

}  // namespace pwlsim::cli
