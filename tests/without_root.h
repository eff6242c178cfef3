// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>
#include <stdexcept>
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Makes root the user "nobody" as long as it lives, because root may write anywhere. Other users stay the same.
class WithoutRoot {
 public:
  WithoutRoot() : was_root_(geteuid() == 0) {
    if (was_root_ && seteuid(kNobody) != 0) throw std::runtime_error("root cannot become nobody");
  }
  ~WithoutRoot() {
    if (was_root_ && seteuid(0) != 0) _exit(1);
  }
  WithoutRoot(const WithoutRoot&) = delete;
  WithoutRoot& operator=(const WithoutRoot&) = delete;

 private:
  static constexpr uid_t kNobody = 65534;
  bool was_root_;
};

}  // namespace pwlsim::tests
