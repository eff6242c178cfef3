// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/mutate/judge.h"
#include "sim/mutate/mutant.h"

namespace pwlsim::mutate {

/// A mutant that no test can kill, as it does nothing that anybody sees. Named by what its lines are before and after,
/// not by their numbers, so that the list outlives changes elsewhere in the file.
struct Survivor {
  std::string file, before, after;
  std::string reason;  ///< one line
  std::string list;    ///< file that it stands in
  int line = 0;        ///< of that file
};

/// Reads a list:
///
///     # comment
///     = why the following survive
///     FILE <tab> lines before <tab> lines after
///
/// Throws InputError with file and line.
std::vector<Survivor> read_survivors(const std::string& file);

/// What the folders of the structures in tests/unit/ explain, of their own RTL (`.sv`) or SystemC (`.h`).
std::vector<Survivor> survivors_of_structures(Language language);

/// A judged mutant; `verdict` is without meaning where `judged` is false.
struct JudgedMutant {
  Mutant mutant;
  bool judged = false;
  Verdict verdict;
  const Survivor* explained = nullptr;  ///< its entry in the list
};

/// Gives survivors their entries in `list`. Returns a line for each entry that is out of date: no such mutant in
/// `mutants`, which are all of their files, or one that was killed or rejected. Entries of other files are left alone.
std::vector<std::string> explain(std::vector<JudgedMutant>& mutants, const std::vector<Survivor>& list);

}  // namespace pwlsim::mutate
