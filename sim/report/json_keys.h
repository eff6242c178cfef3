// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::report {

/// A key of JSON documents, which means the same wherever it stands.
struct JsonKey {
  std::string name;
  std::string unit;  ///< "W"; "-": none; "{part}": an object whose keys are names of parts
  std::string meaning;
};

/// All keys, from sim/report/json_keys.txt. Throws InputError with file and line for a line that is not as the file
/// says.
std::vector<JsonKey> json_keys();
std::vector<JsonKey> read_json_keys(const std::string& file);

}  // namespace pwlsim::report
