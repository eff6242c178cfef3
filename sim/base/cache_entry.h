// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/temporary_folder.h"
#include "sim/rooms.h"

namespace pwlsim::base {

/// The folder of cached results, as an absolute path: $PWLSIM_CACHE, else pwlsim under $XDG_CACHE_HOME or ~/.cache,
/// else a private folder of this user among the temporary files. Throws MachineError when that private folder belongs
/// to somebody else, is a link, or is one that others may write to.
std::filesystem::path default_cache();

/// Hash of this executable. Part of the cache keys of results that our own code decides.
const std::string& program_hash();

/// Holds a lock file for as long as it lives; other processes and other threads wait, and say so after some seconds.
/// Throws MachineError with the file's name when it cannot be made or locked.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path);  ///< waits; a file that is missing is made
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

/// A folder in the cache that is filled under a name of its own and appears under its final name in one step. It is
/// locked until it is complete, so one process makes it and the others wait for it.
///
///     CacheEntry entry(cache, kCodeVersion, hash.hex(), "unit.so");
///     if (!entry.complete()) {
///       ... write files to entry.folder(), "unit.so" among them ...
///       entry.commit();
///     }
///     return entry.folder() / "unit.so";
class CacheEntry {
 public:
  /// The entry `key`, a plain file name, of the folder `cache`, which is made when missing. `code` names the code that
  /// makes it (code_version.h of the room, or program_hash()) and is part of its name, so a changed program finds
  /// nothing of what the old one made. An entry is complete when it has the file `product`, and when all its files are
  /// what they were when it was committed. A complete one needs no lock, so a cache may be read-only; a damaged one is
  /// emptied. With `fresh` an entry that is there is ignored and made again. Throws MachineError when the folders
  /// cannot be made.
  CacheEntry(const std::filesystem::path& cache, std::string_view code, const std::string& key, std::string product,
             bool fresh = false);
  /// Removes what was not committed.
  ~CacheEntry();
  CacheEntry(const CacheEntry&) = delete;
  CacheEntry& operator=(const CacheEntry&) = delete;

  bool complete() const { return complete_; }  ///< whether it was found or is committed: nothing is to be made

  /// The final folder of a complete entry; otherwise the folder to fill. Its path is plain (is_plain()), because tools
  /// run there.
  const std::filesystem::path& folder() const { return complete() ? final_ : filled(); }

  /// Gives the filled folder its final name. Throws MachineError when that fails, when the disk is full, and when the
  /// product is missing or empty.
  void commit();

 private:
  bool is_whole() const;
  const std::filesystem::path& filled() const { return elsewhere_ ? elsewhere_->path() : partial_; }

  std::filesystem::path final_, partial_;
  std::string product_;
  bool complete_;
  std::optional<FileLock> lock_;
  std::optional<TemporaryFolder> elsewhere_;  // the one to fill, where the cache's own path is not plain
};

}  // namespace pwlsim::base
