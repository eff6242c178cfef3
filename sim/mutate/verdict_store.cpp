// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/verdict_store.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "sim/lockstep/cache_entry.h"
#include "sim/lockstep/content_hash.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/mutate/systemc_mutant.h"
#include "sim/pwl/error.h"
#include "sim/pwl/file.h"
#include "sim/pwl/rooms.h"

namespace pwlsim::mutate {
namespace fs = std::filesystem;

VerdictStore::VerdictStore(const fs::path& cache, Language language, const Sources& sources) {
  ContentHash hash;
  hash.add(language == Language::kCpp ? "systemc" : "rtl");
  hash.add(program_hash());
  hash.add(language == Language::kCpp ? systemc_mutant_versions() : rtl_tool_versions());
  for (const auto& [file, text] : sources) {
    hash.add(file);
    hash.add(text);
  }
  common_ = hash.hex();
  std::error_code error;
  fs::create_directories(cache, error);
  if (error) throw MachineError(cache.string() + ": " + error.message() + "; PWLSIM_CACHE names another cache");
  file_ = cache / ("verdicts-" + common_ + ".txt");
  std::ifstream lines(file_);
  for (std::string line; std::getline(lines, line);) {
    // A line that is damaged, or cut off when the program was killed, says nothing.
    const std::size_t first = line.find(' ');
    const std::size_t second = first == std::string::npos ? first : line.find(' ', first + 1);
    if (second == std::string::npos || line.substr(0, first) != content_hash(line.substr(first + 1))) continue;
    verdicts_[line.substr(first + 1, second - first - 1)] = parse_verdict(std::string_view(line).substr(second + 1));
  }
}

std::string VerdictStore::key(const std::string& file, const std::string& text, Trial trial) const {
  ContentHash hash;
  hash.add(file);
  hash.add(text);
  hash.add(trial_name(trial));
  return hash.hex();
}

std::optional<Verdict> VerdictStore::find(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = verdicts_.find(key);
  return found == verdicts_.end() ? std::nullopt : std::optional(found->second);
}

void VerdictStore::add(const std::string& key, const Verdict& verdict) {
  const std::lock_guard lock(mutex_);
  verdicts_[key] = verdict;
  const FileLock file_lock(file_.string() + ".lock");
  const std::string text = key + " " + verdict_text(verdict);
  std::ofstream file(file_, std::ios::app);
  file << "\n"
       << content_hash(text) << " " << text << "\n"
       << std::flush;  // begins a line, whatever was cut off before
  if (!file) throw MachineError(file_.string() + ": cannot be written: " + std::strerror(errno));
}

}  // namespace pwlsim::mutate
