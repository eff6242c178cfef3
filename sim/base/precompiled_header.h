// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::base {

/// Precompiles a header for many compilations and keeps it in the cache. `command` compiles C++ with all its options,
/// the same as in those compilations; `versions` names everything the result depends on besides text and command.
/// Returns the options to add to `command`. Throws InputError with the compiler's message.
std::vector<std::string> precompiled_header(const std::filesystem::path& cache, const std::string& name,
                                            const std::string& text, const std::string& versions,
                                            const std::vector<std::string>& command);

}  // namespace pwlsim::base
