// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/extra_mutants.h"

#include <set>
#include <sstream>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/replace_once.h"

namespace pwlsim::mutate {

std::vector<Mutant> read_extra_mutants(const std::string& list_file, const Sources& sources) {
  std::istringstream lines(read_file(list_file));
  std::vector<Mutant> mutants;
  std::set<std::string> ids;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::string place = list_file + ":" + std::to_string(number);
    std::vector<std::string> cells;
    std::istringstream stream(line + "\t");
    for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
    if (cells.size() != 4) throw InputError(place + ": NAME, FILE, text and new text, with tabs between");
    const auto source = sources.find(cells[1]);
    if (source == sources.end()) throw InputError(place + ": there is no source " + printable(cells[1]));
    replace_once(source->second, cells[2], cells[3], place + ": " + cells[1]);
    Mutant mutant =
        mutant_at(cells[1], kExtraRule, source->second, source->second.find(cells[2]), cells[2].size(), cells[3]);
    mutant.id = cells[1] + " " + cells[0];
    if (!ids.insert(mutant.id).second) throw InputError(place + ": a second " + printable(mutant.id));
    mutants.push_back(std::move(mutant));
  }
  return mutants;
}

}  // namespace pwlsim::mutate
