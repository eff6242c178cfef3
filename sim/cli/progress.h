// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>
#include <chrono>
#include <cstdio>
#include <string>

namespace pwlsim {

/// One line on a terminal that says how far long work is. Silent when standard error is no terminal.
class Progress {
 public:
  ~Progress() { clear(); }

  /// Shows a line, at most ten times a second.
  void show(const std::string& line) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
    std::fflush(stderr);
    shown_ = true;
  }

  void clear() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
    shown_ = false;
  }

 private:
  bool terminal_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace pwlsim
