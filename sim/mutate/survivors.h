// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/mutate/judge.h"
#include "sim/mutate/mutant.h"

namespace pwlsim::mutate {

/// An entry for a mutant that no test can kill, because its change has no visible effect. It is identified by the text
/// of its lines before and after, not by line numbers, so that the list stays valid when other lines of the file
/// change.
struct Survivor {
  std::string file, before, after;
  std::string reason;  ///< one line
  std::string list;    ///< file of the list
  int line = 0;        ///< in the list
};

/// Reads the entries of some lists about files of that language, or about any file:
///
///     # comment
///     = why the following survive
///     FILE <tab> lines before <tab> lines after
///
/// Throws InputError with file and line.
std::vector<Survivor> read_survivors(const std::vector<std::string>& lists, std::optional<Language> language);

/// A mutant with its verdict, which has no meaning while `judged` is false.
struct JudgedMutant {
  Mutant mutant;
  bool judged = false;
  Verdict verdict;
  const Survivor* explained = nullptr;  ///< its entry in the list
};

/// Sets JudgedMutant::explained of survivors to their entries in `list`. `mutants` must have all mutants of their
/// files. Returns a line for each entry that is out of date, because there is no such mutant or it was killed or
/// rejected. Entries for other files are ignored.
std::vector<std::string> explain(std::vector<JudgedMutant>& mutants, const std::vector<Survivor>& list);

}  // namespace pwlsim::mutate
