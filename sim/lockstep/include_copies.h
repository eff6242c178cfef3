// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace pwlsim::lockstep {

/// Copies of Verilog files in which each `include "NAME" names the copy of the file that it means: the one beside the
/// including file, else the one in the first search folder that has it, else the one in the working folder. The copies
/// are needed because Verilator looks beside the including file last. An `include of a macro is left to Verilator.
class IncludeCopies {
 public:
  /// Puts the copies into `folder`, whose path must be plain (is_plain()).
  IncludeCopies(std::filesystem::path folder, std::vector<std::filesystem::path> search);

  /// The copy of a file. The first call makes it, with the copies of all files that it includes. Throws as read_file()
  /// does.
  std::filesystem::path of(const std::filesystem::path& file);

  struct Copy {
    std::filesystem::path file, copy;
  };
  const std::vector<Copy>& all() const { return copies_; }

 private:
  std::filesystem::path included(const std::filesystem::path& name, const std::filesystem::path& by) const;

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> search_;
  std::vector<Copy> copies_;
};

}  // namespace pwlsim::lockstep
