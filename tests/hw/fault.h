// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>
#include "tests/rooms.h"

namespace pwlsim::tests {

/// A fault to inject into a source file: `from`, which occurs there exactly once, becomes `to`.
struct Fault {
  std::string name, unit, file, from, to;
};

/// Reads a list of faults: one a line, five fields between tabs; # starts a comment line.
inline std::vector<Fault> read_faults(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  std::vector<Fault> faults;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> fields;
    for (std::size_t at = 0; at != std::string::npos;) {
      const std::size_t tab = line.find('\t', at);
      fields.push_back(line.substr(at, tab - at));
      at = tab == std::string::npos ? tab : line.find_first_not_of('\t', tab);
    }
    if (fields.size() != 5) throw std::runtime_error(path + ": not five fields: " + line);
    faults.push_back({fields[0], fields[1], fields[2], fields[3], fields[4]});
  }
  return faults;
}

/// The text with the fault in it. Throws when `from` does not occur exactly once: the list is out of date.
inline std::string inject(const Fault& fault, std::string text) {
  const std::size_t at = text.find(fault.from);
  if (at == std::string::npos || text.find(fault.from, at + 1) != std::string::npos) {
    throw std::runtime_error("fault " + fault.name + ": '" + fault.from + "' does not occur exactly once in " +
                             fault.file);
  }
  return text.replace(at, fault.from.size(), fault.to);
}

inline std::string read_text(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace pwlsim::tests
