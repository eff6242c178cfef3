// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "sim/base/process.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {

/// Slurm on this machine, with its own key, ports, state and configuration in a folder of its own. It ends with this
/// object, and with the process if that is killed.
class SlurmCluster {
 public:
  /// Starts the daemons. failure() says why they did not start.
  SlurmCluster() {
    if (geteuid() != 0) {
      failure_ = "slurmd starts jobs as root only";
      return;
    }
    for (const char* program : {"munged", "slurmctld", "slurmd", "sbatch"}) {
      if (find_program(program).empty()) {
        failure_ = std::string(program) + " is missing (scripts/setup installs it)";
        return;
      }
    }
    write_configuration();
    setenv("SLURM_CONF", path("slurm.conf").c_str(), 1);
    spawn({"munged", "--foreground", "--key-file=" + path("munge.key"), "--socket=" + path("munge.socket"),
           "--pid-file=" + path("munge.pid"), "--log-file=" + path("munge.log"), "--seed-file=" + path("munge.seed")});
    if (!wait_for([&] { return std::filesystem::exists(path("munge.socket")); }, 10)) {
      failure_ = "munged does not start: " + tail("munged.out");
      return;
    }
    spawn({"slurmctld", "-D", "-f", path("slurm.conf")});
    spawn({"slurmd", "-D", "-f", path("slurm.conf")});
    if (!wait_for([&] { return command({"sinfo", "-h", "-o", "%t"}).output == "idle\n"; }, 30)) {
      failure_ = "Slurm does not start: " + tail("slurmctld.out") + tail("slurmd.out");
    }
  }

  ~SlurmCluster() {
    if (daemons_.size() == 3) {
      command({"scancel", "--user=root"});
      wait_for([&] { return command({"squeue", "-h"}).output.empty(); }, 15);
    }
    std::reverse(daemons_.begin(), daemons_.end());
    for (const pid_t daemon : daemons_) {
      kill(daemon, SIGTERM);
      if (!wait_for([&] { return waitpid(daemon, nullptr, WNOHANG) == daemon; }, 10)) {
        kill(daemon, SIGKILL);
        waitpid(daemon, nullptr, 0);
      }
    }
  }
  SlurmCluster(const SlurmCluster&) = delete;
  SlurmCluster& operator=(const SlurmCluster&) = delete;

  /// Empty when Slurm runs.
  const std::string& failure() const { return failure_; }

  /// Runs a command of Slurm in the folder that jobs run in.
  ProcessResult command(const std::vector<std::string>& command) const {
    return run_process(command, jobs_.path(), {Variables::kAll});
  }

  const ScratchFolder& jobs() const { return jobs_; }

  template <class Condition>
  static bool wait_for(const Condition& condition, double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
  }

 private:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  std::string tail(const std::string& name) const {
    const std::string text = std::filesystem::exists(path(name)) ? folder_.read(name) : "";
    return text.substr(text.size() - std::min<std::size_t>(text.size(), 500));
  }

  /// Daemons are in sbin, which is not on every user's PATH.
  static std::string find_program(const std::string& name) {
    for (const char* folder : {"/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/"}) {
      if (access((folder + name).c_str(), X_OK) == 0) return folder + name;
    }
    return "";
  }

  static int free_port() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    close(listener);
    return bound ? ntohs(address.sin_port) : 0;
  }

  void write_configuration() {
    using std::filesystem::perms;  // clients must reach munged's socket
    std::filesystem::permissions(folder_.path(), perms::owner_all | perms::group_exec | perms::others_exec);
    std::ifstream random("/dev/urandom", std::ios::binary);
    std::string key(128, '\0');
    random.read(key.data(), static_cast<std::streamsize>(key.size()));
    folder_.write("munge.key", key);
    std::filesystem::permissions(path("munge.key"), perms::owner_read);
    for (const char* name : {"ctld", "d"}) std::filesystem::create_directory(path(name));
    char host[256] = {};
    gethostname(host, sizeof host - 1);
    const std::string name = std::string(host).substr(0, std::string(host).find('.'));
    // Control groups are not used, but slurmd searches for them unless their kind is given.
    folder_.write("cgroup.conf", "CgroupPlugin=cgroup/v1\n");
    // A requeued job waits until credentials expire. No cgroups, no accounting, and only this machine.
    folder_.write("slurm.conf",
                  fmt::format("ClusterName=pwlsim_test\nSlurmctldHost={0}(127.0.0.1)\nSlurmUser=root\nSlurmdUser=root\n"
                              "SlurmctldPort={2}\nSlurmdPort={3}\nAuthType=auth/munge\nCryptoType=crypto/munge\n"
                              "AuthInfo=socket={1}/munge.socket,cred_expire=5\nStateSaveLocation={1}/ctld\n"
                              "SlurmdSpoolDir={1}/d\nSlurmctldPidFile={1}/ctld.pid\nSlurmdPidFile={1}/d.pid\n"
                              "ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\n"
                              "JobAcctGatherType=jobacct_gather/none\nAccountingStorageType=accounting_storage/none\n"
                              "SchedulerType=sched/backfill\nSchedulerParameters=bf_interval=1,sched_interval=1\n"
                              "SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nReturnToService=2\n"
                              "MailProg=/bin/true\nMpiDefault=none\nKillWait=5\nSlurmdParameters=config_overrides\n"
                              "NodeName={0} NodeAddr=127.0.0.1 CPUs=3 State=UNKNOWN\n"
                              "PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n",
                              name, folder_.path().string(), free_port(), free_port()));
  }

  /// Starts a daemon in the foreground, in a process of its own.
  void spawn(const std::vector<std::string>& command) {
    std::vector<std::string> texts = command;
    texts[0] = find_program(command[0]);
    std::vector<char*> argv;
    for (std::string& text : texts) argv.push_back(text.data());
    argv.push_back(nullptr);
    const std::string log = path(command[0] + ".out");
    const pid_t child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int output = open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
      dup2(output, 1);
      dup2(output, 2);
      execv(argv[0], argv.data());
      _exit(127);
    }
    daemons_.push_back(child);
  }

  ScratchFolder folder_, jobs_;
  std::string failure_;
  std::vector<pid_t> daemons_;
};

}  // namespace pwlsim::tests
