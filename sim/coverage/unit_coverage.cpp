// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/unit_coverage.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>

#include "sim/base/source_folder.h"
#include "sim/coverage/constant_bits.h"
#include "sim/coverage/functional_coverage.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/rtl_adapter.h"
#include "sim/rooms.h"

namespace pwlsim::coverage {
namespace {

/// Describes why a run did not pass.
std::string mismatch_of(const LockstepResult& result) {
  for (const ModelVerdict& verdict : result.verdicts) {
    if (!verdict.first) continue;
    return verdict.model + " differs from the golden model in cycle " + std::to_string(verdict.first->cycle) + " in " +
           verdict.first->port;
  }
  return "results are missing";
}

/// The module around a foreign unit is ours (rtl_adapter.h).
void leave_out_adapter(std::vector<CoveragePoint>& points) {
  points.erase(std::remove_if(points.begin(), points.end(),
                              [](const CoveragePoint& point) { return point.file == kAdapterFile; }),
               points.end());
}

/// Sets the path of each point's file: in the repository, or elsewhere.
void set_paths(std::vector<CoveragePoint>& points, const RtlSource& source) {
  std::map<std::string, std::string> paths;
  for (const std::filesystem::path& file : source.files) {
    const std::filesystem::path inside = file.lexically_relative(source_folder());
    const bool outside = inside.empty() || *inside.begin() == "..";
    paths[file.filename().string()] = (outside ? file : inside).string();
  }
  for (CoveragePoint& point : points) point.path = paths[point.file];
}

}  // namespace

const std::vector<std::string>& coverage_units() { return units_of_role("coverage"); }

UnitCoverage measure_coverage(const UnitConfig& config, const RtlLoader& loader, std::vector<CoverageRun> runs,
                              std::uint64_t seed, const RtlSource& source) {
  RtlSource covered = source;
  covered.coverage = true;
  const auto start = std::chrono::steady_clock::now();
  UnitCoverage coverage;
  coverage.unit = config.name;
  const std::unique_ptr<UnitModel> rtl = loader.load(covered, config, seed);
  FunctionalCoverage functional(config);
  for (std::size_t i = 0; i < runs.size() && coverage.mismatch.empty(); ++i) {
    CoverageRun& run = runs[i];
    LockstepOptions options = lockstep_options(run, seed + i);
    if (source.foreign) options.compare_idle = false;
    if (source.lacks.back_pressure) options.stall.take_all();
    if (source.lacks.writes) options.rewrite = 0;
    if (source.lacks.reset) options.reset = 0;
    functional.stalls_follow(run.stall);
    try {
      const LockstepResult result = run_against(functional, run.table, {rtl.get()}, *run.stimulus, options);
      coverage.cycles += result.cycles;
      coverage.inputs += result.inputs;
      if (!result.passed()) coverage.mismatch = mismatch_of(result);
    } catch (const UnitStopped& stopped) {
      coverage.mismatch = stopped.what();
    }
    if (!coverage.mismatch.empty()) {
      coverage.mismatch =
          config.name + ", run " + std::to_string(i) + ", stall " + run.stall + ": " + coverage.mismatch;
    }
  }
  coverage.bins = functional.bins();
  coverage.points = read_coverage(coverage_data(*rtl));
  if (source.foreign) leave_out_adapter(coverage.points);
  // Points do not count after a mismatch, and Yosys may not be able to read RTL that ends a run, or foreign RTL.
  if (coverage.mismatch.empty() && !source.foreign) mark_constants(coverage.points, constant_bits(source));
  set_paths(coverage.points, source);
  coverage.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return coverage;
}

}  // namespace pwlsim::coverage
