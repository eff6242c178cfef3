// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sim/rooms.h"

namespace pwlsim::base {

/// `text` with `to` in the place of `from`. Throws InputError that begins with `what` unless `from` occurs exactly
/// once. Otherwise a list of changes is out of date.
std::string replace_once(std::string text, std::string_view from, std::string_view to, const std::string& what);

}  // namespace pwlsim::base
