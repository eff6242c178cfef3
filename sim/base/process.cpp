// SPDX-License-Identifier: Apache-2.0
#include "sim/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "sim/base/leftovers.h"
#include "sim/base/temporary_folder.h"

namespace pwlsim::base {
namespace fs = std::filesystem;

namespace {

constexpr int kGone = 126;

/// The user's variables that tools get: the paths of programs and libraries, without which they do not start, and
/// ccache's folder, in case ccache is the compiler. Any other variable may change a result.
constexpr std::array<const char*, 3> kPassed = {"PATH", "LD_LIBRARY_PATH", "CCACHE_DIR"};

/// Data for the forked processes below. All of it is made before the fork, because other threads may hold locks then,
/// so the processes may only make async-signal-safe calls.
struct Start {
  char* const* command;
  char* const* variables;
  const char* folder;
  int output, failure;
  pid_t parent;
  rlim_t cpu_seconds;
};

[[noreturn]] void fail(const Start& start) {
  const int error = errno;
  const ssize_t told = write(start.failure, &error, sizeof error);
  _exit(told < 0 ? kGone : kGone + 1);
}

void limit(int resource, rlim_t most) {
  rlimit now{};
  getrlimit(static_cast<__rlimit_resource>(resource), &now);
  now.rlim_cur = std::min({now.rlim_cur, now.rlim_max, most});
  setrlimit(static_cast<__rlimit_resource>(resource), &now);
}

/// Replaces this process by the program, or writes errno to `failure`.
[[noreturn]] void become(const Start& start) {
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_DFL);
  limit(RLIMIT_CORE, 0);
  if (start.cpu_seconds > 0) limit(RLIMIT_CPU, start.cpu_seconds);
  const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (input >= 0 && dup2(input, STDIN_FILENO) >= 0 && dup2(start.output, STDOUT_FILENO) >= 0 &&
      dup2(start.output, STDERR_FILENO) >= 0 && chdir(start.folder) == 0) {
    execvpe(start.command[0], start.command, start.variables);
  }
  fail(start);
}

/// The leader of the program's process group, which ends as the program does. If the simulator is killed, the leader
/// kills the group, so that nothing that the program started survives.
[[noreturn]] void lead(const Start& start) {
  setpgid(0, 0);
  std::signal(SIGTERM, [](int) { kill(0, SIGKILL); });
  std::signal(SIGINT, SIG_IGN);  // meant for the program, which can then end cleanly
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != start.parent) _exit(kGone);  // the parent was killed before prctl()
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const pid_t program = fork();
  if (program == 0) become(start);
  if (program < 0) fail(start);
  close(start.output);
  close(start.failure);
  int status = 0;
  while (waitpid(program, &status, 0) < 0 && errno == EINTR) {
  }
  std::signal(SIGTERM, SIG_IGN);
  kill(0, SIGTERM);  // processes left behind, which may keep the pipe open
  if (!WIFSIGNALED(status)) _exit(WEXITSTATUS(status));
  limit(RLIMIT_CORE, 0);
  std::signal(WTERMSIG(status), SIG_DFL);
  kill(getpid(), WTERMSIG(status));
  _exit(128 + WTERMSIG(status));
}

using Clock = std::chrono::steady_clock;

/// Time of waiting for a tool before a message says so.
constexpr std::chrono::seconds kQuiet{15};

struct Wait {
  Clock::time_point begin = Clock::now();
  Clock::time_point next = begin + kQuiet;
};

/// A pipe that other programs do not inherit.
std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    throw MachineError(std::string("cannot make a pipe: ") + std::strerror(errno));
  return ends;
}

/// Waits until there is something to read or the other end is closed. Says so on standard error, at growing intervals.
void wait_for_output(int descriptor, const std::string& program, Wait& wait) {
  pollfd ready{descriptor, POLLIN, 0};
  int found = 0;
  while (found == 0 || (found < 0 && errno == EINTR)) {
    const Clock::time_point now = Clock::now();
    if (now >= wait.next) {
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - wait.begin);
      std::fprintf(stderr, "%sprogress: waiting for %s, %ld s\n", isatty(STDERR_FILENO) != 0 ? "\r\033[K" : "",
                   program.c_str(), static_cast<long>(seconds.count()));
      wait.next = now + (now - wait.begin);
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(wait.next - now);
    found = poll(&ready, 1, static_cast<int>(left.count()) + 1);
  }
}

/// Reads until the other end is closed.
std::string read_all(int descriptor, const std::string& program) {
  std::string text;
  char buffer[4096];
  Wait wait;
  while (true) {
    wait_for_output(descriptor, program, wait);
    const ssize_t size = read(descriptor, buffer, sizeof buffer);
    if (size > 0) {
      text.append(buffer, static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return text;
    }
  }
}

std::vector<std::string> variables_of_tools(const fs::path& home) {
  std::vector<std::string> variables = {"LC_ALL=C", "HOME=" + home.string(), "TMPDIR=" + home.string()};
  for (const char* const name : kPassed) {
    const char* const value = std::getenv(name);
    if (value != nullptr) variables.push_back(std::string(name) + "=" + value);
  }
  return variables;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

/// Waits for the leader of a group and kills the rest of the group. Returns the leader's status.
int wait_for_group(pid_t leader) {
  siginfo_t ended{};
  while (waitid(P_PID, static_cast<id_t>(leader), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
  kill(-leader, SIGKILL);  // while the leader's number cannot be reused
  const SignalsWait wait;
  int status = 0;
  while (waitpid(leader, &status, 0) < 0 && errno == EINTR) {
  }
  drop_group(leader);
  while (waitpid(-leader, nullptr, WNOHANG) >
         0) {  // processes that the leader left are now children of this one (end_on_signals)
  }
  return status;
}

/// The end of a message about a tool that was killed or lacked memory: the limits that the shell has set.
std::string limits_advice() {
  struct Limit {
    __rlimit_resource resource;
    const char* option;
    rlim_t usual;  // a limit of this value or more is none
  };
  std::string limits;
  for (const Limit& limit : {Limit{RLIMIT_CPU, "-t", RLIM_INFINITY}, Limit{RLIMIT_FSIZE, "-f", RLIM_INFINITY},
                             Limit{RLIMIT_AS, "-v", RLIM_INFINITY}, Limit{RLIMIT_DATA, "-d", RLIM_INFINITY},
                             Limit{RLIMIT_NOFILE, "-n", 1024}, Limit{RLIMIT_NPROC, "-u", 1024}}) {
    rlimit value{};
    if (getrlimit(limit.resource, &value) != 0 || value.rlim_cur >= limit.usual) continue;
    limits += (limits.empty() ? "" : ", ") + std::string("ulimit ") + limit.option;
  }
  return limits.empty() ? "" : "; this shell has limits (" + limits + ")";
}

}  // namespace

std::string ProcessResult::ending() const {
  if (signal == 0) return "ended with exit code " + std::to_string(exit_code);
  return "was killed by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
}

ProcessResult run_process(const std::vector<std::string>& command, const fs::path& folder,
                          const ProcessOptions& options) {
  const TemporaryFolder home;
  const std::vector<char*> arguments = pointers(command);
  const std::vector<std::string> of_tools = variables_of_tools(home.path());
  const std::vector<char*> variables = pointers(of_tools);
  const std::array<int, 2> output = make_pipe();
  const std::array<int, 2> failure = make_pipe();
  const Start start{.command = arguments.data(),
                    .variables = options.variables == Variables::kAll ? environ : variables.data(),
                    .folder = folder.c_str(),
                    .output = output[1],
                    .failure = failure[1],
                    .parent = getpid(),
                    .cpu_seconds = static_cast<rlim_t>(std::ceil(options.cpu_seconds))};
  pid_t leader = 0;
  int error = 0;
  {
    const SignalsWait wait;
    leader = fork();
    if (leader == 0) lead(start);
    error = errno;
    if (leader > 0) {
      setpgid(leader, leader);  // by the child or by this process, whichever is first
      add_group(leader);
    }
  }
  close(output[1]);
  close(failure[1]);
  const std::string program = fs::path(command[0]).filename().string();
  const std::string failed = leader < 0 ? "" : read_all(failure[0], program);
  close(failure[0]);
  ProcessResult result{0, leader < 0 ? "" : read_all(output[0], program)};
  close(output[0]);
  const int status = leader < 0 ? 0 : wait_for_group(leader);
  if (leader < 0 || !failed.empty()) {
    if (failed.size() == sizeof error) std::memcpy(&error, failed.data(), sizeof error);
    throw MachineError("cannot run " + command[0] + ": " + std::strerror(error) +
                       (error == ENOENT ? "; scripts/setup installs the tools" : ""));
  }
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result.exit_code = result.signal == 0 ? WEXITSTATUS(status) : 128 + result.signal;
  return result;
}

void check_machine(const ProcessResult& result, const std::string& what) {
  if (result.signal != 0) throw ToolKilled(what + " " + result.ending() + limits_advice());
  if (result.exit_code == 0) return;
  // Compilers run several programs, and print this when one of them was killed.
  if (result.output.find("signal terminated program") != std::string::npos) {
    throw ToolKilled(what + ": a part of the program was killed" + limits_advice());
  }
  for (const char* const trouble : {"No space left on device", "Disk quota exceeded", "File too large",
                                    "Cannot allocate memory", "out of memory", "memory exhausted", "std::bad_alloc",
                                    "Resource temporarily unavailable", "Input/output error", "Too many open files"}) {
    if (result.output.find(trouble) != std::string::npos) throw MachineError(what + ": " + trouble + limits_advice());
  }
}

std::vector<std::string> cxx_compiler() {
  const char* const named = std::getenv("CXX");
  const std::string text = named == nullptr ? "" : named;
  std::error_code no_file;
  if (text.find('/') != std::string::npos && fs::is_regular_file(text, no_file)) {
    return {fs::absolute(text).string()};  // the path may have spaces
  }
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) words.push_back(word);
  return words.empty() ? std::vector<std::string>{"c++"} : words;
}

std::string cxx_version() {
  std::vector<std::string> command = cxx_compiler();
  std::string words;
  for (const std::string& word : command) words += word + "\n";
  command.emplace_back("--version");
  return versions_of({command}) + tool_identity(command[0]) + words;
}

std::string tool_identity(const std::string& program) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(program.find('/') == std::string::npos && path != nullptr ? path : "");
  fs::path file = program;
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path there = fs::path(folder.empty() ? "." : folder) / program;
    if (access(there.c_str(), X_OK) != 0 || fs::is_directory(there)) continue;
    file = there;
    break;
  }
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return "";
  return std::to_string(status.st_size) + " bytes of " + std::to_string(status.st_mtim.tv_sec) + "." +
         std::to_string(status.st_mtim.tv_nsec) + "\n";
}

std::string noexec_advice(const fs::path& library) {
  struct statvfs status {};
  if (statvfs(library.c_str(), &status) != 0 || (status.f_flag & ST_NOEXEC) == 0) return "";
  return "; its disk is mounted noexec, PWLSIM_CACHE and TMPDIR name other folders";
}

std::string versions_of(const std::vector<std::vector<std::string>>& commands) {
  std::string text;
  for (const std::vector<std::string>& command : commands) {
    const ProcessResult result = run_process(command, ".");
    if (result.exit_code != 0) throw MachineError(command[0] + " " + command.back() + " failed: " + result.output);
    text += result.output;
  }
  return text;
}

}  // namespace pwlsim::base
