// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "sim/experiment/feedback.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// Shows feedback on standard error. Progress is one line that changes on a terminal; elsewhere, as in the log of a CI
/// server, it is a new line every half minute.
class TerminalFeedback : public Feedback {
 public:
  TerminalFeedback();
  ~TerminalFeedback() override { TerminalFeedback::end_progress(); }

  void progress(const std::string& line) override;
  void end_progress() override;
  void note(const std::string& line) override;

 private:
  void clear();

  std::mutex mutex_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace pwlsim::cli
