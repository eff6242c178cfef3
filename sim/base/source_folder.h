// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/rooms.h"

namespace pwlsim::base {

/// The folder whose RTL, scripts, texts and data this program uses: a checkout that contains the program, so that a
/// copy of a checkout uses its own files, or else share/pwlsim beside the program's folder or one above it. There an
/// installed program has its files, and a build folder outside the checkout a link to the checkout. Nothing depends on
/// where the program was built, so an installed one can be moved with its files. Throws MachineError if neither is
/// there.
const std::filesystem::path& source_folder();

/// Whether source_folder() was installed, so that it is not this program's to change.
bool is_installed();

}  // namespace pwlsim::base
