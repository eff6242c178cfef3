// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <filesystem>
#include <functional>

#include "sim/rooms.h"

namespace pwlsim::base {

/// From now on a signal that ends this program (SIGINT, SIGTERM, SIGHUP and others of the kind) first ends the tools
/// that run and removes the files and folders that are registered below. The program then ends by that signal. Call it
/// first of all, before there is another thread.
void end_on_signals();

/// While one lives, no signal ends the program, so that what is made meanwhile can be registered. Once a signal has
/// come, making one never returns: nothing new is made, and nobody complains of what was taken from him.
class SignalsWait {
 public:
  SignalsWait();
  ~SignalsWait();
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;
};

/// A file or folder that must not outlive this program.
void add_leftover(const std::filesystem::path& path);
void drop_leftover(const std::filesystem::path& path);

/// A process group, all of it started by this program.
void add_group(pid_t group);
void drop_group(pid_t group);

/// For as long as it lives, the first signal ends the tools and calls `stop` with the signal's number, from a thread of
/// its own; the program then ends by itself. A second signal ends it at once.
class OrderlyStop {
 public:
  explicit OrderlyStop(std::function<void(int)> stop);
  ~OrderlyStop();
  OrderlyStop(const OrderlyStop&) = delete;
  OrderlyStop& operator=(const OrderlyStop&) = delete;
};

}  // namespace pwlsim::base
