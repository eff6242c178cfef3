// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/survivors.h"

#include <filesystem>
#include <set>
#include <sstream>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/rooms.h"
#include "sim/unit/structures.h"

namespace pwlsim::mutate {

std::vector<Survivor> read_survivors(const std::string& file) {
  std::istringstream lines(read_file(file));
  std::vector<Survivor> list;
  std::string reason;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '=') {
      reason = on_one_line(line.substr(1));
      continue;
    }
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
    if (second == std::string::npos || line.find('\t', second + 1) != std::string::npos) {
      throw InputError(file + ":" + std::to_string(number) + ": FILE, lines before and lines after, with tabs between");
    }
    if (reason.empty()) {
      throw InputError(file + ":" + std::to_string(number) + ": there is no line '= why' above the first survivor");
    }
    list.push_back({.file = line.substr(0, first),
                    .before = line.substr(first + 1, second - first - 1),
                    .after = line.substr(second + 1),
                    .reason = reason,
                    .list = file,
                    .line = number});
  }
  return list;
}

std::vector<Survivor> survivors_of_structures(Language language) {
  const std::string ending = language == Language::kCpp ? ".h" : ".sv";
  std::vector<Survivor> all;
  for (const Structure* structure : structures()) {
    const std::filesystem::path file = source_folder() / "tests/unit" / structure->name() / "survivors.txt";
    if (!std::filesystem::exists(file)) continue;
    for (const Survivor& survivor : read_survivors(file.string())) {
      if (std::filesystem::path(survivor.file).extension() == ending) all.push_back(survivor);
    }
  }
  return all;
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
