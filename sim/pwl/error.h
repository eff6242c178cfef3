// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace pwlsim {

/// What the user gave cannot be used: a bad file, an unknown name, a value out of range. The message is one line that
/// names the input and the reason; the command line ends with code 2 on it.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace pwlsim
