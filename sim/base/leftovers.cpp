// SPDX-License-Identifier: Apache-2.0
#include "sim/base/leftovers.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace pwlsim::base {
namespace fs = std::filesystem;
namespace {

using std::chrono::milliseconds;

// Moments to wait for processes to end when asked to, after which they are killed.
constexpr int kAsked = 200;
constexpr int kPatience = 300;
constexpr milliseconds kMoment{10};

struct Registry {
  std::recursive_mutex mutex;
  std::set<fs::path> paths;
  std::set<pid_t> groups;
  std::function<void(int)> stop;
};

/// The registry is never destroyed, because a thread may need it until the end.
Registry& registry() {
  static auto* const one = new Registry;
  return *one;
}

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU}) sigaddset(&signals, signal);
  struct sigaction hangup {};
  sigaction(SIGHUP, nullptr, &hangup);
  if (hangup.sa_handler != SIG_IGN) sigaddset(&signals, SIGHUP);  // nohup
  return signals;
}

void signal_groups(int signal) {
  for (const pid_t group : registry().groups) kill(-group, signal);
}

/// Waits until all child processes have ended. This program becomes the parent of processes that lost theirs, so it
/// sees them too.
bool wait_for_all(int moments) {
  for (int i = 0; i < moments; ++i) {
    pid_t ended = 0;
    while ((ended = waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (ended < 0 && errno == ECHILD) return true;
    std::this_thread::sleep_for(kMoment);
  }
  return false;
}

void remove_all() {
  for (const fs::path& path : registry().paths) {
    std::error_code error;
    for (int i = 0; i < kPatience; ++i) {
      fs::remove_all(path, error);
      if (!error) break;  // otherwise something was still writing to it
      std::this_thread::sleep_for(kMoment);
    }
  }
}

void say(int signal) {
  const std::string line = std::string(isatty(STDERR_FILENO) != 0 ? "\r\033[K" : "") + "pwlsim: stopped by signal " +
                           std::to_string(signal) + " (" + strsignal(signal) + ")\n";
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) return;  // nobody reads standard error
}

[[noreturn]] void end_by(int signal) {
  registry().mutex.lock();  // never unlocked
  say(signal);
  signal_groups(SIGINT);  // lets an instance of this program among them clean up
  if (!wait_for_all(kAsked)) {
    signal_groups(SIGKILL);
    wait_for_all(kPatience);
  }
  remove_all();
  std::signal(signal, SIG_DFL);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  raise(signal);
  _exit(128 + signal);
}

void wait_for_signals(sigset_t signals) {
  while (true) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    std::function<void(int)> stop;
    {
      const SignalsWait wait;
      stop = std::exchange(registry().stop, nullptr);
      if (stop) signal_groups(SIGKILL);
    }
    if (!stop) end_by(signal);
    stop(signal);
  }
}

}  // namespace

void end_on_signals() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const sigset_t signals = ending_signals();
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &signals, &before);  // inherited by all threads
  try {
    std::thread(wait_for_signals, signals).detach();
  } catch (const std::system_error&) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);  // without a thread, signals end the program as usual
  }
}

SignalsWait::SignalsWait() { registry().mutex.lock(); }
SignalsWait::~SignalsWait() { registry().mutex.unlock(); }

void add_leftover(const fs::path& path) {
  const SignalsWait wait;
  registry().paths.insert(path);
}

void drop_leftover(const fs::path& path) {
  const SignalsWait wait;
  registry().paths.erase(path);
}

void add_group(pid_t group) {
  const SignalsWait wait;
  registry().groups.insert(group);
}

void drop_group(pid_t group) {
  const SignalsWait wait;
  registry().groups.erase(group);
}

OrderlyStop::OrderlyStop(std::function<void(int)> stop) {
  const SignalsWait wait;
  registry().stop = std::move(stop);
}

OrderlyStop::~OrderlyStop() {
  const SignalsWait wait;
  registry().stop = nullptr;
}

}  // namespace pwlsim::base
