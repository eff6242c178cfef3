// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>
#include <chrono>
#include <cstdio>
#include <string>

namespace pwlsim::cli {

/// One line on standard error that says how far long work is: always the same one on a terminal; elsewhere, as in the
/// log of a CI server, a new one every half minute.
class Progress {
 public:
  ~Progress() { clear(); }

  /// Shows a line, unless the last one is too young.
  void show(const std::string& line) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < (terminal_ ? kOnTerminal : kInLog)) return;
    last_ = now;
    std::fprintf(stderr, terminal_ ? "\r\033[K%s" : "progress: %s\n", line.c_str());
    std::fflush(stderr);
    shown_ = terminal_;
  }

  void clear() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
    shown_ = false;
  }

 private:
  using Milliseconds = std::chrono::milliseconds;
  static constexpr Milliseconds kOnTerminal{100}, kInLog{30'000};

  bool terminal_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now() - kOnTerminal;
};

}  // namespace pwlsim::cli
