// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string_view>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The blanks of a line without its end.
constexpr std::string_view kBlanks = " \t\r\v\f";

/// The text without these characters at its ends.
inline std::string_view trimmed(std::string_view text, std::string_view blanks = kBlanks) {
  const std::size_t from = std::min(text.find_first_not_of(blanks), text.size());
  return text.substr(from, text.find_last_not_of(blanks) + 1 - from);
}

}  // namespace pwlsim::base
