// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

#include "sim/rooms.h"

namespace pwlsim::base {

/// Error in what the user gave: a bad file, an unknown name, a value out of range. The message is one line that names
/// the input and the reason; the program then ends with code 2.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Error of the machine, not of what the user gave: a full disk, no memory, a tool that is missing or was killed, a
/// cache that cannot be written. The message is one line; the program then ends with code 3.
class MachineError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws for a file that the user named and that could not be opened, read or written. It throws MachineError when the
/// errno `code` blames the machine, else InputError. The message is `what` and the reason.
[[noreturn]] void throw_file_error(const std::string& what, int code);

}  // namespace pwlsim::base
