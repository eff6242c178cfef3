// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/coverage/directed_runs.h"
#include "sim/coverage/rtl_coverage.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/rooms.h"
#include "sim/unit/bins.h"

namespace pwlsim::coverage {

/// What a suite of runs met in one unit.
struct UnitCoverage {
  std::string unit;
  std::vector<Bin> bins;
  std::vector<CoveragePoint> points;
  std::uint64_t cycles = 0, inputs = 0;
  double seconds = 0;    ///< of wall clock
  std::string mismatch;  ///< how the RTL differs from the golden model, whose bins then say nothing of the RTL
};

/// The units that together have all structures, widths and kinds of post stage.
const std::vector<std::string>& coverage_units();

/// The unit's RTL as the loader has to build it for measure_coverage().
RtlSource covered_rtl(const UnitConfig& config);

/// Runs them in lockstep of the RTL and the golden model. Ends at the first mismatch.
UnitCoverage measure_coverage(const UnitConfig& config, const RtlLoader& loader, std::vector<CoverageRun> runs,
                              std::uint64_t seed);

}  // namespace pwlsim::coverage
