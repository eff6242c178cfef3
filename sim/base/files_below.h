// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The files with that extension (such as ".sv") in a folder and in the folders below it, sorted by their names without
/// folders. Throws InputError for a folder that cannot be read, and for two files of the same name.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, const std::string& extension);

}  // namespace pwlsim::base
