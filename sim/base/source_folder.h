// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The checkout whose RTL, scripts and committed files this program uses: the one that contains the program, so that a
/// copy of a checkout uses its own files. For a program outside any checkout, the one it was built from.
const std::filesystem::path& source_folder();

}  // namespace pwlsim::base
