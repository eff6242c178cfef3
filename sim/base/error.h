// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

#include "sim/rooms.h"

namespace pwlsim::base {

/// What the user gave cannot be used: a bad file, an unknown name, a value out of range. The message is one line that
/// names the input and the reason; the command line ends with code 2 on it.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The machine does not do its part: a full disk, no memory, a tool that is missing or was killed, a cache that cannot
/// be written. What the user gave is not to blame. The message is one line; the command line ends with code 3 on it.
class MachineError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws for a file that the user named and that could not be opened, read or written: MachineError where `code`, an
/// errno, says that the machine is to blame, else InputError. The message is `what` and the reason.
[[noreturn]] void throw_file_error(const std::string& what, int code);

}  // namespace pwlsim::base
