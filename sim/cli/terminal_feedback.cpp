// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/terminal_feedback.h"

#include <unistd.h>
#include <cstdio>

namespace pwlsim::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kOnTerminal{100}, kInLog{30'000};

}  // namespace

TerminalFeedback::TerminalFeedback() : terminal_(isatty(STDERR_FILENO) != 0), last_(Clock::now() - kOnTerminal) {}

void TerminalFeedback::progress(const std::string& line) {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (now - last_ < (terminal_ ? kOnTerminal : kInLog)) return;
  last_ = now;
  std::fprintf(stderr, terminal_ ? "\r\033[K%s" : "progress: %s\n", line.c_str());
  std::fflush(stderr);
  shown_ = terminal_;
}

void TerminalFeedback::end_progress() {
  const std::lock_guard lock(mutex_);
  clear();
}

void TerminalFeedback::clear() {
  if (shown_) std::fprintf(stderr, "\r\033[K");
  shown_ = false;
}

void TerminalFeedback::note(const std::string& line) {
  const std::lock_guard lock(mutex_);
  clear();
  std::fprintf(stderr, "pwlsim: %s\n", line.c_str());
}

}  // namespace pwlsim::cli
