// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <filesystem>
#include <functional>

#include "sim/rooms.h"

namespace pwlsim::base {

/// Installs handlers for the signals that end this program (SIGINT, SIGTERM, SIGHUP and the like). Such a signal first
/// ends the tools that run and removes the files and folders registered below; the program then ends by that signal.
/// Call it first in main(), before there is another thread.
void end_on_signals();

/// Delays the end of the program by a signal as long as it lives, so that what is made meanwhile can be registered.
/// Once a signal has come, the constructor never returns: nothing new is made, and no caller reports files as missing
/// that were just removed.
class SignalsWait {
 public:
  SignalsWait();
  ~SignalsWait();
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;
};

/// Registers a file or folder that must not outlive this program, and takes it off the list again.
void add_leftover(const std::filesystem::path& path);
void drop_leftover(const std::filesystem::path& path);  ///< takes it off the list; does not remove it

/// Registers a process group that this program started, and takes it off the list again.
void add_group(pid_t group);
void drop_group(pid_t group);  ///< takes it off the list; does not end it

/// Changes what signals do as long as it lives: the first one ends the tools and calls `stop` with the signal's number
/// in a separate thread, and the program then ends by itself. A second signal ends the program at once.
class OrderlyStop {
 public:
  explicit OrderlyStop(std::function<void(int)> stop);  ///< `stop` runs in a thread of its own
  ~OrderlyStop();
  OrderlyStop(const OrderlyStop&) = delete;
  OrderlyStop& operator=(const OrderlyStop&) = delete;
};

}  // namespace pwlsim::base
