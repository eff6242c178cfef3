// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "sim/experiment/feedback.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Keeps what it is told.
class RecordedFeedback : public Feedback {
 public:
  void progress(const std::string& line) override { add(lines, line); }
  void end_progress() override { add(lines, "end"); }
  void note(const std::string& line) override { add(notes, line); }

  std::vector<std::string> lines, notes;

 private:
  void add(std::vector<std::string>& list, const std::string& line) {
    const std::lock_guard lock(mutex_);
    list.push_back(line);
  }

  std::mutex mutex_;
};

}  // namespace pwlsim::tests
