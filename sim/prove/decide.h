// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/logic/miter.h"

namespace pwlsim::prove {

enum class Verdict { kEqual, kDifferent, kUndecided };

struct Decision {
  Verdict verdict;
  std::vector<bool> counterexample;  ///< kDifferent: values of the miter's inputs, found to make a difference
};

/// Lets abc decide whether both sides of a miter are equal for all inputs, within so many seconds of CPU time. A
/// counterexample is tried on the miter before it is believed. Throws InputError with the log's path, which is kept
/// below `cache`, when abc fails.
Decision decide(const Miter& miter, double seconds, const std::filesystem::path& cache);

/// What decides, and its version.
std::string abc_version();

}  // namespace pwlsim::prove
