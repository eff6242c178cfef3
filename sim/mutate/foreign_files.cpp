// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/foreign_files.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/temporary_folder.h"
#include "sim/lockstep/rtl_adapter.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/rtl_text.h"

namespace pwlsim::mutate {
namespace fs = std::filesystem;

namespace {

/// Whether a file is pwlsim's and the user does not name it.
bool is_ours(const RtlSource& rtl, const fs::path& file) {
  const auto is_it = [&](const fs::path& other) { return copy_place("", other) == copy_place("", file); };
  if (file.filename() == kAdapterFile) return true;
  if (std::any_of(rtl.files.begin(), rtl.files.end(), is_it)) return false;
  const fs::path ours = copy_place("", rtl_folder());
  const fs::path whole = copy_place("", file);
  return std::mismatch(ours.begin(), ours.end(), whole.begin(), whole.end()).first == ours.end();
}

}  // namespace

ForeignFiles own_files(const RtlSource& rtl) {
  const std::vector<std::string> data = data_of(rtl);
  std::vector<fs::path> files;
  for (const std::string& name : files_of(rtl)) {
    const fs::path file = name;
    const bool is_data = std::find(data.begin(), data.end(), name) != data.end();
    if (is_data || is_configuration(file) || is_ours(rtl, file)) continue;
    const auto is_it = [&](const fs::path& other) { return copy_place("", other) == copy_place("", file); };
    if (std::none_of(files.begin(), files.end(), is_it)) files.push_back(file);
  }
  ForeignFiles named;
  for (const fs::path& file : files) {
    const auto shares = [&](const fs::path& other) { return other.filename() == file.filename(); };
    const bool alone = std::count_if(files.begin(), files.end(), shares) == 1;
    named[alone ? file.filename().string() : file.string()] = file;
  }
  return named;
}

ForeignFiles mutable_files(const RtlSource& rtl, const ForeignFiles& files) {
  const TemporaryFolder folder;
  for (const auto& [name, file] : files) {
    const fs::path copy = copy_place(folder.path(), file);
    fs::create_directories(copy.parent_path());
    write_file(copy, read_file(file), "copy");
  }
  std::set<fs::path> read;
  for (const std::string& file : files_of(copied_source(rtl, folder.path()))) read.insert(copy_place("", file));
  ForeignFiles replaced;
  for (const auto& [name, file] : files) {
    if (read.count(copy_place(folder.path(), file)) != 0) replaced.emplace(name, file);
  }
  return replaced;
}

fs::path copy_place(const fs::path& folder, const fs::path& file) {
  const fs::path whole = fs::absolute(file).lexically_normal();
  return folder.empty() ? whole : folder / whole.relative_path();
}

RtlSource copied_source(RtlSource rtl, const fs::path& folder) {
  for (fs::path& path : rtl.files) {
    const fs::path copy = copy_place(folder, path);
    if (fs::exists(copy)) path = copy;
  }
  for (auto* const folders : {&rtl.include_folders, &rtl.library_folders}) {
    std::vector<fs::path> both;
    for (const fs::path& path : *folders) {
      const fs::path copy = copy_place(folder, path);
      if (fs::exists(copy) || folder.empty()) both.push_back(copy);
      if (folder.empty()) continue;
      both.push_back(path);  // it may hold files of which there is no copy
    }
    *folders = std::move(both);
  }
  return rtl;
}

}  // namespace pwlsim::mutate
