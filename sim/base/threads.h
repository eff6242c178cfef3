// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "sim/rooms.h"

// The one pool of threads of this process. Its threads last, and there are no more of them than cores but where a
// caller asks for more. Whoever waits for work that no thread has begun does it himself, so work may be handed out from
// within work, and all ends where no thread can be had.

namespace pwlsim::base {

/// How many cores this machine has, at least one.
std::size_t cores();

/// Work that runs beside the one who made this, when a thread is free for it.
class Beside {
 public:
  explicit Beside(std::function<void()> work) : Beside(std::move(work), cores() - 1) {}
  /// Threads are made for it while the pool has fewer than that.
  Beside(std::function<void()> work, std::size_t most_threads);
  /// Waits for work that has begun; what has not is left.
  ~Beside();
  Beside(Beside&&) noexcept = default;
  Beside& operator=(Beside&&) = delete;

  /// Returns when the work is done, and throws what it threw. To be called once at most.
  void wait();

 private:
  struct Task;
  friend class ThreadPool;

  std::shared_ptr<Task> task_;
};

/// Calls work(0) … work(count-1), some of them at the same time: on so many threads, or on as many as can be had. An
/// exception ends it. Of several exceptions, that of the least index is thrown, so that the same work ends in the same
/// message.
void for_each_on_threads(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

/// The same on as many threads as there are cores.
void for_each_on_all_cores(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace pwlsim::base
