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
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {
namespace {

std::string describe(const UnitConfig& unit) {
  std::string text;
  if (unit.is_float()) {
    text = fmt::format("IEEE 754, {} exponent and {} fraction bits, {}", unit.format.exponent, unit.format.mantissa,
                       unit.format.subnormals ? "full subnormals" : "subnormals flushed");
  } else if (unit.is_wide()) {
    text = fmt::format("exp, div, rsqrt of all {}-bit words by {}-bit codes, {}-bit results", unit.x_width(),
                       unit.width, unit.y_width());
  } else {
    text = fmt::format("{}-bit codes, {}-bit accumulator{}", unit.width, unit.acc_width,
                       unit.requantise ? ", requantised output" : "");
  }
  return text + fmt::format(", {} entries, latency {}", unit.entries, unit.latency());
}

std::string list_text() {
  std::string text;
  text += "units\n";
  for (const UnitConfig& unit : named_units()) text += fmt::format("  {:<14}{}\n", unit.name, describe(unit));
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
