// SPDX-License-Identifier: Apache-2.0
#include "sim/report/json_keys.h"

#include <fmt/format.h>
#include <algorithm>
#include <sstream>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/source_folder.h"

namespace pwlsim::report {

std::vector<JsonKey> read_json_keys(const std::string& file) {
  std::istringstream lines(read_file(file));
  std::vector<JsonKey> keys;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line);
    JsonKey key;
    if (!(words >> key.name) || key.name[0] == '#') continue;
    words >> key.unit >> std::ws;
    std::getline(words, key.meaning);
    const auto fail = [&](const std::string& why) { throw InputError(fmt::format("{}:{}: {}", file, number, why)); };
    if (key.meaning.empty()) fail("a line is: key, unit or -, meaning");
    const bool twice =
        std::any_of(keys.begin(), keys.end(), [&](const JsonKey& other) { return other.name == key.name; });
    if (twice) fail(printable(key.name) + " stands twice");
    keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<JsonKey> json_keys() { return read_json_keys((source_folder() / "sim/report/json_keys.txt").string()); }

}  // namespace pwlsim::report
