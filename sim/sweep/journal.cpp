// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/journal.h"

#include <fmt/format.h>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/rooms.h"

namespace pwlsim::sweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "pwlsim sweep 1";
constexpr const char* kForeign = "is not the state file of a sweep; name another or delete it";

std::string text_of(const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace); }

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

JournalHeader header_from(const Json& json) {
  JournalHeader header;
  json.at("sweep").get_to(header.key);
  json.at("program").get_to(header.program);
  json.at("shard").get_to(header.shard.index);
  json.at("shards").get_to(header.shard.count);
  json.at("chunk").get_to(header.chunk_size);
  for (const Json& item : json.at("items")) {
    header.items.push_back({.label = item.at("label"),
                            .unit = item.at("unit"),
                            .command = item.at("command"),
                            .run = item.at("run"),
                            .from = item.at("from"),
                            .to = item.at("to"),
                            .judge_each = item.at("judge_each")});
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

std::pair<std::size_t, ChunkRecord> record_from(const Json& json) {
  ChunkRecord record;
  SweepTotals& totals = record.totals;
  json.at("results").get_to(totals.results);
  json.at("mismatches").get_to(totals.mismatches);
  json.at("digest").get_to(totals.digest);
  json.at("nans").get_to(totals.nans);
  json.at("infinities").get_to(totals.infinities);
  json.at("judged").get_to(totals.judged);
  json.at("seconds").get_to(record.seconds);
  if (json.contains("max_error")) {
    totals.max_error = json.at("max_error").get<double>();
    json.at("max_error_at").get_to(totals.max_error_at);
  }
  if (json.contains("first")) {
    const Json& first = json.at("first");
    totals.first = {.x = first.at("x"),
                    .expected = first.at("expected"),
                    .actual = first.at("actual"),
                    .expected_segment = first.at("expected_segment"),
                    .actual_segment = first.at("actual_segment"),
                    .number = {},
                    .missing = first.at("missing")};
    if (first.contains("number")) totals.first->number = first.at("number").get<double>();
  }
  return {json.at("chunk"), record};
}

/// The content of a file's lines. Throws InputError for a file of another kind.
JournalContent content_of(const std::string& path, const std::optional<StoredRecords>& stored) {
  try {
    const Json header = stored ? Json::parse(stored->header) : Json();
    if (header.is_object() && header.value("format", "") == kFormat) {
      JournalContent content{.header = header_from(header), .records = {}, .damaged_lines = stored->damaged_lines};
      for (const std::string& record : stored->records) content.records.insert(record_from(Json::parse(record)));
      if (is_sensible(content.header)) return content;
    }
  } catch (const Json::exception&) {  // a valid checksum, but of other content
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
    : store_(path, text_of(to_json(header)), RecordStore::Access::kAlone,
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

void Journal::add(std::size_t chunk, const ChunkRecord& record) { store_.add(text_of(to_json(chunk, record))); }

}  // namespace pwlsim::sweep
