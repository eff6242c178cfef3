// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace pwlsim::cost {

/// Folder of the scripts that Yosys and OpenSTA run: $PWLSIM_SCRIPTS, or the one the program was built with.
std::filesystem::path scripts_folder();

}  // namespace pwlsim::cost
