// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::lockstep {

/// Names of the modules that are parts of `tops`, and these themselves, as far as they are among `texts`: Verilog of
/// the project by the name of its one module. Comments from // on name nothing.
std::set<std::string> modules_used(const std::vector<std::string>& tops,
                                   const std::map<std::string, std::string>& texts);

}  // namespace pwlsim::lockstep
