// SPDX-License-Identifier: Apache-2.0
#include "sim/report/prove_report.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "sim/base/utc_time.h"

namespace pwlsim::report {
namespace {

const char* standing_text(Standing standing) {
  switch (standing) {
    case Standing::kProven:
      return "proven";
    case Standing::kRefuted:
      return "REFUTED";
    case Standing::kVacuous:
      return "VACUOUS";
    case Standing::kUndecided:
      return "NOT DECIDED";
    default:
      return "only simulated";
  }
}

/// Without attempts there are no figures of any.
bool is_tried(const ProofResult& result) { return result.standing != Standing::kSimulated; }

/// A proof's name and what it says; `importance` of the latter.
Figures<Proof> statement_figures(Importance importance) {
  Figures<Proof> figures = {{{"proof", "proof"}, [](const Proof& p) { return p.name; }},
                            {{"group", ""}, [](const Proof& p) { return p.group; }},
                            {{"states", "states", importance}, [](const Proof& p) { return p.states; }},
                            {{"for", "for", importance}, [](const Proof& p) { return p.covers; }}};
  for (Figure<Proof>& figure : figures) figure.column.align = Column::Align::kLeft;
  return figures;
}

Figures<ProofResult> proof_figures(bool with_cache) {
  using Result = const ProofResult&;
  Figures<ProofResult> figures;
  for (const Figure<Proof>& figure : statement_figures(3)) {
    figures.push_back({figure.column, [of = figure.of](Result result) { return of(*result.proof); }});
  }
  const Figures<ProofResult> of_result = {
      {{"input_bits", "input bits", 5}, [](Result r) { return r.proof->inputs; }},
      {{"output_bits", "output bits", 5}, [](Result r) { return r.proof->outputs; }},
      {{"result", "result"},
       [with_cache](Result r) {
         const Cell standing = standing_text(r.standing);
         if (!is_tried(r)) return standing.shown_as("only simulated: " + r.proof->unsettled);
         return with_cache && r.itself_cached
                    ? standing.shown_as(std::string(standing_text(r.standing)) + ", from the cache")
                    : standing;
       }},
      {{"seconds", "s", 2, show_decimals<1>}, [](Result r) { return is_tried(r) ? Cell(r.seconds) : Cell::note("-"); }},
      {{"mutants", ""}, [](Result r) { return is_tried(r) ? Cell(r.mutants) : Cell(); }},
      {{"refuted", "mutants refuted", 1},
       [](Result r) {
         return is_tried(r) ? Cell(r.refuted).shown_as(fmt::format("{} of {}", r.refuted, r.mutants)) : Cell::note("-");
       }},
      {{"ands", ""}, [](Result r) { return is_tried(r) ? Cell(r.ands) : Cell(); }},
      {{"from_cache", ""}, [](Result r) { return r.itself_cached; }},
      {{"message", ""}, [](Result r) { return r.message.empty() ? Cell() : Cell(r.message); }}};
  figures.insert(figures.end(), of_result.begin(), of_result.end());
  return figures;
}

std::string summary_line(const std::vector<ProofResult>& results) {
  int proven = 0, simulated = 0, refuted = 0, mutants = 0, failed = 0;
  double seconds = 0;
  for (const ProofResult& result : results) {
    proven += result.standing == Standing::kProven ? 1 : 0;
    simulated += is_tried(result) ? 0 : 1;
    failed += is_failure(result) ? 1 : 0;
    refuted += result.refuted;
    mutants += result.mutants;
    seconds += result.seconds;
  }
  return fmt::format(
      "{} proofs hold, {} fail, {} of {} mutants refuted; {} statements only simulated; {:.0f} s in proofs", proven,
      failed, refuted, mutants, simulated, seconds);
}

/// What was not calculated now; empty when all was.
std::string cache_line(const std::vector<ProofResult>& results) {
  std::vector<std::int64_t> times;
  std::size_t all = 0;
  for (const ProofResult& result : results) {
    times.insert(times.end(), result.cached.begin(), result.cached.end());
    all += is_tried(result) ? 1 + result.proof->mutants.size() : 0;
  }
  if (times.empty()) return "";
  const auto [oldest, youngest] = std::minmax_element(times.begin(), times.end());
  return fmt::format(
      "from the cache: {} of {} results, of proofs and mutants, found {}{}; seconds are those of that run; --fresh "
      "decides again",
      times.size(), all, utc_time(*oldest),
      utc_time(*oldest) == utc_time(*youngest) ? "" : " to " + utc_time(*youngest));
}

}  // namespace

bool is_failure(const ProofResult& result) {
  return result.standing != Standing::kProven && result.standing != Standing::kSimulated;
}

Document prove_document(const std::vector<ProofResult>& results, const std::string& conditions, bool with_cache) {
  Document document;
  document.facts = {{"conditions", conditions}};
  document.conditions = {conditions};
  Section section{"", {}, {table_of("proofs", proof_figures(with_cache), results)}, {summary_line(results)}};
  if (const std::string line = cache_line(results); with_cache && !line.empty()) section.notes.push_back(line);
  document.sections.push_back(std::move(section));
  for (const ProofResult& result : results) {
    if (!is_failure(result)) continue;
    document.sections.push_back({"", {}, {}, {}, fmt::format("{}: {}\n", result.proof->name, result.message)});
  }
  return document;
}

Document proofs_document(const std::vector<Proof>& proofs) {
  Figures<Proof> figures = statement_figures(0);
  figures.push_back({{"only_simulated", "only simulated, because", 1},
                     [](const Proof& proof) { return proof.unsettled.empty() ? Cell() : Cell(proof.unsettled); }});
  figures.back().column.align = Column::Align::kLeft;
  Document document;
  document.sections.push_back({"", {}, {table_of("proofs", figures, proofs)}});
  return document;
}

std::vector<CheckCase> prove_cases(const std::vector<ProofResult>& results) {
  std::vector<CheckCase> cases;
  for (const ProofResult& result : results) {
    cases.push_back({"prove." + result.proof->group, result.proof->name, !is_failure(result), result.message,
                     result.seconds, !is_tried(result)});
  }
  return cases;
}

}  // namespace pwlsim::report
