// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <iostream>

#include "sim/cli/commands.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/stall.h"
#include "sim/lockstep/stimulus.h"
#include "sim/pwl/function.h"
#include "sim/pwl/unit_config.h"

namespace pwlsim {
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

void print_list() {
  std::cout << "units\n";
  for (const UnitConfig& unit : unit_configs()) std::cout << fmt::format("  {:<14}{}\n", unit.name, describe(unit));
  std::cout << "\nfunctions\n";
  for (const Function& function : functions()) {
    std::cout << fmt::format("  {:<14}{} over [{}, {}]\n", function.name, function.definition, function.lo,
                             function.hi);
  }
  std::cout << "\nmethods\n";
  for (const FitMethod& method : fit_methods())
    std::cout << fmt::format("  {:<14}{}\n", method.name, method.description);
  std::cout << "\nstimuli\n";
  for (const StimulusKind& kind : stimulus_kinds())
    std::cout << fmt::format("  {:<14}{}\n", kind.name, kind.description);
  std::cout << "\nstalls\n";
  for (const Stall::Kind& kind : Stall::kinds()) std::cout << fmt::format("  {:<14}{}\n", kind.name, kind.description);
}

}  // namespace

void add_list(CLI::App& program, int& exit_code) {
  CLI::App* const app = program.add_subcommand("list", "List units, functions, methods, stimuli and stalls");
  app->footer("Example: pwlsim list");
  app->callback([&exit_code] {
    print_list();
    exit_code = 0;
  });
}

}  // namespace pwlsim
