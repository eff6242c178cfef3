// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

/// The files of that name in a room's folders, `room` being "sim/unit" or "tests/unit" of this checkout: that in
/// common/, about what structures share, then those that structures have about their own modules, in the order of
/// structures(). A structure may be without one; common/ has it or reading it fails.
std::vector<std::filesystem::path> structure_files(const std::string& room, const std::string& name);

}  // namespace pwlsim::unit
