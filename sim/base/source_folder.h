// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The checkout whose RTL, scripts and committed files this program judges: the one that the program lies in, so that a
/// copy of a checkout is about itself; for a program that lies in none, the one that it was built from.
const std::filesystem::path& source_folder();

}  // namespace pwlsim::base
