// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::lockstep {

/// Names of `tops` and of all modules within them, as far as they are in `texts`: the project's Verilog by the name of
/// its only module. Names in comments after // do not count.
std::set<std::string> modules_used(const std::vector<std::string>& tops,
                                   const std::map<std::string, std::string>& texts);

}  // namespace pwlsim::lockstep
