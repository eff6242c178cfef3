// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "sim/base/file.h"
#include "sim/lockstep/rtl_loader.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// The project's RTL: texts by plain file names. Written into one folder, they are RTL of another place.
inline std::map<std::string, std::string> own_rtl_texts() {
  std::map<std::string, std::string> texts;
  for (const std::filesystem::path& file : rtl_files()) texts[file.filename().string()] = read_file(file.string());
  return texts;
}

}  // namespace pwlsim::tests
