// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "sim/rooms.h"

// The one pool of threads of this process. Threads stay once they are made, and there are no more of them than cores
// unless a caller asks for more. A caller that waits for work which no thread has begun does the work itself. So work
// may hand out more work, and everything still ends when no thread can be made.

namespace pwlsim::base {

/// How many cores this machine has, at least one.
std::size_t cores();

/// Work that runs beside the caller when a thread is free for it.
class Beside {
 public:
  /// With no more threads than the other cores.
  explicit Beside(std::function<void()> work) : Beside(std::move(work), cores() - 1) {}
  /// A thread is made for the work while the pool has fewer than `most_threads`.
  Beside(std::function<void()> work, std::size_t most_threads);
  /// Waits for work that has begun. Work that has not begun is dropped.
  ~Beside();
  Beside(Beside&&) noexcept = default;  ///< takes over the work
  Beside& operator=(Beside&&) = delete;

  /// Returns when the work is done, and throws what it threw. Call it at most once.
  void wait();

 private:
  struct Task;
  friend class ThreadPool;

  std::shared_ptr<Task> task_;
};

/// Calls work(0) … work(count-1) on up to `threads` threads, or on as many as can be made. An exception ends it. Of
/// several exceptions the one of the least index is thrown, so that the same work ends in the same message.
void for_each_on_threads(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

/// The same on as many threads as there are cores.
void for_each_on_all_cores(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace pwlsim::base
