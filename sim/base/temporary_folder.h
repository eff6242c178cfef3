// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "sim/rooms.h"

namespace pwlsim::base {

/// Whether a path has only letters, digits and . / + - _, so that no tool or shell gives a character of it a meaning.
bool is_plain(const std::filesystem::path& path);

/// The folder for temporary files: $TMPDIR where its path is plain, otherwise /tmp. Absolute and plain, because tools
/// hand it to a shell. Throws MachineError when $TMPDIR is not a folder.
std::filesystem::path temporary_place();

/// A new, empty folder with a plain path for the files of a tool. It is removed with this object, and when a signal
/// ends the program. Throws MachineError when it cannot be made.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// Path of a file in it, which need not exist.
  std::string operator/(const char* name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }  ///< absolute and plain

 private:
  std::filesystem::path path_;
};

}  // namespace pwlsim::base
