// SPDX-License-Identifier: Apache-2.0
#include "sim/base/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <initializer_list>

namespace pwlsim::base {

void throw_file_error(const std::string& what, int code) {
  const std::initializer_list<int> of_machine = {EIO,    ENOSPC, EDQUOT, EFBIG, ENOMEM,    EMFILE,
                                                 ENFILE, EPIPE,  EROFS,  EBADF, EOVERFLOW, ENODEV};
  const std::string message = what + ": " + (code == 0 ? "for an unknown reason" : std::strerror(code));
  if (code == 0 || std::count(of_machine.begin(), of_machine.end(), code) != 0) throw MachineError(message);
  throw InputError(message);
}

}  // namespace pwlsim::base
