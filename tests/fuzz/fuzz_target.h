// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "tests/rooms.h"

namespace pwlsim::tests {

/// A reader of files that users give.
struct FuzzTarget {
  std::string name;                                   ///< "liberty"
  std::string file;                                   ///< what the file is called; the ending may matter
  std::vector<std::string> seeds;                     ///< good files to start from
  std::vector<std::string> tokens;                    ///< that mean something to the reader
  std::function<void(const std::string& path)> read;  ///< reads the file and uses what it read
};

/// All readers: tables, recordings (.npy, text, columns), Liberty (plain and gzip), budgets, evidence, replay files.
const std::vector<FuzzTarget>& fuzz_targets();

/// Whether a reader accepted a file.
enum class Reading { kTaken, kRefused };

/// Gives `bytes` to the reader, which must accept them or refuse them with an InputError of one line that names the
/// file. Throws std::logic_error if it does anything else.
Reading read_bytes(const FuzzTarget& target, const std::string& folder, std::string_view bytes);

struct FuzzResult {
  std::uint64_t taken = 0, refused = 0;
  struct Failure {
    std::string bytes, what;
  };
  std::optional<Failure> failure;  ///< the first; ends the run
};

/// Gives damaged seeds to a reader: with changed bits, bytes, pieces and numbers, inserted tokens, pieces of other
/// seeds, or truncated. The damage depends on a seed. A crash or an endless loop ends the program.
FuzzResult fuzz(const FuzzTarget& target, const std::string& folder, std::uint64_t seed, std::uint64_t files);

}  // namespace pwlsim::tests
