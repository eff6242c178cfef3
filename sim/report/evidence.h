// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/document.h"

namespace pwlsim::report {

/// What a check of the whole project found (proofs, sweeps, mutants, coverage), as people read it: committed under
/// tests/evidence and shown in tests/README.md.
struct Evidence {
  std::string check;       ///< "prove", as the command is called
  std::string command;     ///< the command line that makes this file
  std::string conditions;  ///< tools, versions, cores, seed
  std::string summary;     ///< one line: "61 proofs hold, 214 of 214 mutants refuted, 312 s"
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< as many cells as columns
};

/// The text of a file of evidence.
std::string evidence_json(const Evidence& evidence);

/// Reads a file of evidence. Throws InputError with file and place for anything that does not belong there.
Evidence read_evidence(const std::string& file);

/// What the document of a check says: its conditions, the first table of its first section as people see it, and the
/// first note below that, which is the summary.
Evidence evidence_of(const std::string& check, const std::string& command, const Document& document);

/// A table of checks, commands and summaries, then each check's own table, folded away where that is possible.
Document evidence_document(const std::vector<Evidence>& checks);

}  // namespace pwlsim::report
