// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/rooms.h"

namespace pwlsim::base {

/// "pwlsim 0.1.0": name and version of this program, as files that it writes have them.
std::string program_name();

}  // namespace pwlsim::base
