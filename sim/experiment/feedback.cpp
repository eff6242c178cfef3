// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/feedback.h"

#include <mutex>

#include "sim/base/threads.h"

namespace pwlsim::experiment {

void for_each_with_progress(std::size_t count, Feedback& feedback, const std::function<std::string(std::size_t)>& line,
                            const std::function<void(std::size_t)>& work) {
  Progress progress(feedback);
  std::mutex mutex;
  std::size_t done = 0;
  for_each_on_all_cores(count, [&](std::size_t i) {
    work(i);
    const std::lock_guard lock(mutex);
    progress.show(line(++done));
  });
}

}  // namespace pwlsim::experiment
