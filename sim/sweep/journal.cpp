// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/rooms.h"

namespace pwlsim::sweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "pwlsim sweep 1";
constexpr std::size_t kDigits = 32;  // of a line's checksum

/// A line of a state file: checksum, blank, JSON.
std::string line_of(const Json& json) {
  const std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  return content_hash(text) + " " + text + "\n";
}

/// The JSON of a line, or nothing for a line that is not whole.
std::optional<Json> parse_line(std::string_view line) {
  if (line.size() <= kDigits || line[kDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kDigits + 1);
  if (line.substr(0, kDigits) != content_hash(text)) return std::nullopt;
  Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? std::nullopt : std::optional<Json>(std::move(json));
}

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
    header.items.push_back({item.at("label"), item.at("unit"), item.at("command"), item.at("run"), item.at("from"),
                            item.at("to"), item.at("judge_each")});
  }
  return header;
}

/// Whether a header can be cut into chunks; one that pwlsim wrote can.
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
    totals.first = {first.at("x"),
                    first.at("expected"),
                    first.at("actual"),
                    first.at("expected_segment"),
                    first.at("actual_segment"),
                    {},
                    first.at("missing")};
    if (first.contains("number")) totals.first->number = first.at("number").get<double>();
  }
  return {json.at("chunk"), record};
}

/// What a file holds that has a header.
std::optional<JournalContent> parse_journal(const std::string& content) {
  JournalContent journal;
  bool has_header = false;
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t end = std::min(content.find('\n', at), content.size());
    const std::optional<Json> json = parse_line(std::string_view(content).substr(at, end - at));
    at = end + 1;
    if (!has_header) {
      if (!json || json->value("format", "") != kFormat) return std::nullopt;
      journal.header = header_from(*json);
      if (!is_sensible(journal.header)) return std::nullopt;
      has_header = true;
    } else if (json) {
      journal.records.insert(record_from(*json));
    } else if (end > 0 && content[end - 1] != '\n') {  // an empty line closes a damaged one
      ++journal.damaged_lines;
    }
  }
  return has_header ? std::optional<JournalContent>(std::move(journal)) : std::nullopt;
}

InputError not_a_state_file(const std::string& path) {
  return InputError(path + ": is not the state file of a sweep; name another or delete it");
}

}  // namespace

JournalHeader header_of(const SweepPlan& plan, Shard shard) {
  JournalHeader header{key_of(plan), plan.program, shard, plan.chunk_size, {}};
  for (const SweepItem& item : plan.items) {
    header.items.push_back(
        {item.label, item.config().name, item.command, item.run, item.from, item.to, item.judge_each()});
  }
  return header;
}

std::vector<SweepChunk> chunks_of(const JournalHeader& header) {
  std::vector<SweepChunk> chunks;
  for (std::size_t i = 0; i < header.items.size(); ++i) {
    const std::uint64_t inputs = header.items[i].to - header.items[i].from + 1;
    for (std::uint64_t done = 0; done < inputs; done += header.chunk_size) {
      chunks.push_back({i, header.items[i].from + done, std::min(header.chunk_size, inputs - done)});
    }
  }
  return chunks;
}

std::size_t chunks_of_shard(const JournalHeader& header) {
  const std::size_t all = chunks_of(header).size();
  const auto index = static_cast<std::size_t>(header.shard.index), count = static_cast<std::size_t>(header.shard.count);
  return (all + count - index) / count;
}

JournalContent read_journal(const std::string& path) {
  try {
    std::optional<JournalContent> content = parse_journal(read_file(path));
    if (content) return std::move(*content);
  } catch (const Json::exception&) {  // a checksum that is right, of something else
  }
  throw not_a_state_file(path);
}

Journal::Journal(std::string path, const JournalHeader& header)
    : path_(std::move(path)), descriptor_(open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail(std::strerror(errno));
  try {
    struct stat status {};
    if (fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) fail("is not a file");
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      fail(errno == EWOULDBLOCK ? "another sweep is writing it" : std::strerror(errno));
    }
    const std::string first_line = line_of(to_json(header));
    const std::string content = read_file(path_);
    // A process that was killed while it wrote the first line has done nothing yet.
    if (content.size() < first_line.size() && first_line.compare(0, content.size(), content) == 0) {
      if (ftruncate(descriptor_, 0) != 0) fail(std::strerror(errno));
      append(first_line);
      return;
    }
    JournalContent old = read_journal(path_);
    const auto refuse = [&](const std::string& what) {
      throw InputError("--state " + path_ + ": " + what + "; name another file or delete it");
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
    if (content.back() != '\n') append("\n");
    records_ = std::move(old.records);
    damaged_lines_ = old.damaged_lines;
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

Journal::~Journal() { close(descriptor_); }

void Journal::add(std::size_t chunk, const ChunkRecord& record) {
  const std::string line = line_of(to_json(chunk, record));
  const std::lock_guard lock(mutex_);
  append(line);
}

void Journal::append(const std::string& line) {
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t written = write(descriptor_, line.data() + done, line.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_file_error("--state " + path_, errno);
    done += static_cast<std::size_t>(written);
  }
  if (fsync(descriptor_) != 0) throw_file_error("--state " + path_, errno);
}

void Journal::fail(const std::string& reason) const { throw InputError("--state " + path_ + ": " + reason); }

}  // namespace pwlsim::sweep
