// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/detector.h"

#include <vector>

#include "sim/fit/fit.h"
#include "sim/rooms.h"
#include "sim/stress/random_scenario.h"

namespace pwlsim::mutate {
namespace {

constexpr std::size_t kSessionCycles = 1000;

}  // namespace

LockstepResult run_for_faults(const TrialUnit& unit, UnitModel& model, std::uint64_t inputs, std::uint64_t seed) {
  const UnitConfig& config = *unit.config;
  const Function& gelu = find_function("gelu");
  const Function& function = serves(config, gelu) ? gelu : find_function("rsqrt");
  // A unit with constants keeps its own table.
  const UnitTable table = unit.fixed               ? *unit.fixed
                          : config.has_constants() ? empty_table(config)
                                                   : make_table("uniform", {function, config}, config).registers;
  const auto stimulus = make_stimulus({.name = "words", .seed = seed, .length = inputs}, function, config);
  LockstepOptions options;
  options.seed = seed;
  options.stall = Stall::parse("random");
  if (unit.lacks.back_pressure) options.stall.take_all();
  options.latency = unit.latency;
  options.compare_idle = unit.compare_idle;
  options.rewrite = unit.lacks.writes ? 0 : 0.3;
  options.reset = unit.lacks.reset ? 0 : 0.01;
  return run_lockstep(table, {&model}, *stimulus, options);
}

std::optional<std::string> find_fault(const TrialUnit& unit, UnitModel& model, Effort effort) {
  const bool full = effort == Effort::kFull;
  const std::uint64_t inputs = full ? 100'000 : 2000;
  for (std::uint64_t seed = 1; seed <= (full ? 2 : 1); ++seed) {
    if (!run_for_faults(unit, model, inputs, seed).passed()) return "random words, seed " + std::to_string(seed);
  }
  const std::vector<UnitTable> tables = unit.fixed ? std::vector<UnitTable>{*unit.fixed} : uniform_tables(*unit.config);
  for (std::uint64_t seed = 1; seed <= (full ? 300 : 3); ++seed) {
    const Scenario scenario = random_scenario(*unit.config, tables, seed, kSessionCycles, unit.lacks);
    if (run_scenario(scenario, {&model}, unit.latency, unit.compare_idle).difference) {
      return "random session " + std::to_string(seed);
    }
  }
  return {};
}

}  // namespace pwlsim::mutate
