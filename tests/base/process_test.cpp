// SPDX-License-Identifier: Apache-2.0
#include "sim/base/process.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/leftovers.h"
#include "sim/base/temporary_folder.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

/// Waits up to ten seconds for a condition.
template <class Condition>
bool comes_true(const Condition& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

/// Whether a process still runs. One that has ended may remain as a zombie until its new parent waits for it.
bool runs(const std::string& pid) {
  try {
    const std::string status = ScratchFolder::read_whole("/proc/" + pid + "/status");
    return status.find("\nState:\tZ") == std::string::npos;
  } catch (const std::runtime_error&) {
    return false;
  }
}

TEST(Process, GivesOutputAndExitCodeInItsFolder) {
  const ScratchFolder folder;
  folder.write("a file", "content");
  const ProcessResult result = run_process({"sh", "-c", "cat \"$0\"; echo error >&2; exit 3", "a file"}, folder.path());
  EXPECT_EQ(result.output, "contenterror\n");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.ending(), "ended with exit code 3");
  EXPECT_EQ(run_process({"cat"}, folder.path()).output, "") << "nothing to read";
}

TEST(Process, SignalThatEndsItIsNamed) {
  const ProcessResult result = run_process({"sh", "-c", "kill -9 $$"}, ".");
  EXPECT_EQ(result.exit_code, 137);
  EXPECT_EQ(result.ending(), "was killed by signal 9 (Killed)");
}

// In a file as on a terminal, at growing intervals.
TEST(Process, WhatItWaitsForIsSaid) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_process({"sh", "-c", "sleep 20; echo done"}, ".").output, "done\n");
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(said.rfind("progress: waiting for sh, 1", 0), 0U) << said;
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

// A tool's own message does not name the limit that ended it.
TEST(Process, LimitsOfTheShellAreNamed) {
  const auto complaint = [](const ProcessResult& result) -> std::string {
    try {
      check_machine(result, "The tool");
    } catch (const MachineError& error) {
      return error.what();
    }
    return "nothing";
  };
  const ProcessResult part{1, "c++: fatal error: CPU time limit exceeded signal terminated program cc1plus\n"};
  EXPECT_EQ(complaint(part).find("ulimit -t"), std::string::npos);
  rlimit limit{};
  getrlimit(RLIMIT_CPU, &limit);
  limit.rlim_cur = 10'000;
  setrlimit(RLIMIT_CPU, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = 64;
  setrlimit(RLIMIT_NOFILE, &limit);
  EXPECT_EQ(complaint(part),
            "The tool: a part of the program was killed; this shell has limits (ulimit -t, ulimit -n)");
  EXPECT_EQ(complaint({1, "ld: cannot find crtn.o: Too many open files\n"}),
            "The tool: Too many open files; this shell has limits (ulimit -t, ulimit -n)");
  EXPECT_EQ(complaint(run_process({"sh", "-c", "kill -XCPU $$"}, ".")).find("The tool was killed by signal 24"), 0U);
  EXPECT_EQ(complaint({1, "a mistake of the user\n"}), "nothing");
}

TEST(Process, WhatCannotBeRunIsAnErrorOfTheMachine) {
  const ScratchFolder folder;
  folder.write("text", "no program");
  const auto complaint = [&](const std::string& program) -> std::string {
    try {
      run_process({program}, folder.path());
    } catch (const MachineError& error) {
      return error.what();
    }
    return "ran";
  };
  EXPECT_EQ(complaint("./none"), "cannot run ./none: No such file or directory; scripts/setup installs the tools");
  EXPECT_EQ(complaint("./text"), "cannot run ./text: Permission denied");
}

/// The number that a process wrote to a file.
std::string pid_in(const ScratchFolder& folder, const char* file) {
  std::string pid = folder.read(file);
  pid.erase(pid.find('\n'));
  return pid;
}

// A program that starts another one.
constexpr const char* kFamily = "sleep 60 & echo $! > child; echo $$ > pid.new; mv pid.new pid; wait";

TEST(Process, NothingOfItOutlivesAKilledProgramThatStartedIt) {
  const ScratchFolder folder;
  const pid_t starter = fork();
  if (starter == 0) {
    run_process({"sh", "-c", kFamily}, folder.path());
    _exit(0);
  }
  ASSERT_GT(starter, 0);
  ASSERT_TRUE(comes_true([&] { return std::filesystem::exists(folder.path() / "pid"); }));
  const std::string pid = pid_in(folder, "pid"), child = pid_in(folder, "child");
  EXPECT_TRUE(runs(pid));
  EXPECT_TRUE(runs(child));
  kill(starter, SIGKILL);
  waitpid(starter, nullptr, 0);
  EXPECT_TRUE(comes_true([&] { return !runs(pid) && !runs(child); }));
}

TEST(Process, SignalLeavesNothingOfTheProgram) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder.path() / "tmp");
    const pid_t program = fork();
    if (program == 0) {
      end_on_signals();
      setenv("TMPDIR", (folder.path() / "tmp").c_str(), 1);
      const TemporaryFolder temporary;
      const CacheEntry entry(folder.path() / "cache", "code", "key", "product");
      run_process({"sh", "-c", kFamily}, folder.path());
      _exit(0);
    }
    ASSERT_GT(program, 0);
    ASSERT_TRUE(comes_true([&] { return std::filesystem::exists(folder.path() / "pid"); }));
    EXPECT_FALSE(std::filesystem::is_empty(folder.path() / "tmp"));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "cache" / "key-code.partial"));
    kill(program, signal);
    int status = 0;
    waitpid(program, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal) << status;
    EXPECT_FALSE(runs(pid_in(folder, "pid")));
    EXPECT_FALSE(runs(pid_in(folder, "child")));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "tmp"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "cache" / "key-code.partial"));
  }
}

TEST(Process, FirstSignalMayStopInGoodOrder) {
  const ScratchFolder folder;
  const pid_t program = fork();
  if (program == 0) {
    end_on_signals();
    std::atomic<int> asked{0};
    const OrderlyStop orderly([&](int signal) { asked = signal; });
    const ProcessResult result = run_process({"sh", "-c", kFamily}, folder.path());
    while (asked == 0) {
    }
    _exit(result.signal == SIGKILL ? asked.load() : 0);
  }
  ASSERT_GT(program, 0);
  ASSERT_TRUE(comes_true([&] { return std::filesystem::exists(folder.path() / "pid"); }));
  kill(program, SIGINT);
  int status = 0;
  waitpid(program, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), SIGINT);
}

TEST(Process, ToolsSeeNothingOfTheUsersVariables) {
  const ScratchFolder user;
  user.write(".abc.rc", "hostile");
  for (const char* name : {"YOSYS_ABORT_ON_LOG_ERROR", "CPATH", "LIBRARY_PATH", "MAKEFLAGS", "VERILATOR_ROOT", "LANG",
                           "GNUTERM", "IVERILOG_ICONFIG", "TCLLIBPATH", "XDG_CONFIG_HOME", "BASH_ENV"}) {
    setenv(name, "hostile", 1);
  }
  setenv("HOME", user.path().c_str(), 1);
  // A shell would execute a part of this name.
  const std::filesystem::path awkward = user.path() / "a b$(touch x);'\"";
  std::filesystem::create_directory(awkward);
  setenv("TMPDIR", awkward.c_str(), 1);
  const ProcessResult seen = run_process({"env"}, user.path());
  EXPECT_EQ(seen.output.find("hostile"), std::string::npos) << seen.output;
  EXPECT_EQ(seen.output.find(user.path().string()), std::string::npos) << seen.output;
  EXPECT_NE(seen.output.find("\nHOME=/tmp/pwlsim_"), std::string::npos) << seen.output;
  EXPECT_NE(seen.output.find("\nTMPDIR=/tmp/pwlsim_"), std::string::npos) << seen.output;
  EXPECT_EQ(run_process({"sh", "-c", "ls -A ~ && echo > ~/file && touch $TMPDIR/file"}, user.path()).output, "");
  const ProcessResult own = run_process({"env"}, user.path(), {Variables::kAll});
  unsetenv("TMPDIR");
  EXPECT_NE(own.output.find("CPATH=hostile"), std::string::npos) << own.output;
}

TEST(Process, TimeOfTheProcessorIsLimited) {
  const ProcessResult result = run_process({"sh", "-c", "while :; do :; done"}, ".", {Variables::kOfTools, 1});
  EXPECT_EQ(result.signal, SIGXCPU);
}

TEST(Process, WhatIsTroubleOfTheMachineIsNoFaultOfTheInput) {
  EXPECT_NO_THROW(check_machine({0, "out of memory"}, "tool"));
  EXPECT_NO_THROW(check_machine({1, "syntax error"}, "tool"));
  EXPECT_THROW(check_machine({.exit_code = 137, .output = "", .signal = 9}, "tool"), ToolKilled);
  EXPECT_THROW(check_machine({1, "g++: fatal error: Killed signal terminated program cc1plus\n"}, "tool"), ToolKilled);
  EXPECT_THROW(check_machine({1, "x.o: No space left on device\n"}, "tool"), MachineError);
}

TEST(Process, CompilerMayBeSeveralWords) {
  const ScratchFolder folder;
  using Words = std::vector<std::string>;
  setenv("CXX", "ccache  g++ -O2", 1);
  EXPECT_EQ(cxx_compiler(), (Words{"ccache", "g++", "-O2"}));
  setenv("CXX", "", 1);
  EXPECT_EQ(cxx_compiler(), Words{"c++"});
  const std::string path = folder.write("my g++", "");
  setenv("CXX", path.c_str(), 1);
  EXPECT_EQ(cxx_compiler(), Words{path});
  setenv("CXX", "g++ -O1", 1);
  const std::string one = cxx_version();
  setenv("CXX", "g++ -O2", 1);
  EXPECT_NE(cxx_version(), one) << "options decide what is compiled";
  // Two programs that print the same version may be a program and its wrapper.
  const std::string plain = folder.write("a g++", "#!/bin/sh\necho 'g++ 12'\n");
  const std::string wrapper = folder.write("b g++", "#!/bin/sh\n# -O0\necho 'g++ 12'\n");
  EXPECT_NE(tool_identity(plain), tool_identity(wrapper));
  EXPECT_EQ(tool_identity(plain), tool_identity(plain));
  EXPECT_NE(tool_identity("sh"), "");
}

}  // namespace
}  // namespace pwlsim::tests
