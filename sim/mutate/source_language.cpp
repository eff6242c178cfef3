// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/source_language.h"

#include <filesystem>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::mutate {

Language source_language(const std::string& file, const std::string& place) {
  const std::string ending = std::filesystem::path(file).extension().string();
  if (ending == ".sv") return Language::kSystemVerilog;
  if (ending == ".h") return Language::kCpp;
  throw InputError(place + ": " + printable(file) + " ends in neither .sv nor .h");
}

}  // namespace pwlsim::mutate
