// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <cstdint>

#include "sim/coverage/directed_runs.h"
#include "sim/coverage/functional_coverage.h"
#include "sim/lockstep/lockstep.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Expects that the coverage suite, with stalls, rewrites and resets, finds a model equal to the golden one and meets
/// every case of the unit.
inline void expect_suite_is_equal_and_complete(const UnitConfig& config, UnitModel& model) {
  FunctionalCoverage coverage(config);
  std::uint64_t seed = 1;
  for (CoverageRun& run : directed_runs(config, 1)) {
    coverage.stalls_follow(run.stall);
    const LockstepResult result =
        run_lockstep(run.table, {&model, &coverage}, *run.stimulus, lockstep_options(run, seed++));
    ASSERT_TRUE(result.passed()) << config.name << " " << result.mismatches();
  }
  const BinSummary summary = summarise(coverage.bins());
  EXPECT_TRUE(summary.complete()) << config.name << ": " << summary.missed.size() << " missed, the first "
                                  << (summary.missed.empty() ? "-" : summary.missed[0]);
}

}  // namespace pwlsim::tests
