// SPDX-License-Identifier: Apache-2.0
//
// scripts/sweep.sbatch on a real Slurm of one node. Its tasks are requeued, killed and run out of time, and the result
// is the same as without Slurm.

#include <gtest/gtest.h>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <set>
#include <string>

#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"
#include "tests/sweep/slurm_cluster.h"

namespace pwlsim::tests {
namespace {

const Arguments kSweep = {"--unit",     "fp32_8", "--method",   "uniform", "--from",
                          "0x3f000000", "--to",   "0x40ffffff", "--chunk", "262144"};
constexpr std::size_t kChunks = 128;

/// Number of records in a task's state file.
std::size_t records(const ScratchFolder& folder, int task) {
  const std::string name = "states/shard-" + std::to_string(task) + ".state";
  if (!fs::exists(folder.path() / name)) return 0;
  const std::string text = folder.read(name);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return lines == 0 ? 0 : lines - 1;
}

/// The process of the program that writes a task's state, or 0.
pid_t process_of(const std::string& state) {
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    std::error_code gone;
    if (pid == 0 || fs::read_symlink(entry.path() / "exe", gone) != fs::path(PWLSIM_PROGRAM)) continue;
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    const std::string command{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (command.find(state) != std::string::npos) return pid;
  }
  return 0;
}

TEST_F(Cli, SlurmTasksThatAreKilledAndRequeuedAddUpToTheWhole) {
  output_of(Arguments{"sweep"} + kSweep + Arguments{"--json", "local.json"});

  const SlurmCluster cluster;
  if (!cluster.failure().empty()) GTEST_SKIP() << cluster.failure();
  const ScratchFolder& jobs = cluster.jobs();
  setenv("PWLSIM", PWLSIM_PROGRAM, 1);
  const std::string states = (jobs.path() / "states").string();
  setenv("PWLSIM_SWEEP_FOLDER", states.c_str(), 1);
  const ProcessResult submitted =
      cluster.command(Arguments{"sbatch", "--parsable", "--array=1-3", PWLSIM_SCRIPTS "/sweep.sbatch"} + kSweep);
  ASSERT_EQ(submitted.exit_code, 0) << submitted.output;
  const std::string job = submitted.output.substr(0, submitted.output.find_first_of(";\n"));
  const auto log = [&](int task) {
    const std::string name = "slurm-" + job + "_" + std::to_string(task) + ".out";
    return fs::exists(jobs.path() / name) ? jobs.read(name) : "";
  };

  // One task is requeued by the administrator, one has its process killed, one gets the signal that its time is up;
  // each as soon as it has a record.
  std::set<int> running = {1, 2, 3};
  const auto interrupt = [&](int task) {
    if (task == 1) return cluster.command({"scontrol", "requeue", job + "_1"}).exit_code == 0;
    if (task == 3) return cluster.command({"scancel", "--batch", "--signal=USR1", job + "_3"}).exit_code == 0;
    const pid_t process = process_of(states + "/shard-2.state");
    return process != 0 && kill(process, SIGKILL) == 0;
  };
  const auto all_interrupted = [&] {
    for (const int task : std::set<int>(running)) {
      if (records(jobs, task) < 2) continue;
      EXPECT_TRUE(interrupt(task)) << "task " << task << "\n" << log(task);
      EXPECT_LT(records(jobs, task), kChunks / 3) << "task " << task << " had ended";
      running.erase(task);
    }
    return running.empty();
  };
  ASSERT_TRUE(SlurmCluster::wait_for(all_interrupted, 120)) << log(1) << log(2) << log(3);

  const bool ended = SlurmCluster::wait_for(
      [&] {
        return cluster.command({"squeue", "-h", "-j", job}).output.empty();
      },
      180);
  ASSERT_TRUE(ended) << cluster.command({"squeue"}).output << log(1) << log(2) << log(3);
  EXPECT_SAYS(log(2), "ended with 137, goes back into the queue");
  EXPECT_SAYS(log(3), "the same command goes on from there");
  EXPECT_SAYS(log(3), "ended with 143, goes back into the queue");
  // Each chunk was recorded once, so no finished chunk was done again.
  EXPECT_EQ(records(jobs, 1) + records(jobs, 2) + records(jobs, 3), kChunks);
  output_of({"sweep", "merge", states + "/shard-1.state", states + "/shard-2.state", states + "/shard-3.state",
             "--json", "merged.json"});
  EXPECT_EQ(json_of("merged.json")["digest"], json_of("local.json")["digest"]);
  EXPECT_EQ(json_of("merged.json")["results"], json_of("local.json")["results"]);
  EXPECT_EQ(json_of("merged.json")["mismatches"], 0);
}

}  // namespace
}  // namespace pwlsim::tests
