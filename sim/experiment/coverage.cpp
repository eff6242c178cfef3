// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/coverage.h"

#include <fmt/format.h>
#include <string>

#include "sim/coverage/directed_runs.h"
#include "sim/experiment/run_request.h"
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

}  // namespace

std::vector<UnitCoverage> measure_units(const std::vector<const UnitConfig*>& units, std::uint64_t seed,
                                        Feedback& feedback) {
  const RtlLoader loader;
  std::vector<UnitCoverage> coverage(units.size());
  Recordings recordings;
  const auto line = [&](std::size_t done) { return fmt::format("coverage: {} of {} units", done, units.size()); };
  for_each_with_progress(units.size(), feedback, line, [&](std::size_t i) {
    coverage[i] = measure_coverage(*units[i], loader, suite(*units[i], seed, recordings), seed);
  });
  return coverage;
}

}  // namespace pwlsim::experiment
