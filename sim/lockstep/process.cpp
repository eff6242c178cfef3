// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "sim/pwl/error.h"

namespace pwlsim::lockstep {

namespace {

constexpr int kGone = 126;

/// In the child: becomes the program, or writes errno to `failure`. Other threads of the parent may have held locks, so
/// all calls are async-signal-safe.
[[noreturn]] void become(char* const* command, const char* folder, int output, int failure, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);       // a killed simulator leaves no tool; what that had started ends by itself
  if (getppid() != parent) _exit(kGone);  // it was killed before that
  const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (input >= 0 && dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
      dup2(output, STDERR_FILENO) >= 0 && chdir(folder) == 0) {
    execvp(command[0], command);
  }
  const int error = errno;
  const ssize_t told = write(failure, &error, sizeof error);
  _exit(told < 0 ? kGone : kGone + 1);
}

/// A pipe that no other program gets.
std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw InputError(std::string("cannot make a pipe: ") + std::strerror(errno));
  return ends;
}

/// Reads until there is nothing more.
std::string read_all(int descriptor) {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t size = read(descriptor, buffer, sizeof buffer);
    if (size > 0) {
      text.append(buffer, static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return text;
    }
  }
}

}  // namespace

std::string ProcessResult::ending() const {
  if (signal == 0) return "ended with exit code " + std::to_string(exit_code);
  return "was killed by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
}

ProcessResult run_process(const std::vector<std::string>& command, const std::filesystem::path& folder) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const std::array<int, 2> output = make_pipe();
  const std::array<int, 2> failure = make_pipe();
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(arguments.data(), folder.c_str(), output[1], failure[1], parent);
  const int no_child = errno;
  close(output[1]);
  close(failure[1]);
  const std::string failed = child < 0 ? "" : read_all(failure[0]);
  close(failure[0]);
  ProcessResult result{0, child < 0 ? "" : read_all(output[0])};
  close(output[0]);
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (child < 0 || !failed.empty()) {
    int error = no_child;
    if (failed.size() == sizeof error) std::memcpy(&error, failed.data(), sizeof error);
    throw InputError("cannot run " + command[0] + ": " + std::strerror(error) +
                     (error == ENOENT ? "; scripts/setup installs the tools" : ""));
  }
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result.exit_code = result.signal == 0 ? WEXITSTATUS(status) : 128 + result.signal;
  return result;
}

std::string cxx_compiler() {
  const char* const named = std::getenv("CXX");
  return named != nullptr && *named != '\0' ? named : "c++";
}

std::string versions_of(const std::vector<std::vector<std::string>>& commands) {
  std::string text;
  for (const std::vector<std::string>& command : commands) {
    const ProcessResult result = run_process(command, ".");
    if (result.exit_code != 0) throw InputError(command[0] + " " + command[1] + " failed: " + result.output);
    text += result.output;
  }
  return text;
}

}  // namespace pwlsim::lockstep
