// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/rooms.h"

namespace pwlsim::base {

/// Error for a tool that was killed, which does not mean that its input was wrong.
class ToolKilled : public MachineError {
 public:
  using MachineError::MachineError;
};

/// The exit code and output of a finished program.
struct ProcessResult {
  int exit_code;       ///< 128 + number when a signal ended it
  std::string output;  ///< standard output and standard error, in the order written
  int signal = 0;      ///< number of the signal that ended it; 0: none

  /// "ended with exit code 3" or "was killed by signal 9 (Killed)".
  std::string ending() const;
};

/// Which of the user's environment variables a program gets.
enum class Variables {
  kOfTools,  ///< PATH, LD_LIBRARY_PATH and CCACHE_DIR only; HOME and TMPDIR are a new, empty folder
  kAll       ///< also of the user, such as HOME
};

/// What a program gets besides its arguments, and how long it may run.
struct ProcessOptions {
  Variables variables = Variables::kOfTools;  ///< of the environment
  double cpu_seconds = 0;  ///< limit after which it is killed with SIGXCPU; 0: this program's own limit
};

/// Runs a program, found on PATH, with these arguments in that folder and waits for it. No shell is involved, so no
/// character of an argument has a special meaning. The user's start-up files and variables do not reach a tool, so its
/// results are the same everywhere. The program and all that it starts do not outlive this program or the calling
/// thread. Throws MachineError when the program cannot be started.
ProcessResult run_process(const std::vector<std::string>& command, const std::filesystem::path& folder,
                          const ProcessOptions& options = {});

/// Throws ToolKilled when a signal ended the program or a part of it, MachineError when it lacked memory or disk space.
/// `what` begins the message: which tool did what.
void check_machine(const ProcessResult& result, const std::string& what);

/// The command of the C++ compiler and its first options: the words of $CXX, or c++.
std::vector<std::string> cxx_compiler();

/// The words of cxx_compiler() and the version that the compiler prints. Part of cache keys, as both can change
/// results.
std::string cxx_version();

/// Size and time of the last change of a program in PATH. Part of cache keys, as two builds of a program can print the
/// same version.
std::string tool_identity(const std::string& program);

/// The end of a message about a library that cannot be loaded: advice when its disk is mounted noexec, else empty.
std::string noexec_advice(const std::filesystem::path& library);

/// What commands that print versions print. Part of cache keys. Throws MachineError when one of them fails.
std::string versions_of(const std::vector<std::vector<std::string>>& commands);

}  // namespace pwlsim::base
