// SPDX-License-Identifier: Apache-2.0
#include "sim/base/source_folder.h"

#include <algorithm>
#include <initializer_list>
#include <system_error>

namespace pwlsim::base {
namespace fs = std::filesystem;
namespace {

bool is_checkout(const fs::path& folder) {
  const std::initializer_list<const char*> parts = {"hw", "rtl", "scripts", "sim"};
  return std::all_of(parts.begin(), parts.end(), [&](const char* part) {
    std::error_code not_there;
    return fs::is_directory(folder / part, not_there);
  });
}

}  // namespace

const fs::path& source_folder() {
  static const fs::path found = [] {
    std::error_code error;
    for (fs::path folder = fs::read_symlink("/proc/self/exe", error); folder.has_relative_path();) {
      folder = folder.parent_path();
      if (is_checkout(folder)) return folder;
    }
    return fs::path(PWLSIM_SOURCE_FOLDER);
  }();
  return found;
}

}  // namespace pwlsim::base
