// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/watchdog.h"

#include <pthread.h>
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::lockstep {
namespace {

constexpr double kMostSeconds = 60;
constexpr const char* kVariable = "PWLSIM_CYCLE_SECONDS";
constexpr int kFailed = 1;

double most_seconds() {
  const char* const named = std::getenv(kVariable);
  if (named == nullptr || *named == '\0') return kMostSeconds;
  double seconds = 0;
  const char* const end = named + std::strlen(named);
  const auto [last, error] = std::from_chars(named, end, seconds);
  if (error != std::errc() || last != end || !(seconds > 0)) {
    throw InputError(std::string(kVariable) + "=" + printable(named) + ": is not a number of seconds above 0");
  }
  return seconds;
}

struct Call {
  bool running = false;
  std::string model;
  WatchedWork work;
  const volatile std::size_t* done = nullptr;
  bool end = false;
  clockid_t clock{};
  std::uint64_t number = 0;  ///< distinguishes calls in the same place
};

/// The CPU time of the thread with that clock.
double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// All watched calls of this process, and the thread that watches them. It is never destroyed; the thread ends with the
/// process.
class Kennel {
 public:
  explicit Kennel(double most) : most_(most) {
    try {
      std::thread([this] { watch(); }).detach();
    } catch (const std::system_error&) {  // without a thread nothing is watched
    }
  }

  std::size_t enter(std::string model, const volatile std::size_t* done, bool end) {
    const std::lock_guard lock(mutex_);
    const auto free = std::find_if(calls_.begin(), calls_.end(), [](const Call& call) { return !call.running; });
    const auto place = static_cast<std::size_t>(free - calls_.begin());
    if (free == calls_.end()) calls_.emplace_back();
    Call& call = calls_[place];
    call.running = true;
    call.model = std::move(model);
    call.work = watched_work();
    call.done = done;
    call.end = end;
    call.number = ++number_;
    pthread_getcpuclockid(pthread_self(), &call.clock);
    return place;
  }

  void leave(std::size_t place) {
    const std::lock_guard lock(mutex_);
    calls_[place].running = false;
  }

 private:
  /// The last progress seen of a call.
  struct Sight {
    std::uint64_t number = 0;
    std::size_t done = 0;
    double seconds = 0;
  };

  [[noreturn]] void watch() {
    std::vector<Sight> sights;
    while (true) {
      std::this_thread::sleep_for(std::chrono::duration<double>(std::min(1.0, most_ / 4)));
      const std::lock_guard lock(mutex_);
      sights.resize(calls_.size());
      for (std::size_t i = 0; i < calls_.size(); ++i) {
        const Call& call = calls_[i];
        if (!call.running) continue;
        const Sight now{.number = call.number, .done = *call.done, .seconds = seconds_of(call.clock)};
        if (now.number != sights[i].number || now.done != sights[i].done) {
          sights[i] = now;
        } else if (now.seconds - sights[i].seconds > most_) {
          end(call, now.done);
        }
      }
    }
  }

  [[noreturn]] void end(const Call& call, std::size_t done) const {
    const std::string part = call.end ? "its final blocks" : "cycle " + std::to_string(call.work.first_cycle + done);
    std::fprintf(stderr,
                 "pwlsim: %s does not end %s: it took more than %g s of the processor (%s says how many it may "
                 "take); an endless loop in the unit?%s%s\n",
                 call.model.c_str(), part.c_str(), most_, kVariable, call.work.what.empty() ? "" : "\n  ",
                 call.work.what.c_str());
    std::fflush(nullptr);
    _exit(kFailed);
  }

  const double most_;
  std::mutex mutex_;
  std::vector<Call> calls_;
  std::uint64_t number_ = 0;
};

Kennel& kennel() {
  static auto* const all = new Kennel(most_seconds());
  return *all;
}

}  // namespace

WatchedWork& watched_work() {
  thread_local WatchedWork work{};
  return work;
}

Watchdog::Watchdog(std::string model, const volatile std::size_t* done, bool end)
    : place_(kennel().enter(std::move(model), done, end)) {}

Watchdog::~Watchdog() { kennel().leave(place_); }

}  // namespace pwlsim::lockstep
