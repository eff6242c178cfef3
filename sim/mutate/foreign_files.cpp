// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/foreign_files.h"

#include <algorithm>

#include "sim/lockstep/rtl_adapter.h"
#include "sim/lockstep/rtl_text.h"

namespace pwlsim::mutate {
namespace fs = std::filesystem;

std::map<std::string, fs::path> mutable_files(const RtlSource& rtl) {
  const std::vector<std::string> data = data_of(rtl);
  std::vector<fs::path> files;
  for (const std::string& name : files_of(rtl)) {
    const fs::path file = name;
    const bool is_data = std::find(data.begin(), data.end(), name) != data.end();
    if (is_data || is_configuration(file) || file.filename() == kAdapterFile) continue;
    const auto is_it = [&](const fs::path& other) { return copy_place("", other) == copy_place("", file); };
    if (std::none_of(files.begin(), files.end(), is_it)) files.push_back(file);
  }
  std::map<std::string, fs::path> named;
  for (const fs::path& file : files) {
    const auto shares = [&](const fs::path& other) { return other.filename() == file.filename(); };
    const bool alone = std::count_if(files.begin(), files.end(), shares) == 1;
    named[alone ? file.filename().string() : file.string()] = file;
  }
  return named;
}

fs::path copy_place(const fs::path& folder, const fs::path& file) {
  const fs::path whole = fs::absolute(file).lexically_normal();
  return folder.empty() ? whole : folder / whole.relative_path();
}

RtlSource copied_source(RtlSource rtl, const fs::path& folder) {
  for (auto* const paths : {&rtl.files, &rtl.include_folders, &rtl.library_folders}) {
    for (fs::path& path : *paths) {
      const fs::path copy = copy_place(folder, path);
      if (fs::exists(copy)) path = copy;
    }
  }
  return rtl;
}

}  // namespace pwlsim::mutate
