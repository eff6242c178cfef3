// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/pwl/error.h"

namespace pwlsim::lockstep {

/// A tool was killed: what it was given is not to blame.
class ToolKilled : public InputError {
 public:
  using InputError::InputError;
};

/// What a finished program left behind.
struct ProcessResult {
  int exit_code;       ///< 128 + number when a signal ended it
  std::string output;  ///< standard output and standard error, in the order written
  int signal = 0;      ///< number of the signal that ended it; 0: none

  /// "ended with exit code 3" or "was killed by signal 9 (Killed)".
  std::string ending() const;
};

/// Runs a program, found on PATH, with these arguments in that folder and waits for it. No shell is involved, so no
/// character of an argument has a meaning. The program does not outlive this one, or the thread that calls. Throws
/// InputError when the program cannot be started.
ProcessResult run_process(const std::vector<std::string>& command, const std::filesystem::path& folder);

/// The C++ compiler that is run: $CXX, or c++.
std::string cxx_compiler();

/// What these commands, which print versions, print; part of the names of cached results. Throws InputError when one
/// fails.
std::string versions_of(const std::vector<std::vector<std::string>>& commands);

}  // namespace pwlsim::lockstep
