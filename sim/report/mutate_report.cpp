// SPDX-License-Identifier: Apache-2.0
#include "sim/report/mutate_report.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/utc_time.h"
#include "sim/mutate/extra_mutants.h"

namespace pwlsim::report {
namespace {

/// What became of the mutants of one file, or of all.
struct Tally {
  std::string model, name;
  bool total = false;  ///< over all files
  std::size_t mutants = 0, rejected = 0, same = 0, killed = 0, by_lint = 0, explained = 0, unexplained = 0;

  void count(const JudgedMutant& mutant) {
    if (!mutant.judged) return;
    ++mutants;
    switch (mutant.verdict.fate) {
      case Fate::kRejected:
        ++rejected;
        break;
      case Fate::kSameCode:
        ++same;
        break;
      case Fate::kKilled:
        ++killed;
        by_lint += mutant.verdict.how.rfind(kByLint, 0) == 0 ? 1 : 0;
        break;
      case Fate::kSurvived:
        ++(mutant.explained != nullptr ? explained : unexplained);
        break;
    }
  }

  /// Killed, of those that can be.
  double score() const {
    const std::size_t all = killed + unexplained;
    return all == 0 ? NAN : static_cast<double>(killed) / static_cast<double>(all);
  }
};

const Figures<Tally>& tally_figures() {
  using One = const Tally&;
  static const Figures<Tally> figures = {{{"model", ""}, [](One t) { return t.model; }},
                                         {{"file", "file"}, [](One t) { return t.name; }},
                                         {{"mutants", "mutants", 1}, [](One t) { return t.mutants; }},
                                         {{"rejected", "rejected", 3}, [](One t) { return t.rejected; }},
                                         {{"same_code", "same code", 3}, [](One t) { return t.same; }},
                                         {{"killed", "killed", 1}, [](One t) { return t.killed; }},
                                         {{"by_lint", "by lint", 4}, [](One t) { return t.by_lint; }},
                                         {{"explained", "explained", 2}, [](One t) { return t.explained; }},
                                         {{"unexplained", "unexplained"}, [](One t) { return t.unexplained; }},
                                         {{"score", "score", 1, show_percent}, [](One t) { return t.score(); }}};
  return figures;
}

/// A tally for each file that has judged mutants, and for each model.
std::vector<Tally> tallies_of(const std::vector<MutateResult>& results) {
  std::vector<Tally> tallies;
  for (const MutateResult& result : results) {
    Tally total{result.model, "all " + result.model, true};
    const std::size_t begin = tallies.size();
    for (const JudgedMutant& mutant : result.mutants) {
      if (!mutant.judged) continue;
      if (tallies.size() == begin || tallies.back().name != mutant.mutant.file) {
        tallies.push_back({result.model, mutant.mutant.file});
      }
      tallies.back().count(mutant);
      total.count(mutant);
    }
    tallies.push_back(total);
  }
  return tallies;
}

std::string summary_line(const std::vector<Tally>& tallies) {
  std::string line;
  for (const Tally& t : tallies) {
    if (!t.total) continue;
    line += fmt::format("{}{}: {} of {} mutants killed, {} equivalent or explained, {} rejected, {} unexplained",
                        line.empty() ? "" : "; ", t.model, t.killed, t.mutants, t.same + t.explained, t.rejected,
                        t.unexplained);
  }
  return line;
}

/// Which verdicts were not found now; empty when all were.
std::string cache_line(const std::vector<MutateResult>& results) {
  std::size_t kept = 0, judged = 0;
  std::int64_t oldest = std::numeric_limits<std::int64_t>::max(), youngest = 0;
  for (const MutateResult& result : results) {
    judged += static_cast<std::size_t>(
        std::count_if(result.mutants.begin(), result.mutants.end(), [](const JudgedMutant& m) { return m.judged; }));
    kept += result.kept.size();
    for (const auto& [mutant, time] : result.kept) {
      oldest = std::min(oldest, time);
      youngest = std::max(youngest, time);
    }
  }
  if (kept == 0) return "";
  return fmt::format("from the cache: {} of {} verdicts, found {}{}; --fresh judges again", kept, judged,
                     utc_time(oldest), utc_time(oldest) == utc_time(youngest) ? "" : " to " + utc_time(youngest));
}

/// What is wrong with a mutant's verdict; empty when nothing is.
std::string complaint(const JudgedMutant& mutant, const MutateView& view) {
  const std::string& id = mutant.mutant.id;
  const bool survived = mutant.verdict.fate == Fate::kSurvived;
  if (view.harmless) {
    return survived ? "" : fmt::format("{} does not survive ({})\n", id, verdict_text(mutant.verdict));
  }
  if (mutant.mutant.rule == kExtraRule && mutant.verdict.fate != Fate::kKilled) {
    return fmt::format("{} has to be killed, and is not ({})\n", id, verdict_text(mutant.verdict));
  }
  if (!survived || mutant.explained != nullptr) return "";
  const std::string& how = mutant.verdict.how;
  return fmt::format("{} survives{}:\n{}\t{}\t{}\n", id, how.empty() ? "" : ", " + how, mutant.mutant.file,
                     mutant.mutant.before, mutant.mutant.after);
}

/// All complaints by file, in the order of their names; a file of which there are none has an empty text.
std::map<std::string, std::string> complaints(const MutateResult& result, const MutateView& view) {
  std::map<std::string, std::string> messages;
  for (const JudgedMutant& mutant : result.mutants) {
    if (mutant.judged) messages[mutant.mutant.file] += complaint(mutant, view);
  }
  return messages;
}

std::string stale_text(const MutateResult& result) {
  std::string text;
  for (const std::string& line : result.stale) text += line + "\n";
  return text;
}

/// A mutant and the run it belongs to.
struct Judged {
  const MutateResult& result;
  const JudgedMutant& mutant;
};

std::vector<Judged> judged_of(const std::vector<MutateResult>& results) {
  std::vector<Judged> all;
  for (const MutateResult& result : results) {
    for (const JudgedMutant& mutant : result.mutants) {
      if (mutant.judged) all.push_back({result, mutant});
    }
  }
  return all;
}

Figures<Judged> mutant_figures() {
  Figures<Judged> figures = {{{"mutant", "mutant"}, [](const Judged& j) { return j.mutant.mutant.id; }},
                             {{"before", "before", 1}, [](const Judged& j) { return j.mutant.mutant.before; }},
                             {{"after", "after"}, [](const Judged& j) { return j.mutant.mutant.after; }}};
  for (Figure<Judged>& figure : figures) figure.column.align = Column::Align::kLeft;
  return figures;
}

/// With what became of them.
Figures<Judged> verdict_figures() {
  Figures<Judged> figures = mutant_figures();
  const Figures<Judged> verdicts = {
      {{"verdict", "verdict"}, [](const Judged& j) { return verdict_text(j.mutant.verdict); }},
      {{"explanation", "explanation", 1},
       [](const Judged& j) { return j.mutant.explained != nullptr ? Cell(j.mutant.explained->reason) : Cell(); }},
      {{"judged_at", "from the cache of", 2}, [](const Judged& j) {
         const auto kept = j.result.kept.find(&j.mutant);
         return kept == j.result.kept.end() ? Cell() : Cell(utc_time(kept->second));
       }}};
  for (const Figure<Judged>& figure : verdicts) {
    figures.push_back(figure);
    figures.back().column.align = Column::Align::kLeft;
  }
  return figures;
}

}  // namespace

Document mutate_document(const std::vector<MutateResult>& results, const std::string& conditions,
                         const MutateView& view) {
  const std::vector<Tally> tallies = tallies_of(results);
  std::vector<Tally> files;
  std::copy_if(tallies.begin(), tallies.end(), std::back_inserter(files), [](const Tally& t) { return !t.total; });
  DataTable data = table_of("files", tally_figures(), files);
  DataTable mutants = table_of("judged_mutants", verdict_figures(), judged_of(results));
  for (Column& column : data.columns) column.head.clear();
  for (Column& column : mutants.columns) {
    if (!view.verbose) column.head.clear();
  }
  data.identity = 2;
  DataTable shown = table_of("", tally_figures(), tallies);
  Document document;
  document.facts = {{"conditions", conditions}};
  document.conditions = {conditions};
  Section section{"", {}, {std::move(shown), std::move(data)}, {summary_line(tallies)}};
  if (const std::string line = cache_line(results); !line.empty()) section.notes.push_back(line);
  document.sections.push_back(std::move(section));
  document.sections.push_back({"", {}, {std::move(mutants)}});
  for (const MutateResult& result : results) {
    for (const auto& [file, message] : complaints(result, view)) {
      if (!message.empty()) document.sections.push_back({"", {}, {}, {}, message});
    }
    if (!result.stale.empty()) document.sections.push_back({"", {}, {}, {}, "out of date:\n" + stale_text(result)});
  }
  return document;
}

Document mutants_document(const std::vector<MutateResult>& results) {
  Document document;
  document.sections.push_back({"", {}, {table_of("judged_mutants", mutant_figures(), judged_of(results))}});
  return document;
}

std::vector<CheckCase> mutate_cases(const std::vector<MutateResult>& results, const MutateView& view) {
  std::vector<CheckCase> cases;
  for (const MutateResult& result : results) {
    const std::string group = "mutate." + result.model;
    for (const auto& [file, message] : complaints(result, view)) {
      cases.push_back({group, file, message.empty(), message});
    }
    const std::string stale = stale_text(result);
    cases.push_back({group, "survivors.txt", stale.empty(), stale});
  }
  return cases;
}

}  // namespace pwlsim::report
