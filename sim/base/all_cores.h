// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::base {

/// Calls work(0) … work(count-1) on all cores, or on as many as threads can be had for; an exception ends it. Of
/// several exceptions, that of the least index is thrown, so that the same work ends in the same message.
inline void for_each_on_all_cores(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::size_t failed_index = count;
  std::exception_ptr error;
  std::mutex error_mutex;
  const auto worker = [&] {
    // Indices are handed out in ascending order and whoever has one works it off, so all below a failed one are done.
    while (!failed) {
      const std::size_t i = next++;
      if (i >= count) break;
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(error_mutex);
        if (i < failed_index) error = std::current_exception();
        failed_index = std::min(failed_index, i);
        failed = true;
      }
    }
  };
  std::vector<std::thread> threads;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  try {
    for (std::size_t t = 1; t < std::min(cores, count); ++t) threads.emplace_back(worker);
  } catch (const std::system_error&) {  // fewer do
  }
  worker();
  for (std::thread& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace pwlsim::base
