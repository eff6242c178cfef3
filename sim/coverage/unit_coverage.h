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

/// Coverage of one unit by a suite of runs.
struct UnitCoverage {
  std::string unit;
  std::vector<Bin> bins;
  std::vector<CoveragePoint> points;
  std::uint64_t cycles = 0, inputs = 0;
  double seconds = 0;  ///< wall clock
  /// How the RTL differs from the golden model, whose bins then do not hold for the RTL. Empty: they are equal.
  std::string mismatch;
};

/// Names of the units that together have all structures, widths and kinds of output stage.
const std::vector<std::string>& coverage_units();

/// Runs a suite in lockstep of the RTL and the golden model. Ends at the first mismatch. What a foreign unit lacks is
/// not asked of it; which bits of it are constant is left open where Yosys cannot read it.
UnitCoverage measure_coverage(const UnitConfig& config, const RtlLoader& loader, std::vector<CoverageRun> runs,
                              std::uint64_t seed, const RtlSource& source);

}  // namespace pwlsim::coverage
