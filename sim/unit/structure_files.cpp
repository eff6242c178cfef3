// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/structure_files.h"

#include "sim/base/source_folder.h"
#include "sim/unit/structures.h"

namespace pwlsim::unit {

std::vector<std::filesystem::path> structure_files(const std::string& room, const std::string& name) {
  const std::filesystem::path folder = source_folder() / room;
  std::vector<std::filesystem::path> files = {folder / "common" / name};
  for (const Structure* structure : structures()) {
    const std::filesystem::path file = folder / structure->name() / name;
    if (std::filesystem::exists(file)) files.push_back(file);
  }
  return files;
}

}  // namespace pwlsim::unit
