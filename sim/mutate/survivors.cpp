// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/survivors.h"

#include <set>
#include <sstream>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/mutate/source_language.h"

namespace pwlsim::mutate {

namespace {

void read_list(const std::string& file, std::optional<Language> language, std::vector<Survivor>& survivors) {
  std::istringstream lines(read_file(file));
  std::string reason;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '=') {
      reason = on_one_line(line.substr(1));
      continue;
    }
    const std::string place = file + ":" + std::to_string(number);
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
    if (second == std::string::npos || line.find('\t', second + 1) != std::string::npos) {
      throw InputError(place + ": FILE, lines before and lines after, with tabs between");
    }
    if (reason.empty()) throw InputError(place + ": there is no line '= why' above the first survivor");
    Survivor survivor{.file = line.substr(0, first),
                      .before = line.substr(first + 1, second - first - 1),
                      .after = line.substr(second + 1),
                      .reason = reason,
                      .list = file,
                      .line = number};
    if (!language || source_language(survivor.file, place) == language) survivors.push_back(std::move(survivor));
  }
}

}  // namespace

std::vector<Survivor> read_survivors(const std::vector<std::string>& lists, std::optional<Language> language) {
  std::vector<Survivor> survivors;
  for (const std::string& file : lists) read_list(file, language, survivors);
  return survivors;
}

std::vector<std::string> explain(std::vector<JudgedMutant>& mutants, const std::vector<Survivor>& list) {
  std::set<std::string> files;
  for (const JudgedMutant& mutant : mutants) files.insert(mutant.mutant.file);
  std::vector<std::string> stale;
  for (const Survivor& survivor : list) {
    if (files.count(survivor.file) == 0) continue;
    const JudgedMutant* last = nullptr;
    bool alive = false;
    for (JudgedMutant& candidate : mutants) {
      const Mutant& mutant = candidate.mutant;
      if (mutant.file != survivor.file || mutant.before != survivor.before || mutant.after != survivor.after) continue;
      last = &candidate;
      const bool survived = candidate.judged && candidate.verdict.fate == Fate::kSurvived;
      alive = alive || !candidate.judged || (survived && candidate.explained == nullptr);
      if (!survived || candidate.explained != nullptr) continue;
      candidate.explained = &survivor;  // one mutant per entry, because the same text may occur in several places
      break;
    }
    if (alive) continue;
    const std::string place = survivor.list + ":" + std::to_string(survivor.line) + ": ";
    if (last == nullptr) {
      stale.push_back(place + "there is no such mutant of " + survivor.file + ": " + survivor.after);
    } else {
      stale.push_back(place + last->mutant.id + " does not survive (" + verdict_text(last->verdict) + ")");
    }
  }
  return stale;
}

}  // namespace pwlsim::mutate
