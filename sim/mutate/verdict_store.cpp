// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/verdict_store.h"

#include <fstream>

#include "sim/lockstep/cache_entry.h"
#include "sim/lockstep/content_hash.h"
#include "sim/pwl/error.h"
#include "sim/pwl/file.h"

namespace pwlsim {
namespace fs = std::filesystem;

VerdictStore::VerdictStore(const fs::path& cache, Language language, const Sources& sources) {
  ContentHash hash;
  hash.add(language == Language::kCpp ? "systemc" : "rtl");
  hash.add(read_file("/proc/self/exe"));
  for (const auto& [file, text] : sources) {
    hash.add(file);
    hash.add(text);
  }
  common_ = hash.hex();
  std::error_code error;
  fs::create_directories(cache, error);
  if (error) throw InputError(cache.string() + ": " + error.message() + "; PWLSIM_CACHE names another cache");
  file_ = cache / ("verdicts-" + common_ + ".txt");
  std::ifstream lines(file_);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string::npos) continue;
    try {
      verdicts_[line.substr(0, blank)] = parse_verdict(std::string_view(line).substr(blank + 1));
    } catch (const InputError&) {  // cut off when the program was killed
    }
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
  std::ofstream(file_, std::ios::app) << key << " " << verdict_text(verdict) << "\n";
}

}  // namespace pwlsim
