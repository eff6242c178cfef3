// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include "sim/base/file.h"
#include "sim/lockstep/rtl_loader.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// The texts of the project's RTL by file names without folders. Tests write them into another folder.
inline std::map<std::string, std::string> own_rtl_texts() {
  std::map<std::string, std::string> texts;
  for (const std::filesystem::path& file : rtl_files()) texts[file.filename().string()] = read_file(file.string());
  return texts;
}

/// The place of a text in the project's RTL, as reports and names of mutants give it: "pwl_pipe.sv:39:25" for `part` in
/// the first occurrence of `line`. Throws std::runtime_error for a text that does not exist.
struct OwnPlace {
  OwnPlace(const std::string& file, const std::string& line, const std::string& part) {
    const std::string text = own_rtl_texts().at(file);
    const std::size_t of_line = text.find(line), in_line = line.find(part);
    if (of_line == std::string::npos || in_line == std::string::npos) {
      throw std::runtime_error(file + " does not have \"" + part + "\" in \"" + line + "\"");
    }
    const std::string before = text.substr(0, of_line + in_line);
    in_file = file + ":" + std::to_string(1 + std::count(before.begin(), before.end(), '\n'));
    in_text = in_file + ":" + std::to_string(before.size() - before.rfind('\n'));
  }

  std::string in_file;  ///< file and line
  std::string in_text;  ///< file, line and column
};

}  // namespace pwlsim::tests
