// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The known name that the user most likely meant by `name`: one that begins with it, or that differs in a few
/// inserted, missing, changed or swapped characters. Upper and lower case are the same. Empty when no known name is
/// similar.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// " (did you mean gelu?)", or an empty text when no known name is similar.
std::string suggestion(std::string_view name, const std::vector<std::string>& known);

}  // namespace pwlsim::base
