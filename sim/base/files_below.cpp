// SPDX-License-Identifier: Apache-2.0
#include "sim/base/files_below.h"

#include <algorithm>
#include <system_error>

#include "sim/base/error.h"

namespace pwlsim::base {
namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator file(folder, error), end; file != end; file.increment(error)) {
    if (file->path().extension() == extension) files.push_back(file->path());
  }
  if (error) throw InputError(folder.string() + ": cannot be read: " + error.message());
  std::sort(files.begin(), files.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); });
  const auto twin = std::adjacent_find(
      files.begin(), files.end(), [](const fs::path& a, const fs::path& b) { return a.filename() == b.filename(); });
  if (twin != files.end()) {
    throw InputError(twin->string() + " and " + (twin + 1)->string() + " have one name; rename or remove one of them");
  }
  return files;
}

}  // namespace pwlsim::base
