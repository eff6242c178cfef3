// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/base/record_store.h"
#include "sim/sweep/chunk.h"
#include "sim/sweep/plan.h"

namespace pwlsim::sweep {

/// The result of a chunk that is done.
struct ChunkRecord {
  SweepTotals totals;
  double seconds = 0;  ///< CPU seconds of one core
};

/// The first line of a state file: which sweep, and which part of it, the file belongs to.
struct JournalHeader {
  struct Item {
    std::string label, unit, command, run;
    Word from, to;
    std::uint64_t judge_each;
  };
  std::string key, program;
  Shard shard;
  std::uint64_t chunk_size;
  std::vector<Item> items;
};

/// The header of a plan's state file.
JournalHeader header_of(const SweepPlan& plan, Shard shard);

/// The chunks of a sweep, in the order of items and inputs. State files name a chunk by its index.
std::vector<SweepChunk> chunks_of(const JournalHeader& header);

/// Number of chunks of the header's shard.
std::size_t chunks_of_shard(const JournalHeader& header);

/// Content of a state file.
struct JournalContent {
  JournalHeader header;
  std::map<std::size_t, ChunkRecord> records;  ///< by index of the chunk
  std::size_t damaged_lines = 0;               ///< incomplete or corrupt lines, which do not count
};

/// Reads a state file. Throws InputError for any other file.
JournalContent read_journal(const std::string& path);

/// The state file of one shard, open for more records (see RecordStore).
class Journal {
 public:
  /// Opens or makes it. Throws InputError when the file is that of another sweep, shard or chunk size, when another
  /// process has it open, or when it cannot be written.
  Journal(const std::string& path, const JournalHeader& header);

  /// The records that were in the file when it was opened.
  const std::map<std::size_t, ChunkRecord>& records() const { return records_; }
  std::size_t damaged_lines() const { return damaged_lines_; }

  /// Appends a record. Safe to call from several threads. Throws InputError when it cannot be written.
  void add(std::size_t chunk, const ChunkRecord& record);

 private:
  RecordStore store_;
  std::map<std::size_t, ChunkRecord> records_;
  std::size_t damaged_lines_ = 0;
};

}  // namespace pwlsim::sweep
