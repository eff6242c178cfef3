// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The known name that `name` is most likely a slip of: one that begins with it, or that a few characters inserted,
/// left out, changed or swapped lead to; upper case counts as lower. Empty when none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// " (did you mean gelu?)", or nothing when no known name is near.
std::string suggestion(std::string_view name, const std::vector<std::string>& known);

}  // namespace pwlsim::base
