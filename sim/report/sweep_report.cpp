// SPDX-License-Identifier: Apache-2.0
#include "sim/report/sweep_report.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace pwlsim::report {
namespace {

/// "gelu int8_8" of "gelu int8_8 s=5".
std::string without_scale(const std::string& label) { return label.substr(0, label.find(" s=")); }

std::string hex(std::uint64_t word) { return fmt::format("0x{:x}", word); }

double rate(std::uint64_t results, double seconds) {
  return seconds > 0 ? static_cast<double>(results) / seconds * 1e-6 : 0;
}

/// Tables that share a row.
struct Group {
  std::string label;
  bool real;  ///< results can be NaN
  SweepSummary::Item sum;
};

std::vector<Group> groups_of(const SweepSummary& summary) {
  const std::vector<JournalHeader::Item>& items = summary.header.items;
  std::vector<Group> groups;
  for (std::size_t i = 0; i < items.size();) {
    const std::string name = without_scale(items[i].label);
    Group group{items[i].label, find_unit(items[i].unit).y.is_real(), {}};
    std::size_t count = 0;
    for (; i < items.size() && without_scale(items[i].label) == name; ++i, ++count) {
      group.sum.totals.add(summary.items[i].totals);
      group.sum.inputs += summary.items[i].inputs;
      group.sum.seconds += summary.items[i].seconds;
    }
    if (count > 1) group.label = fmt::format("{}, {} scales", name, count);
    groups.push_back(std::move(group));
  }
  return groups;
}

const Figures<Group>& group_figures() {
  using One = const Group&;
  static const Figures<Group> figures = {
      {{"", "table"}, [](One g) { return g.label; }},
      {{"", "inputs", 3}, [](One g) { return g.sum.inputs; }},
      {{"", "results", 1}, [](One g) { return g.sum.totals.results; }},
      {{"", "mismatches"}, [](One g) { return g.sum.totals.mismatches; }},
      {{"", "NaN", 5}, [](One g) { return g.real ? Cell(g.sum.totals.nans) : Cell("-"); }},
      {{"", "inf", 5}, [](One g) { return g.real ? Cell(g.sum.totals.infinities) : Cell("-"); }},
      {{"", "judged", 3}, [](One g) { return g.sum.totals.judged; }},
      {{"", "max |err|", 2, show_digits<4>}, [](One g) { return g.sum.totals.max_error.value_or(NAN); }},
      {{"", "M results/s/core", 4, show_decimals<1>},
       [](One g) { return g.sum.seconds >= 1 ? rate(g.sum.totals.results, g.sum.seconds) : NAN; }}};
  return figures;
}

/// One table of a sweep.
struct Swept {
  const JournalHeader::Item& item;
  const SweepSummary::Item& found;
};

std::string again_command(const Swept& swept) {
  const std::string x = hex(swept.found.totals.first->x);
  return fmt::format("{} --from {} --to {}", swept.item.command, x, x);
}

Figures<Swept> item_figures() {
  using One = const Swept&;
  Figures<Swept> figures = {{{"label", ""}, [](One s) { return s.item.label; }},
                            {{"unit", ""}, [](One s) { return s.item.unit; }},
                            {{"from", ""}, [](One s) { return s.item.from; }},
                            {{"to", ""}, [](One s) { return s.item.to; }},
                            {{"inputs", ""}, [](One s) { return s.found.inputs; }},
                            {{"results", ""}, [](One s) { return s.found.totals.results; }},
                            {{"mismatches", ""}, [](One s) { return s.found.totals.mismatches; }},
                            {{"digest", ""}, [](One s) { return fmt::format("{:016x}", s.found.totals.digest); }},
                            {{"nans", ""}, [](One s) { return s.found.totals.nans; }},
                            {{"infinities", ""}, [](One s) { return s.found.totals.infinities; }},
                            {{"judge_each", ""}, [](One s) { return s.item.judge_each; }},
                            {{"judged", ""}, [](One s) { return s.found.totals.judged; }},
                            {{"core_seconds", ""}, [](One s) { return s.found.seconds; }},
                            {{"max_error", ""}, [](One s) { return Cell(s.found.totals.max_error); }},
                            {{"max_error_at_word", ""}, [](One s) {
                               return s.found.totals.max_error ? Cell(s.found.totals.max_error_at) : Cell();
                             }}};
  const Figures<SweepMismatch> first = {
      {{"x", ""}, [](const SweepMismatch& m) { return m.x; }},
      {{"expected", ""}, [](const SweepMismatch& m) { return m.expected; }},
      {{"actual", ""}, [](const SweepMismatch& m) { return m.actual; }},
      {{"expected_segment", ""}, [](const SweepMismatch& m) { return m.expected_segment; }},
      {{"actual_segment", ""}, [](const SweepMismatch& m) { return m.actual_segment; }},
      {{"missing", ""}, [](const SweepMismatch& m) { return m.missing; }}};
  for (auto& figure : figures_of_part<Swept, SweepMismatch>("first_mismatch", first, [](One swept) {
         return swept.found.totals.first ? &*swept.found.totals.first : nullptr;
       })) {
    figures.push_back(std::move(figure));
  }
  figures.push_back(
      {{"first_mismatch.again", ""}, [](One s) { return s.found.totals.first ? Cell(again_command(s)) : Cell(); }});
  return figures;
}

std::string summary_line(const SweepSummary& summary) {
  const Shard& shard = summary.header.shard;
  const std::size_t tables = summary.header.items.size();
  std::string line = fmt::format("{}{} results of {} table{}, {} mismatch{}, digest {}",
                                 shard.count > 1 ? fmt::format("shard {}/{}: ", shard.index, shard.count) : "",
                                 summary.results(), tables, tables == 1 ? "" : "s", summary.mismatches(),
                                 summary.mismatches() == 1 ? "" : "es", summary.digest());
  if (summary.seconds() >= 1) {
    line += fmt::format(", {:.1f} M results/s a core", rate(summary.results(), summary.seconds()));
  }
  return line;
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

Document sweep_document(const SweepSummary& summary, const std::string& conditions) {
  std::vector<Swept> items;
  for (std::size_t i = 0; i < summary.items.size(); ++i) items.push_back({summary.header.items[i], summary.items[i]});
  Document document;
  document.facts = {{"program", summary.header.program},   {"sweep", summary.header.key},
                    {"shard", summary.header.shard.index}, {"shards", summary.header.shard.count},
                    {"results", summary.results()},        {"mismatches", summary.mismatches()},
                    {"digest", summary.digest()},          {"core_seconds", summary.seconds()}};
  document.conditions = {conditions};
  document.sections.push_back(
      {"",
       {},
       {table_of("", group_figures(), groups_of(summary)), table_of("items", item_figures(), items)},
       {summary_line(summary)}});
  for (const Swept& swept : items) {
    const SweepTotals& totals = swept.found.totals;
    if (!totals.first) continue;
    Section& section = document.sections.emplace_back();
    section.notes = {fmt::format("{}: {} of {} results differ; {}", swept.item.label, totals.mismatches,
                                 swept.found.inputs, mismatch_line(*totals.first))};
    section.verbatim = "again: " + again_command(swept) + "\n";
    if (totals.first->number && !swept.item.run.empty()) {
      section.verbatim +=
          fmt::format("replay with a waveform: echo {:.17g} > x.txt; {}\n", *totals.first->number, swept.item.run);
    }
  }
  return document;
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

}  // namespace pwlsim::report
