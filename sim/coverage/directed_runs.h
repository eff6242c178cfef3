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

/// One lockstep run of a suite.
struct CoverageRun {
  UnitTable table;
  std::unique_ptr<Stimulus> stimulus;
  std::string stall = "none";
  double rewrite = 0, reset = 0;  ///< probabilities, as in LockstepOptions
};

/// How it runs in lockstep.
LockstepOptions lockstep_options(const CoverageRun& run, std::uint64_t seed);

/// The words given, once.
std::unique_ptr<Stimulus> word_list(std::vector<Word> words);

/// Runs that meet every case of FunctionalCoverage that a unit can meet: random words through random registers,
/// rewritten and reset in mid-stream, under every kind of stall; and the tables and inputs that the structure knows for
/// the cases that random words are too rare for.
std::vector<CoverageRun> directed_runs(const UnitConfig& config, std::uint64_t seed);

}  // namespace pwlsim::coverage
