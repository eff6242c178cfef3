// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/include_copies.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "sim/base/file.h"

namespace pwlsim::lockstep {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kInclude = "`include";

/// Position of the name in quotes of an include directive.
struct Name {
  std::size_t begin, end;
};

/// The end of a comment or string that begins at `at`; nothing if none begins there.
std::optional<std::size_t> skipped(const std::string& text, std::size_t at) {
  const auto end_at = [&](std::size_t found, std::size_t size) {
    return found == std::string::npos ? text.size() : found + size;
  };
  if (text.compare(at, 2, "//") == 0) return end_at(text.find('\n', at), 0);
  if (text.compare(at, 2, "/*") == 0) return end_at(text.find("*/", at + 2), 2);
  if (text[at] != '"') return std::nullopt;
  for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

/// The next include directive with a name in quotes, from `at` on.
std::optional<Name> next_include(const std::string& text, std::size_t at) {
  while (at < text.size()) {
    if (const auto end = skipped(text, at)) {
      at = *end;
    } else if (text.compare(at, kInclude.size(), kInclude) == 0) {
      const std::size_t quote = text.find_first_not_of(" \t", at + kInclude.size());
      at += kInclude.size();
      if (quote == std::string::npos || text[quote] != '"') continue;
      const std::size_t end = text.find_first_of("\"\n", quote + 1);
      if (end != std::string::npos && text[end] == '"') return Name{quote + 1, end};
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace

IncludeCopies::IncludeCopies(fs::path folder, std::vector<fs::path> search)
    : folder_(std::move(folder)), search_(std::move(search)) {}

fs::path IncludeCopies::included(const fs::path& name, const fs::path& by) const {
  std::vector<fs::path> places = {by.parent_path() / name};
  for (const fs::path& folder : search_) places.push_back(folder == "." ? name : folder / name);
  places.push_back(name);
  std::error_code error;
  const auto found = std::find_if(places.begin(), places.end(),
                                  [&](const fs::path& place) { return fs::is_regular_file(place, error); });
  return found == places.end() ? fs::path() : *found;
}

fs::path IncludeCopies::of(const fs::path& file) {
  const auto known = std::find_if(copies_.begin(), copies_.end(), [&](const Copy& one) { return one.file == file; });
  if (known != copies_.end()) return known->copy;
  fs::path copy = folder_ / ("pwl_copy_" + std::to_string(copies_.size()) + (file.extension() == ".v" ? ".v" : ".sv"));
  copies_.push_back({file, copy});  // entered before the files that it includes, which may include it
  std::string text = read_file(file.string());
  for (std::size_t at = 0; const auto name = next_include(text, at);) {
    at = name->end + 1;
    const fs::path target = included(text.substr(name->begin, name->end - name->begin), file);
    if (target.empty()) continue;
    const std::string other = of(target).string();
    text.replace(name->begin, name->end - name->begin, other);
    at = name->begin + other.size() + 1;
  }
  write_file(copy.string(), text, "temporary file");
  return copy;
}

}  // namespace pwlsim::lockstep
