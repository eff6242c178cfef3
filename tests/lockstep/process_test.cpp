// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "sim/pwl/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

/// Waits up to ten seconds for it.
template <class Condition>
bool comes_true(const Condition& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

/// Whether a process does anything; one that has ended may wait as a zombie for whoever inherits it.
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

TEST(Process, DoesNotOutliveAKilledProgramThatStartedIt) {
  const ScratchFolder folder;
  const pid_t starter = fork();
  if (starter == 0) {
    run_process({"sh", "-c", "echo $$ > pid.new; mv pid.new pid; exec sleep 60"}, folder.path());
    _exit(0);
  }
  ASSERT_GT(starter, 0);
  ASSERT_TRUE(comes_true([&] { return std::filesystem::exists(folder.path() / "pid"); }));
  std::string pid = folder.read("pid");
  pid.erase(pid.find('\n'));
  EXPECT_TRUE(runs(pid));
  kill(starter, SIGKILL);
  waitpid(starter, nullptr, 0);
  EXPECT_TRUE(comes_true([&] { return !runs(pid); }));
}

}  // namespace
}  // namespace pwlsim::tests
