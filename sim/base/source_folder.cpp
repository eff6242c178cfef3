// SPDX-License-Identifier: Apache-2.0
#include "sim/base/source_folder.h"

#include <algorithm>
#include <initializer_list>
#include <system_error>

#include "sim/base/error.h"

namespace pwlsim::base {
namespace fs = std::filesystem;
namespace {

bool has_parts(const fs::path& folder) {
  const std::initializer_list<const char*> parts = {"hw", "rtl", "scripts", "sim"};
  return std::all_of(parts.begin(), parts.end(), [&](const char* part) {
    std::error_code not_there;
    return fs::is_directory(folder / part, not_there);
  });
}

fs::path find_folder() {
  const fs::path program = fs::read_symlink("/proc/self/exe");
  for (fs::path above = program.parent_path(); above.has_relative_path(); above = above.parent_path()) {
    for (const fs::path& folder : {above, above / "share/pwlsim"}) {
      if (has_parts(folder)) return fs::canonical(folder);
    }
  }
  throw MachineError(program.string() + ": the files of pwlsim are not there; it looks for them in " +
                     (program.parent_path().parent_path() / "share/pwlsim").string() +
                     ", where cmake --install puts them");
}

}  // namespace

const fs::path& source_folder() {
  static const fs::path found = find_folder();
  return found;
}

bool is_installed() { return !fs::exists(source_folder() / "CMakeLists.txt"); }

}  // namespace pwlsim::base
