// SPDX-License-Identifier: Apache-2.0
#include "sim/base/temporary_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/leftovers.h"

namespace pwlsim::base {
namespace fs = std::filesystem;

bool is_plain(const fs::path& path) {
  const std::string& text = path.native();
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::strchr("./+-_", c) != nullptr;
  });
}

fs::path temporary_place() {
  const char* const named = std::getenv("TMPDIR");
  if (named == nullptr || *named == '\0') return "/tmp";
  std::error_code error;
  const fs::path place = fs::canonical(named, error);  // the path that a tool sees
  if (!error && !fs::is_directory(place, error) && !error) error = std::make_error_code(std::errc::not_a_directory);
  if (error) throw MachineError("TMPDIR " + std::string(named) + ": " + error.message());
  return is_plain(place) ? place : fs::path("/tmp");
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (temporary_place() / "pwlsim_XXXXXX").string();
  const SignalsWait wait;
  if (mkdtemp(name.data()) == nullptr) throw MachineError(name + ": cannot be made: " + std::strerror(errno));
  path_ = name;
  add_leftover(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  drop_leftover(path_);
}

}  // namespace pwlsim::base
