// SPDX-License-Identifier: Apache-2.0
#include "sim/base/replace_once.h"

#include "sim/base/error.h"

namespace pwlsim::base {

std::string replace_once(std::string text, std::string_view from, std::string_view to, const std::string& what) {
  const std::size_t at = text.find(from);
  if (from.empty() || at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
    throw InputError(what + ": \"" + std::string(from) + "\" is not there exactly once");
  }
  return text.replace(at, from.size(), to);
}

}  // namespace pwlsim::base
