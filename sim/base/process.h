// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/rooms.h"

namespace pwlsim::base {

/// A tool was killed: what it was given is not to blame.
class ToolKilled : public MachineError {
 public:
  using MachineError::MachineError;
};

/// What a finished program left behind.
struct ProcessResult {
  int exit_code;       ///< 128 + number when a signal ended it
  std::string output;  ///< standard output and standard error, in the order written
  int signal = 0;      ///< number of the signal that ended it; 0: none

  /// "ended with exit code 3" or "was killed by signal 9 (Killed)".
  std::string ending() const;
};

/// What a program sees of the user's variables.
enum class Variables {
  kOfTools,  ///< PATH, LD_LIBRARY_PATH and CCACHE_DIR only; HOME and TMPDIR are an empty folder of its own
  kAll
};

struct ProcessOptions {
  Variables variables = Variables::kOfTools;
  double cpu_seconds = 0;  ///< after which it is killed with SIGXCPU; 0: as long as this program may run
};

/// Runs a program, found on PATH, with these arguments in that folder and waits for it. No shell is involved, so no
/// character of an argument has a meaning. Nobody's start-up files and variables have a say in what a tool does, so
/// that its results are the same everywhere. The program, and whatever it starts, does not outlive this one, or the
/// thread that calls. Throws MachineError when the program cannot be started.
ProcessResult run_process(const std::vector<std::string>& command, const std::filesystem::path& folder,
                          const ProcessOptions& options = {});

/// Throws ToolKilled when a signal ended it or a part of it, MachineError when it failed for want of memory or disk
/// space. `what` says who did what.
void check_machine(const ProcessResult& result, const std::string& what);

/// The C++ compiler that is run, and options: the words of $CXX, or c++.
std::vector<std::string> cxx_compiler();

/// The compiler's words, as they decide results, and what it says of its version.
std::string cxx_version();

/// Tells a program in PATH from another one that gives the same version: its size and the time of its last change.
std::string tool_identity(const std::string& program);

/// Ends a message about a library that cannot be loaded, where the reason is that its disk holds no programs.
std::string noexec_advice(const std::filesystem::path& library);

/// What these commands, which print versions, print; part of the names of cached results. Throws MachineError when one
/// fails.
std::string versions_of(const std::vector<std::vector<std::string>>& commands);

}  // namespace pwlsim::base
