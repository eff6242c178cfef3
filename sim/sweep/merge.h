// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "sim/sweep/journal.h"

namespace pwlsim::sweep {

/// Totals of a whole sweep or of one shard.
struct SweepSummary {
  JournalHeader header;
  struct Item {
    SweepTotals totals;
    double seconds = 0;        ///< CPU seconds of one core
    std::uint64_t inputs = 0;  ///< number to sweep: the whole item, or the shard's part
  };
  std::vector<Item> items;  ///< as in the header
  std::uint64_t results() const;
  std::uint64_t mismatches() const;
  double seconds() const;

  /// Hash of all results of all items in their order, as 16 hexadecimal digits. It does not depend on chunks, shards
  /// and cores.
  std::string digest() const;
};

/// Adds up the chunks of a shard that are done. Throws InputError for one whose inputs were not all compared.
SweepSummary summarise(const JournalHeader& header, const std::map<std::size_t, ChunkRecord>& records);

/// The whole sweep from the state files of its shards. Throws InputError that names the file when the files are not of
/// one sweep with the same chunks, and when two files disagree about a chunk; InputError that names the chunks when
/// some are missing.
SweepSummary merge_journals(const std::vector<std::string>& files);

}  // namespace pwlsim::sweep
