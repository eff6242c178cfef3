// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/unit_coverage.h"

#include "sim/coverage/functional_coverage.h"
#include "sim/lockstep/lockstep.h"

namespace pwlsim {

const std::vector<std::string>& coverage_units() {
  static const std::vector<std::string> units = {"int8_8",  "int8_16q", "int16_8q", "int32_8q", "int32w_8",    "fp32_8",
                                                 "fp32_8s", "fp16_8",   "bf16_8s",  "wide16_8", "wide32x16_16"};
  return units;
}

RtlSource covered_rtl(const UnitConfig& config) {
  RtlSource source = own_rtl(config);
  source.coverage = true;
  return source;
}

UnitCoverage measure_coverage(const UnitConfig& config, const RtlLoader& loader, std::vector<CoverageRun> runs,
                              std::uint64_t seed) {
  UnitCoverage coverage;
  coverage.unit = config.name;
  const std::unique_ptr<UnitModel> rtl = loader.load(covered_rtl(config), config, seed);
  FunctionalCoverage functional(config);
  for (CoverageRun& run : runs) {
    LockstepOptions options;
    options.stall = Stall::parse(run.stall);
    options.seed = seed++;
    options.rewrite = run.rewrite;
    options.reset = run.reset;
    functional.stalls_follow(run.stall);
    const LockstepResult result = run_lockstep(run.table, {rtl.get(), &functional}, *run.stimulus, options);
    coverage.cycles += result.cycles;
    coverage.inputs += result.inputs;
    for (const ModelVerdict& verdict : result.verdicts) {
      if (!verdict.first) continue;
      coverage.mismatch = config.name + ": " + verdict.model + " differs from the golden model in " +
                          verdict.first->port + " under stall " + run.stall;
    }
    if (coverage.mismatch.empty() && !result.passed()) coverage.mismatch = config.name + ": results are missing";
    if (!coverage.mismatch.empty()) break;
  }
  coverage.bins = functional.bins();
  coverage.points = read_coverage(coverage_data(*rtl));
  return coverage;
}

}  // namespace pwlsim
