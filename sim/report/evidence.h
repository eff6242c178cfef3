// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace pwlsim::report {

/// What a check of the whole project found (proofs, sweeps, mutants, coverage), as people read it: committed under
/// tests/evidence and shown in the README.
struct Evidence {
  std::string check;       ///< "prove", as the command is called
  std::string command;     ///< that makes this file
  std::string conditions;  ///< tools, versions, cores, seed
  std::string summary;     ///< one line: "61 proofs hold, 214 of 214 mutants refuted, 312 s"
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< as many cells as columns
};

/// The text of such a file.
std::string evidence_json(const Evidence& evidence);

/// Reads one. Throws InputError with file and place for anything that does not belong there.
Evidence read_evidence(const std::string& file);

/// For a terminal: conditions, table, summary.
std::string evidence_text(const Evidence& evidence);

/// For the README: a table of checks, commands and summaries, then each check's own table, folded away.
std::string evidence_markdown(const std::vector<Evidence>& checks);

}  // namespace pwlsim::report
