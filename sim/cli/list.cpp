// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <cmath>
#include <iostream>

#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/fit/fit.h"
#include "sim/function/function.h"
#include "sim/lockstep/stall.h"
#include "sim/lockstep/stimulus.h"
#include "sim/rooms.h"
#include "sim/unit/structures.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {
namespace {

std::string describe(const UnitConfig& unit) {
  return fmt::format("{}, {} entries, latency {}", unit.structure->describe(unit), unit.entries, unit.latency());
}

std::string list_text() {
  std::string text;
  text += "units\n";
  for (const UnitConfig& unit : named_units()) text += fmt::format("  {:<14}{}\n", unit.name, describe(unit));
  text += fmt::format("\nstructures, for units such as {}:width=10,entries=12\n", structures().front()->name());
  for (const Structure* structure : structures()) {
    text += fmt::format("  {:<14}{}\n", structure->name(), structure->description());
    for (const Parameter& parameter : structure->parameters()) {
      text += fmt::format("    {:<26}{}, {} to {} (default: {})\n", parameter.name, parameter.meaning, parameter.least,
                          parameter.greatest, parameter.standard);
    }
  }
  text += "\nfunctions\n";
  for (const Function& function : functions()) {
    text += fmt::format("  {:<14}{} over [{}, {}]\n", function.name, function.definition, function.lo, function.hi);
  }
  text += "\nmethods\n";
  for (const FitMethod& method : fit_methods()) {
    text += fmt::format("  {:<14}{}\n", method.name, method.description);
    for (const FitSetting& setting : method.settings) {
      const std::string value = std::isnan(setting.value) ? "none" : fmt::format("{}", setting.value);
      text += fmt::format("    {:<26}{} (default: {})\n", setting.name, setting.description, value);
    }
  }
  text += "\nstimuli\n";
  for (const StimulusKind& kind : stimulus_kinds()) text += fmt::format("  {:<14}{}\n", kind.name, kind.description);
  text += "\nstalls\n";
  for (const Stall::Kind& kind : Stall::kinds()) text += fmt::format("  {:<14}{}\n", kind.name, kind.description);
  return text;
}

}  // namespace

void add_list(CLI::App& program, int& exit_code) {
  Command* const app = &add_command(program, "list", "List units, functions, methods, stimuli and stalls");
  app->footer("Example: pwlsim list");
  app->callback([&exit_code] {
    std::cout << list_text();
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
