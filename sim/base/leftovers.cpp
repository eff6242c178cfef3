// SPDX-License-Identifier: Apache-2.0
#include "sim/base/leftovers.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
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

// What does not end in the first time when it is asked to is killed.
constexpr int kAsked = 200;
constexpr int kPatience = 300;
constexpr milliseconds kMoment{10};

struct Registry {
  std::recursive_mutex mutex;
  std::set<fs::path> paths;
  std::set<pid_t> groups;
  std::function<void(int)> stop;
};

/// Never destroyed: a thread may need it to the last.
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

/// Of processes that lost their parent, this program is the parent: so it sees all of them end.
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
      if (!error) break;  // else something was still written to it
      std::this_thread::sleep_for(kMoment);
    }
  }
}

void say(int signal) {
  const std::string line = std::string(isatty(STDERR_FILENO) != 0 ? "\r\033[K" : "") + "pwlsim: stopped by signal " +
                           std::to_string(signal) + " (" + strsignal(signal) + ")\n";
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) return;  // nobody reads it
}

[[noreturn]] void end_by(int signal) {
  registry().mutex.lock();  // for ever
  say(signal);
  signal_groups(SIGINT);  // a program of ours among them cleans up
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
  pthread_sigmask(SIG_BLOCK, &signals, &before);  // all threads inherit it
  try {
    std::thread(wait_for_signals, signals).detach();
  } catch (const std::system_error&) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);  // no thread to be had: signals end it as they always do
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
