// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/verdict_store.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string_view>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/mutate/systemc_mutant.h"
#include "sim/rooms.h"

namespace pwlsim::mutate {
namespace fs = std::filesystem;

VerdictStore::VerdictStore(const fs::path& cache, Language language, const Sources& sources, bool fresh) {
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
  if (fresh) return;
  std::ifstream lines(file_);
  for (std::string line; std::getline(lines, line);) {
    // Checksum, key, time, verdict. A line that is damaged, or cut off when the program was killed, says nothing.
    std::istringstream words(line);
    std::string checksum, key;
    KeptVerdict kept{};
    if (!(words >> checksum >> key >> kept.time) || words.get() != ' ') continue;
    if (checksum != content_hash(std::string_view(line).substr(checksum.size() + 1))) continue;
    kept.verdict = parse_verdict(std::string_view(line).substr(static_cast<std::size_t>(words.tellg())));
    verdicts_[key] = kept;
  }
}

std::string VerdictStore::key(const std::string& file, const std::string& text, Trial trial) const {
  ContentHash hash;
  hash.add(file);
  hash.add(text);
  hash.add(trial_name(trial));
  return hash.hex();
}

std::optional<KeptVerdict> VerdictStore::find(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = verdicts_.find(key);
  return found == verdicts_.end() ? std::nullopt : std::optional(found->second);
}

void VerdictStore::add(const std::string& key, const Verdict& verdict) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = std::time(nullptr);
  verdicts_[key] = {verdict, now};
  const FileLock file_lock(file_.string() + ".lock");
  const std::string text = key + " " + std::to_string(now) + " " + verdict_text(verdict);
  std::ofstream file(file_, std::ios::app);
  file << "\n"
       << content_hash(text) << " " << text << "\n"
       << std::flush;  // begins a line, whatever was cut off before
  if (!file) throw MachineError(file_.string() + ": cannot be written: " + std::strerror(errno));
}

}  // namespace pwlsim::mutate
