// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/record_store.h"
#include "sim/mutate/judge.h"

namespace pwlsim::mutate {

/// A verdict of an earlier run.
struct KeptVerdict {
  Verdict verdict;
  std::int64_t time;  ///< Unix time in seconds at which it was found
};

/// Verdicts of earlier runs in a file in the cache (see RecordStore), so that an interrupted run can continue. Safe to
/// use from several threads and processes at once.
class VerdictStore {
 public:
  /// Opens the verdicts of this executable about these sources. A fresh store begins without any. Throws InputError for
  /// a file that is not a store, MachineError for a cache that cannot be used.
  VerdictStore(const std::filesystem::path& cache, Language language, const Sources& sources, bool fresh = false);
  /// The same for a user's unit, which is all of `content`: its texts and whatever else its verdicts depend on.
  VerdictStore(const std::filesystem::path& cache, const std::vector<std::string>& content, bool fresh = false);

  /// The key of a mutant's verdict: the mutated file, its new text and the trial.
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
