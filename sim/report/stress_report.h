// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/report/document.h"
#include "sim/report/junit.h"

namespace pwlsim::report {

/// What the random sessions of one unit came to.
struct StressResult {
  std::string unit;
  std::uint64_t sessions = 0, cycles = 0, inputs = 0, writes = 0, resets = 0, stalls = 0;
  double seconds = 0;
  std::string failure;  ///< for people, with the command that replays it; empty: all models equal
};

/// A row for each unit, the summary, then the failures.
Document stress_document(const std::vector<StressResult>& results, const std::string& conditions);

/// One case a unit.
std::vector<CheckCase> stress_cases(const std::vector<StressResult>& results);

}  // namespace pwlsim::report
