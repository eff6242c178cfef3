// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/extra_mutants.h"

#include <set>
#include <sstream>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/replace_once.h"
#include "sim/mutate/source_language.h"

namespace pwlsim::mutate {
namespace {

/// The mutant that a line describes.
Mutant mutant_of(const std::string& name, const std::string& file, const std::string& from, const std::string& to,
                 const Sources& sources, const std::string& place) {
  const auto source = sources.find(file);
  if (source == sources.end()) throw InputError(place + ": there is no source " + printable(file));
  replace_once(source->second, from, to, place + ": " + file);
  Mutant mutant = mutant_at(file, kExtraRule, source->second, source->second.find(from), from.size(), to);
  mutant.id = file + " " + name;
  return mutant;
}

}  // namespace

std::vector<Mutant> read_extra_mutants(const std::vector<std::string>& lists, std::optional<Language> language,
                                       const Sources& sources) {
  std::vector<Mutant> mutants;
  std::set<std::string> ids;
  for (const std::string& list : lists) {
    std::istringstream lines(read_file(list));
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      if (line.empty() || line[0] == '#') continue;
      const std::string place = list + ":" + std::to_string(number);
      std::vector<std::string> cells;
      std::istringstream stream(line + "\t");
      for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
      if (cells.size() != 4) throw InputError(place + ": NAME, FILE, text and new text, with tabs between");
      if (language && source_language(cells[1], place) != *language) continue;
      Mutant mutant = mutant_of(cells[0], cells[1], cells[2], cells[3], sources, place);
      if (!ids.insert(mutant.id).second) throw InputError(place + ": a second " + printable(mutant.id));
      mutants.push_back(std::move(mutant));
    }
  }
  return mutants;
}

}  // namespace pwlsim::mutate
