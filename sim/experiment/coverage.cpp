// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/coverage.h"

#include <fmt/format.h>
#include <string>

#include "sim/base/error.h"
#include "sim/coverage/directed_runs.h"
#include "sim/experiment/run_request.h"
#include "sim/experiment/tables.h"
#include "sim/fit/fit.h"

namespace pwlsim::experiment {
namespace {

/// The bundled activations of a function that the unit serves, through its best table.
CoverageRun recorded_run(const UnitConfig& config, const std::string& name, std::uint64_t seed,
                         Recordings& recordings) {
  const Function& function = find_function(name);
  FitRequest request{function, config};
  request.objective = default_objective(find_fit_method(kDefaultMethod), request.format);
  request.seed = seed;
  UnitTable table = make_table(kDefaultMethod, request, config).registers;
  const StimulusRequest recorded{"recorded", seed, {}, {}, recordings_folder(), "", &recordings};
  return {std::move(table), make_stimulus(recorded, function, config), "random"};
}

std::vector<CoverageRun> suite(const UnitConfig& config, std::uint64_t seed, Recordings& recordings) {
  std::vector<CoverageRun> runs = directed_runs(config, seed);
  if (config.has_constants()) return runs;  // it is not rebuilt for a function
  for (const char* function : {"gelu", "exp"}) {
    if (serves(config, find_function(function))) runs.push_back(recorded_run(config, function, seed, recordings));
  }
  return runs;
}

/// Runs with the one table that a unit has.
std::vector<CoverageRun> runs_with(const FixedTable& fixed, std::uint64_t seed, Recordings& recordings) {
  constexpr std::uint64_t kInputs = 20'000;
  std::vector<CoverageRun> runs;
  for (const char* stall : {"none", "input:0.5"}) {
    const StimulusRequest words{"words", seed, kInputs, {}, recordings_folder(), "", &recordings};
    runs.push_back({fixed.registers, make_stimulus(words, *fixed.function, fixed.registers.config), stall});
  }
  return runs;
}

}  // namespace

std::vector<UnitCoverage> measure_units(const std::vector<const UnitConfig*>& units, std::uint64_t seed,
                                        const RtlRequest& rtl, Feedback& feedback) {
  check_rtl_request(rtl, units);
  if (rtl.latency.value_or(units.front()->latency()) != units.front()->latency()) {
    throw InputError(fmt::format("--latency {}: coverage counts the cases of {}, whose latency is {}", *rtl.latency,
                                 units.front()->name, units.front()->latency()));
  }
  const RtlLoader loader;
  std::vector<UnitCoverage> coverage(units.size());
  Recordings recordings;
  const auto runs_of = [&](const UnitConfig& unit) {
    return rtl.fixed_table.empty() ? suite(unit, seed, recordings)
                                   : runs_with(fixed_table(rtl, unit, feedback), seed, recordings);
  };
  const auto line = [&](std::size_t done) { return fmt::format("coverage: {} of {} units", done, units.size()); };
  for_each_with_progress(units.size(), feedback, line, [&](std::size_t i) {
    coverage[i] = measure_coverage(*units[i], loader, runs_of(*units[i]), seed, rtl_source(rtl, *units[i]));
  });
  return coverage;
}

}  // namespace pwlsim::experiment
