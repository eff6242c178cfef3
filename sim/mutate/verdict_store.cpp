// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/verdict_store.h"

#include <ctime>
#include <sstream>
#include <string_view>
#include <utility>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/mutate/code_version.h"
#include "sim/mutate/systemc_mutant.h"
#include "sim/rooms.h"

namespace pwlsim::mutate {
namespace fs = std::filesystem;

namespace {

constexpr const char* kFormat = "pwlsim mutate 1 ";
constexpr const char* kForeign = "is not the file of these sources' verdicts; delete it";

/// Hash of everything but the mutant that verdicts depend on.
std::string key_of(const std::string& model, const std::string& versions, const std::vector<std::string>& content) {
  ContentHash hash;
  hash.add(model);
  hash.add(kCodeVersion);
  hash.add(versions);
  for (const std::string& text : content) hash.add(text);
  return hash.hex();
}

std::string key_of(Language language, const Sources& sources) {
  std::vector<std::string> content;
  for (const auto& [file, text] : sources) content.insert(content.end(), {file, text});
  const bool systemc = language == Language::kCpp;
  return key_of(systemc ? "systemc" : "rtl", systemc ? systemc_mutant_versions() : rtl_tool_versions(), content);
}

/// The file of the verdicts with that key, in an existing cache.
std::string file_in(const fs::path& cache, const std::string& key) {
  std::error_code error;
  fs::create_directories(cache, error);
  if (error) throw MachineError(cache.string() + ": " + error.message() + "; PWLSIM_CACHE names another cache");
  return cache / ("verdicts-" + key + ".txt");
}

/// Parses a record: key, time, verdict.
std::pair<std::string, KeptVerdict> parse(const std::string& record) {
  std::istringstream words(record);
  std::string key;
  KeptVerdict kept{};
  if (!(words >> key >> kept.time) || words.get() != ' ') throw InputError("not a verdict: " + printable(record));
  kept.verdict = parse_verdict(std::string_view(record).substr(static_cast<std::size_t>(words.tellg())));
  return {key, kept};
}

}  // namespace

VerdictStore::VerdictStore(const fs::path& cache, Language language, const Sources& sources, bool fresh)
    : VerdictStore(cache, key_of(language, sources), fresh) {}

VerdictStore::VerdictStore(const fs::path& cache, const std::vector<std::string>& content, bool fresh)
    : VerdictStore(cache, key_of("foreign", rtl_tool_versions(), content), fresh) {}

VerdictStore::VerdictStore(const fs::path& cache, const std::string& key, bool fresh)
    : VerdictStore(file_in(cache, key), kFormat + key) {
  if (fresh) verdicts_.clear();
}

VerdictStore::VerdictStore(const std::string& file, const std::string& header)
    : store_(file, header, RecordStore::Access::kShared, {file, kForeign, ""}) {
  try {
    if (store_.found().header != header) throw InputError("of others");
    for (const std::string& record : store_.found().records) {
      const auto [key, kept] = parse(record);
      verdicts_[key] = kept;
    }
  } catch (const InputError&) {  // valid checksums, but of other content
    throw InputError(file + ": " + kForeign);
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
  const std::int64_t now = std::time(nullptr);
  {
    const std::lock_guard lock(mutex_);
    verdicts_[key] = {verdict, now};
  }
  store_.add(key + " " + std::to_string(now) + " " + verdict_text(verdict));
}

}  // namespace pwlsim::mutate
