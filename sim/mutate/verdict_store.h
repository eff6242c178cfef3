// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "sim/base/record_store.h"
#include "sim/mutate/judge.h"

namespace pwlsim::mutate {

/// A verdict of an earlier run.
struct KeptVerdict {
  Verdict verdict;
  std::int64_t time;  ///< at which it was found, in seconds of Unix
};

/// Verdicts of earlier runs, so that one that was ended goes on: a file in the cache (RecordStore). Safe to use from
/// several threads and processes at once.
class VerdictStore {
 public:
  /// Verdicts by this very program about these sources. A fresh store knows none of them. Throws InputError for a file
  /// of something else in the place of theirs, MachineError for a cache that cannot be used.
  VerdictStore(const std::filesystem::path& cache, Language language, const Sources& sources, bool fresh = false);

  /// The name of a mutant's verdict.
  std::string key(const std::string& file, const std::string& text, Trial trial) const;
  std::optional<KeptVerdict> find(const std::string& key) const;
  void add(const std::string& key, const Verdict& verdict);

 private:
  VerdictStore(const std::filesystem::path& cache, const std::string& key, bool fresh);
  VerdictStore(const std::string& file, const std::string& header);

  RecordStore store_;
  mutable std::mutex mutex_;
  std::map<std::string, KeptVerdict> verdicts_;
};

}  // namespace pwlsim::mutate
