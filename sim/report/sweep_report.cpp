// SPDX-License-Identifier: Apache-2.0
#include "sim/report/sweep_report.h"

#include <fmt/format.h>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace pwlsim::report {
namespace {

using Json = nlohmann::ordered_json;

/// "gelu int8_8" of "gelu int8_8 s=5".
std::string without_scale(const std::string& label) { return label.substr(0, label.find(" s=")); }

std::string hex(std::uint64_t word) { return fmt::format("0x{:x}", word); }

double rate(std::uint64_t results, double seconds) {
  return seconds > 0 ? static_cast<double>(results) / seconds * 1e-6 : 0;
}

/// A group of tables as one row.
std::vector<std::string> row(const SweepSummary& summary, const std::vector<std::size_t>& group) {
  const JournalHeader::Item& named = summary.header.items[group.front()];
  SweepSummary::Item sum;
  for (const std::size_t i : group) {
    sum.totals.add(summary.items[i].totals);
    sum.inputs += summary.items[i].inputs;
    sum.seconds += summary.items[i].seconds;
  }
  const SweepTotals& totals = sum.totals;
  const bool real = find_unit(named.unit).y.is_real();
  return {group.size() == 1 ? named.label : fmt::format("{}, {} scales", without_scale(named.label), group.size()),
          std::to_string(sum.inputs),
          std::to_string(totals.results),
          std::to_string(totals.mismatches),
          real ? std::to_string(totals.nans) : "-",
          real ? std::to_string(totals.infinities) : "-",
          std::to_string(totals.judged),
          totals.max_error ? fmt::format("{:.4g}", *totals.max_error) : "-",
          sum.seconds >= 1 ? fmt::format("{:.1f}", rate(totals.results, sum.seconds)) : "-"};
}

std::string mismatch_line(const SweepMismatch& first) {
  const std::string number = first.number ? fmt::format(" ({:.9g})", *first.number) : "";
  if (first.missing) {
    return fmt::format("no result for x = {}{} in the cycle in which it was due; nothing behind it was judged",
                       hex(first.x), number);
  }
  return fmt::format("first at x = {}{}: expected {} in segment {}, actual {} in segment {}", hex(first.x), number,
                     hex(first.expected), first.expected_segment, hex(first.actual), first.actual_segment);
}

}  // namespace

Evidence sweep_evidence(const SweepSummary& summary) {
  Evidence evidence;
  evidence.check = "sweep";
  evidence.columns = {"table", "inputs", "results",   "mismatches",      "NaN",
                      "inf",   "judged", "max |err|", "M results/s/core"};
  const std::vector<JournalHeader::Item>& items = summary.header.items;
  for (std::size_t i = 0; i < items.size();) {
    std::vector<std::size_t> group;
    for (;
         i < items.size() && without_scale(items[i].label) == without_scale(items[group.empty() ? i : group[0]].label);
         ++i) {
      group.push_back(i);
    }
    evidence.rows.push_back(row(summary, group));
  }
  const Shard& shard = summary.header.shard;
  evidence.summary = fmt::format("{}{} results of {} table{}, {} mismatch{}, digest {}",
                                 shard.count > 1 ? fmt::format("shard {}/{}: ", shard.index, shard.count) : "",
                                 summary.results(), items.size(), items.size() == 1 ? "" : "s", summary.mismatches(),
                                 summary.mismatches() == 1 ? "" : "es", summary.digest());
  if (summary.seconds() >= 1) {
    evidence.summary += fmt::format(", {:.1f} M results/s a core", rate(summary.results(), summary.seconds()));
  }
  return evidence;
}

std::string sweep_mismatch_text(const SweepSummary& summary) {
  std::string text;
  for (std::size_t i = 0; i < summary.items.size(); ++i) {
    const SweepTotals& totals = summary.items[i].totals;
    if (!totals.first) continue;
    const JournalHeader::Item& item = summary.header.items[i];
    const std::string x = hex(totals.first->x);
    text += fmt::format("\n{}: {} of {} results differ; {}\n", item.label, totals.mismatches, summary.items[i].inputs,
                        mismatch_line(*totals.first));
    text += fmt::format("  again: {} --from {} --to {}\n", item.command, x, x);
    if (totals.first->number && !item.run.empty()) {
      text += fmt::format("  replay with a waveform: echo {:.17g} > x.txt; {}\n", *totals.first->number, item.run);
    }
  }
  return text;
}

std::vector<CheckCase> sweep_cases(const SweepSummary& summary) {
  std::vector<CheckCase> cases;
  for (std::size_t i = 0; i < summary.items.size(); ++i) {
    const SweepTotals& totals = summary.items[i].totals;
    CheckCase one;
    one.group = "sweep." + summary.header.items[i].unit;
    one.name = summary.header.items[i].label;
    one.passed = totals.mismatches == 0;
    if (totals.first) one.message = fmt::format("{} mismatches, {}", totals.mismatches, mismatch_line(*totals.first));
    one.seconds = summary.items[i].seconds;
    one.skipped = totals.results == 0 && one.passed;
    if (one.skipped) one.message = "none of its inputs are in this shard";
    cases.push_back(one);
  }
  return cases;
}

std::string sweep_json(const SweepSummary& summary) {
  Json items = Json::array();
  for (std::size_t i = 0; i < summary.items.size(); ++i) {
    const JournalHeader::Item& item = summary.header.items[i];
    const SweepTotals& totals = summary.items[i].totals;
    Json json = {{"label", item.label},
                 {"unit", item.unit},
                 {"from", item.from},
                 {"to", item.to},
                 {"inputs", summary.items[i].inputs},
                 {"results", totals.results},
                 {"mismatches", totals.mismatches},
                 {"digest", fmt::format("{:016x}", totals.digest)},
                 {"nans", totals.nans},
                 {"infinities", totals.infinities},
                 {"judge_each", item.judge_each},
                 {"judged", totals.judged},
                 {"core_seconds", summary.items[i].seconds}};
    if (totals.max_error) {
      json["max_error"] = *totals.max_error;
      json["max_error_at_word"] = totals.max_error_at;
    }
    if (totals.first) {
      json["first_mismatch"] = {
          {"x", totals.first->x},
          {"expected", totals.first->expected},
          {"actual", totals.first->actual},
          {"expected_segment", totals.first->expected_segment},
          {"actual_segment", totals.first->actual_segment},
          {"missing", totals.first->missing},
          {"again", fmt::format("{} --from {} --to {}", item.command, hex(totals.first->x), hex(totals.first->x))}};
    }
    items.push_back(json);
  }
  const Json json = {{"program", summary.header.program},
                     {"sweep", summary.header.key},
                     {"shard", summary.header.shard.index},
                     {"shards", summary.header.shard.count},
                     {"results", summary.results()},
                     {"mismatches", summary.mismatches()},
                     {"digest", summary.digest()},
                     {"core_seconds", summary.seconds()},
                     {"items", items}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pwlsim::report
