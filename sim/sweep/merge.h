// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "sim/sweep/journal.h"

namespace pwlsim::sweep {

/// All of a sweep, or of one shard.
struct SweepSummary {
  JournalHeader header;
  struct Item {
    SweepTotals totals;
    double seconds = 0;        ///< of one core
    std::uint64_t inputs = 0;  ///< that were to be swept: all of the item, or the shard's part
  };
  std::vector<Item> items;  ///< as in the header
  std::uint64_t results() const;
  std::uint64_t mismatches() const;
  double seconds() const;

  /// 16 hexadecimal digits that tell all results of all items, in their order; the same for any chunks, shards and
  /// cores.
  std::string digest() const;
};

/// Adds up the chunks of a shard. Chunks that are not done are missing in the sums.
SweepSummary summarise(const JournalHeader& header, const std::map<std::size_t, ChunkRecord>& records);

/// The whole sweep from the state files of its shards. Throws InputError, with the file and what is wrong, when they
/// are not of one sweep cut into the same chunks, when two say different things of a chunk, and when chunks are
/// missing, which it names.
SweepSummary merge_journals(const std::vector<std::string>& files);

}  // namespace pwlsim::sweep
