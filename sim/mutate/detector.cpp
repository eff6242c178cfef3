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

LockstepResult run_for_faults(const UnitConfig& config, UnitModel& model, std::uint64_t inputs, std::uint64_t seed) {
  const Function& gelu = find_function("gelu");
  const Function& function = serves(config, gelu) ? gelu : find_function("rsqrt");
  // A unit with constants keeps its own table.
  const UnitTable table =
      config.has_constants() ? empty_table(config) : make_table("uniform", {function, config}, config).registers;
  const auto stimulus = make_stimulus({.name = "words", .seed = seed, .length = inputs}, function, config);
  LockstepOptions options;
  options.seed = seed;
  options.stall = Stall::parse("random");
  options.rewrite = 0.3;
  options.reset = 0.01;
  return run_lockstep(table, {&model}, *stimulus, options);
}

std::optional<std::string> find_fault(const UnitConfig& config, UnitModel& model, Effort effort) {
  const bool full = effort == Effort::kFull;
  const std::uint64_t inputs = full ? 100'000 : 2000;
  for (std::uint64_t seed = 1; seed <= (full ? 2 : 1); ++seed) {
    if (!run_for_faults(config, model, inputs, seed).passed()) return "random words, seed " + std::to_string(seed);
  }
  const std::vector<UnitTable> tables = uniform_tables(config);
  for (std::uint64_t seed = 1; seed <= (full ? 300 : 3); ++seed) {
    const Scenario scenario = random_scenario(config, tables, seed, kSessionCycles);
    if (run_scenario(scenario, {&model}, config.latency()).difference) {
      return "random session " + std::to_string(seed);
    }
  }
  return {};
}

}  // namespace pwlsim::mutate
