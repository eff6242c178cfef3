// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/logic/miter.h"

namespace pwlsim::prove {

/// Whether two sides are equal; undecided when time runs out.
enum class Verdict { kEqual, kDifferent, kUndecided };

/// A verdict with its counterexample.
struct Decision {
  Verdict verdict;
  std::vector<bool> counterexample;  ///< for kDifferent: values of the miter's inputs with which the sides differ
};

/// Lets abc decide whether both sides of a miter are equal for all inputs, within `seconds` of CPU time. A
/// counterexample is simulated on the miter to confirm it. Throws InputError with the path of the log, which is kept
/// below `cache`, when abc fails.
Decision decide(const Miter& miter, double seconds, const std::filesystem::path& cache);

/// Name and version of abc.
std::string abc_version();

}  // namespace pwlsim::prove
