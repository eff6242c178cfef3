// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The project's own code without comments from // on, which may name modules that are not used.
inline std::string without_line_comments(const std::string& text) {
  std::string code;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t comment = std::min(text.find("//", i), text.size());
    code += text.substr(i, comment - i);
    i = std::min(text.find('\n', comment), text.size());
  }
  return code;
}

}  // namespace pwlsim::base
