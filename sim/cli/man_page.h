// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command_description.h"

namespace pwlsim::cli {

/// The manual page of a command, one of `all`, for man(1).
std::string man_page(const CommandDescription& command, const std::vector<CommandDescription>& all);

}  // namespace pwlsim::cli
