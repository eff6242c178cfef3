// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/journal.h"

#include <fmt/format.h>
#include <algorithm>
#include <climits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/rooms.h"

namespace pwlsim::sweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "pwlsim sweep 1";
constexpr const char* kForeign = "is not the state file of a sweep; name another or delete it";

Json to_json(const JournalHeader& header) {
  Json items = Json::array();
  for (const JournalHeader::Item& item : header.items) {
    items.push_back({{"label", item.label},
                     {"unit", item.unit},
                     {"from", item.from},
                     {"to", item.to},
                     {"judge_each", item.judge_each},
                     {"command", item.command},
                     {"run", item.run}});
  }
  return {{"format", kFormat},
          {"sweep", header.key},
          {"program", header.program},
          {"shard", header.shard.index},
          {"shards", header.shard.count},
          {"chunk", header.chunk_size},
          {"items", items}};
}

JournalHeader header_from(const JsonPlace& json) {
  json.expect_keys({"format", "sweep", "program", "shard", "shards", "chunk", "items"});
  JournalHeader header;
  header.key = json.at("sweep").any_text();
  header.program = json.at("program").any_text();
  header.shard.index = static_cast<int>(json.at("shard").integer(0, INT_MAX));
  header.shard.count = static_cast<int>(json.at("shards").integer(0, INT_MAX));
  header.chunk_size = json.at("chunk").whole();
  for (const JsonPlace& item : json.at("items").items()) {
    item.expect_keys({"label", "unit", "from", "to", "judge_each", "command", "run"});
    header.items.push_back({.label = item.at("label").any_text(),
                            .unit = item.at("unit").any_text(),
                            .command = item.at("command").any_text(),
                            .run = item.at("run").any_text(),
                            .from = item.at("from").whole(),
                            .to = item.at("to").whole(),
                            .judge_each = item.at("judge_each").whole()});
  }
  return header;
}

/// Whether a header can be cut into chunks, as every header that pwlsim wrote can.
bool is_sensible(const JournalHeader& header) {
  constexpr std::uint64_t kMostInputs = std::uint64_t{1} << 32, kMostItems = 1 << 16;
  const bool numbers = header.chunk_size >= kLeastChunk && header.shard.index >= 1 &&
                       header.shard.index <= header.shard.count && !header.items.empty() &&
                       header.items.size() <= kMostItems;
  return numbers && std::all_of(header.items.begin(), header.items.end(), [](const JournalHeader::Item& item) {
           return item.from <= item.to && item.to < kMostInputs;
         });
}

Json to_json(std::size_t chunk, const ChunkRecord& record) {
  const SweepTotals& totals = record.totals;
  Json json = {{"chunk", chunk},          {"results", totals.results}, {"mismatches", totals.mismatches},
               {"digest", totals.digest}, {"nans", totals.nans},       {"infinities", totals.infinities},
               {"judged", totals.judged}, {"seconds", record.seconds}};
  if (totals.max_error) {
    json["max_error"] = *totals.max_error;
    json["max_error_at"] = totals.max_error_at;
  }
  if (totals.first) {
    json["first"] = {{"x", totals.first->x},
                     {"expected", totals.first->expected},
                     {"actual", totals.first->actual},
                     {"expected_segment", totals.first->expected_segment},
                     {"actual_segment", totals.first->actual_segment},
                     {"missing", totals.first->missing}};
    if (totals.first->number) json["first"]["number"] = *totals.first->number;
  }
  return json;
}

std::pair<std::size_t, ChunkRecord> record_from(const JsonPlace& json) {
  json.expect_keys({"chunk", "results", "mismatches", "digest", "nans", "infinities", "judged", "seconds"},
                   {"max_error", "max_error_at", "first"});
  ChunkRecord record;
  SweepTotals& totals = record.totals;
  totals.results = json.at("results").whole();
  totals.mismatches = json.at("mismatches").whole();
  totals.digest = json.at("digest").whole();
  totals.nans = json.at("nans").whole();
  totals.infinities = json.at("infinities").whole();
  totals.judged = json.at("judged").whole();
  record.seconds = json.at("seconds").number();
  if (json.has("max_error")) {
    totals.max_error = json.at("max_error").number();
    totals.max_error_at = json.at("max_error_at").whole();
  }
  if (json.has("first")) {
    const JsonPlace first = json.at("first");
    first.expect_keys({"x", "expected", "actual", "expected_segment", "actual_segment", "missing"}, {"number"});
    totals.first = {.x = first.at("x").whole(),
                    .expected = first.at("expected").whole(),
                    .actual = first.at("actual").whole(),
                    .expected_segment = static_cast<int>(first.at("expected_segment").integer(0, INT_MAX)),
                    .actual_segment = static_cast<int>(first.at("actual_segment").integer(0, INT_MAX)),
                    .number = {},
                    .missing = first.at("missing").boolean()};
    if (first.has("number")) totals.first->number = first.at("number").number();
  }
  return {json.at("chunk").whole(), record};
}

/// The content of a file's lines. Throws InputError for a file of another kind.
JournalContent content_of(const std::string& path, const std::optional<StoredRecords>& stored) {
  try {
    const JsonFile header = parse_json(stored ? stored->header : "", path);
    if (header.root().has("format") && header.root().at("format").any_text() == kFormat) {
      JournalContent content{
          .header = header_from(header.root()), .records = {}, .damaged_lines = stored->damaged_lines};
      for (const std::string& record : stored->records) {
        content.records.insert(record_from(parse_json(record, path).root()));
      }
      if (is_sensible(content.header)) return content;
    }
  } catch (const InputError&) {  // a valid checksum, but of other content
  }
  throw InputError(path + ": " + kForeign);
}

}  // namespace

JournalHeader header_of(const SweepPlan& plan, Shard shard) {
  JournalHeader header{
      .key = key_of(plan), .program = plan.program, .shard = shard, .chunk_size = plan.chunk_size, .items = {}};
  for (const SweepItem& item : plan.items) {
    header.items.push_back({.label = item.label,
                            .unit = item.config().name,
                            .command = item.command,
                            .run = item.run,
                            .from = item.from,
                            .to = item.to,
                            .judge_each = item.judge_each()});
  }
  return header;
}

std::vector<SweepChunk> chunks_of(const JournalHeader& header) {
  std::vector<SweepChunk> chunks;
  for (std::size_t i = 0; i < header.items.size(); ++i) {
    const std::uint64_t inputs = header.items[i].to - header.items[i].from + 1;
    for (std::uint64_t done = 0; done < inputs; done += header.chunk_size) {
      chunks.push_back(
          {.item = i, .first = header.items[i].from + done, .count = std::min(header.chunk_size, inputs - done)});
    }
  }
  return chunks;
}

std::size_t chunks_of_shard(const JournalHeader& header) {
  const std::size_t all = chunks_of(header).size();
  const auto index = static_cast<std::size_t>(header.shard.index), count = static_cast<std::size_t>(header.shard.count);
  return (all + count - index) / count;
}

JournalContent read_journal(const std::string& path) { return content_of(path, parse_records(read_file(path))); }

Journal::Journal(const std::string& path, const JournalHeader& header)
    : store_(path, json_dump(to_json(header)), RecordStore::Access::kAlone,
             {"--state " + path, kForeign, "another sweep is writing it"}) {
  JournalContent old = content_of(path, store_.found());
  const auto refuse = [&](const std::string& what) {
    throw InputError("--state " + path + ": " + what + "; name another file or delete it");
  };
  if (old.header.key != header.key) {
    refuse("is the state of another sweep (" + old.header.items.at(0).label +
           (old.header.items.size() > 1 ? " and others" : "") + "), or of other RTL or another build of pwlsim");
  }
  if (old.header.shard.index != header.shard.index || old.header.shard.count != header.shard.count) {
    refuse(fmt::format("is the state of shard {}/{}", old.header.shard.index, old.header.shard.count));
  }
  if (old.header.chunk_size != header.chunk_size) {
    refuse(fmt::format("was begun with --chunk {}; go on with that", old.header.chunk_size));
  }
  records_ = std::move(old.records);
  damaged_lines_ = old.damaged_lines;
}

void Journal::add(std::size_t chunk, const ChunkRecord& record) { store_.add(json_dump(to_json(chunk, record))); }

}  // namespace pwlsim::sweep
