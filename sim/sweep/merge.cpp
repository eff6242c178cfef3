// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/merge.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>
#include <tuple>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/rooms.h"

namespace pwlsim::sweep {
namespace {

/// Whether two runs of a chunk found the same.
bool same_results(const SweepTotals& a, const SweepTotals& b) {
  const auto figures = [](const SweepTotals& t) {
    return std::make_tuple(t.results, t.mismatches, t.digest, t.nans, t.infinities, t.judged);
  };
  return figures(a) == figures(b);
}

/// The missing shards with the first few missing inputs, for messages: "shards 2/4, 3/4 of 4".
std::string missing_text(const JournalHeader& header, const std::vector<SweepChunk>& chunks,
                         const std::vector<std::size_t>& missing) {
  std::set<std::size_t> shards;
  for (const std::size_t chunk : missing) shards.insert(chunk % static_cast<std::size_t>(header.shard.count) + 1);
  std::string text = fmt::format("{} of {} chunks are missing:", missing.size(), chunks.size());
  constexpr std::size_t kNamed = 8;
  for (std::size_t i = 0; i < std::min(kNamed, missing.size()); ++i) {
    const SweepChunk& chunk = chunks[missing[i]];
    text += fmt::format("{} {} 0x{:x} to 0x{:x}", i == 0 ? "" : ",", header.items[chunk.item].label, chunk.first,
                        chunk.first + chunk.count - 1);
  }
  if (missing.size() > kNamed) text += ", …";
  text += "; run or finish";
  std::size_t named = 0;
  for (const std::size_t shard : shards) {
    if (named == kNamed) return text + fmt::format(", … ({} shards)", shards.size());
    text += fmt::format("{} --shard {}/{}", named++ == 0 ? "" : ",", shard, header.shard.count);
  }
  return text;
}

/// Throws InputError unless each input of a chunk has a result or is a mismatch: what was not compared is not equal.
void check_whole(const SweepChunk& chunk, const SweepTotals& totals, const std::string& label) {
  if (totals.results + totals.mismatches >= chunk.count) return;
  throw InputError(fmt::format("{} from 0x{:x}: {} inputs have only {} results and {} mismatches; sweep them again",
                               label, chunk.first, chunk.count, totals.results, totals.mismatches));
}

}  // namespace

std::uint64_t SweepSummary::results() const {
  std::uint64_t sum = 0;
  for (const Item& item : items) sum += item.totals.results;
  return sum;
}

std::uint64_t SweepSummary::mismatches() const {
  std::uint64_t sum = 0;
  for (const Item& item : items) sum += item.totals.mismatches;
  return sum;
}

double SweepSummary::seconds() const {
  double sum = 0;
  for (const Item& item : items) sum += item.seconds;
  return sum;
}

std::string SweepSummary::digest() const {
  ContentHash hash;
  for (const Item& item : items) hash.add(std::to_string(item.totals.digest));
  return hash.hex().substr(0, 16);
}

SweepSummary summarise(const JournalHeader& header, const std::map<std::size_t, ChunkRecord>& records) {
  SweepSummary summary{header, std::vector<SweepSummary::Item>(header.items.size())};
  const std::vector<SweepChunk> chunks = chunks_of(header);
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (!header.shard.has(i)) continue;
    SweepSummary::Item& item = summary.items[chunks[i].item];
    item.inputs += chunks[i].count;
    const auto record = records.find(i);
    if (record == records.end()) continue;
    check_whole(chunks[i], record->second.totals, header.items[chunks[i].item].label);
    item.totals.add(record->second.totals);
    item.seconds += record->second.seconds;
  }
  return summary;
}

SweepSummary merge_journals(const std::vector<std::string>& files) {
  if (files.empty()) throw InputError("merge: name the state files of all shards");
  JournalHeader header;
  std::map<std::size_t, ChunkRecord> records;
  std::map<std::size_t, const std::string*> origins;
  for (const std::string& file : files) {
    JournalContent content = read_journal(file);
    const bool first = &file == files.data();
    if (first) header = content.header;
    if (content.header.key != header.key) {
      throw InputError(file + ": is of another sweep than " + files[0] + " (" + content.header.items.at(0).label +
                       ", other RTL or another build of pwlsim)");
    }
    if (content.header.chunk_size != header.chunk_size) {
      throw InputError(fmt::format("{}: has chunks of {} inputs, {} of {}", file, content.header.chunk_size, files[0],
                                   header.chunk_size));
    }
    header.shard.count = std::max(header.shard.count, content.header.shard.count);
    for (const auto& [chunk, record] : content.records) {
      const auto [known, is_new] = records.try_emplace(chunk, record);
      if (!is_new && !same_results(known->second.totals, record.totals)) {
        throw InputError(fmt::format("{} and {} say different things of chunk {}; one of them is not to be trusted",
                                     *origins[chunk], file, chunk));
      }
      origins.try_emplace(chunk, &file);
    }
  }
  const std::vector<SweepChunk> chunks = chunks_of(header);
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (records.count(i) == 0) missing.push_back(i);
  }
  if (!missing.empty()) throw InputError(missing_text(header, chunks, missing));
  header.shard = {};
  return summarise(header, records);
}

}  // namespace pwlsim::sweep
