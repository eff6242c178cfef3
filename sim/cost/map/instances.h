// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/rooms.h"

namespace pwlsim::cost {

/// What an instance below a unit's top module takes, with all below it, when each module is mapped by itself.
struct InstanceArea {
  std::string name;  ///< kOwnCells for what is in no instance
  int cells = 0;
  double area = 0;  ///< um2
};

constexpr const char* kOwnCells = "top";

/// Reads a mapped design that Yosys wrote with its hierarchy: the top module's own cells first, then its instances in
/// the order of the file. A module around a foreign unit (rtl_adapter.h) counts with that unit's own cells. Throws
/// InputError for a file that is none of Yosys, or has a cell that is neither a module nor one of the library.
std::vector<InstanceArea> read_instances(const std::filesystem::path& file, const std::string& top,
                                         const Library& library);

}  // namespace pwlsim::cost
