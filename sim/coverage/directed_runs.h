// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/stimulus.h"
#include "sim/rooms.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::coverage {

/// One lockstep run of a coverage suite.
struct CoverageRun {
  UnitTable table;
  std::unique_ptr<Stimulus> stimulus;
  std::string stall = "none";
  double rewrite = 0, reset = 0;  ///< probabilities, as in LockstepOptions
};

/// Options of its lockstep run.
LockstepOptions lockstep_options(const CoverageRun& run, std::uint64_t seed);

/// A stimulus of the words given, each once.
std::unique_ptr<Stimulus> word_list(std::vector<Word> words);

/// Runs that meet every case of FunctionalCoverage that a unit can meet. Some are of random words through random
/// registers, rewritten and reset in mid-stream, under every kind of stall. Others have the structure's own tables and
/// inputs for cases that random words hardly ever meet.
std::vector<CoverageRun> directed_runs(const UnitConfig& config, std::uint64_t seed);

}  // namespace pwlsim::coverage
