// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace pwlsim::lockstep {

/// Description of the work of this thread, for the message of a watchdog.
struct WatchedWork {
  std::string what;           ///< "gelu int8_8", and how to do it again
  std::uint64_t first_cycle;  ///< number of the next block's first cycle
};
WatchedWork& watched_work();

/// Sets the work of this thread as long as it lives, and then restores the work before it.
class WatchedScope {
 public:
  explicit WatchedScope(WatchedWork work) : before_(std::exchange(watched_work(), std::move(work))) {}
  ~WatchedScope() { watched_work() = std::move(before_); }
  WatchedScope(const WatchedScope&) = delete;
  WatchedScope& operator=(const WatchedScope&) = delete;

 private:
  WatchedWork before_;
};

/// Watches a call that simulates cycles in this thread, as long as it lives. A cycle that takes more than a minute of
/// CPU time (or $PWLSIM_CYCLE_SECONDS) counts as endless: a message names it, and the program ends with code 1, because
/// nothing else can stop such a call.
class Watchdog {
 public:
  /// `done`: number of cycles that the call has finished. `end`: the call simulates no cycles, only the final blocks.
  Watchdog(std::string model, const volatile std::size_t* done, bool end = false);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  std::size_t place_;
};

}  // namespace pwlsim::lockstep
