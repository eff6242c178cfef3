// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.h"
#include <CLI/CLI.hpp>
#include "sim/base/source_folder.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "sim/base/error.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/options.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

namespace fs = std::filesystem;

struct EvidenceCommand {
  std::string folder = (source_folder() / "tests/evidence").string();
  DocumentOptions document;
};

/// All files of the folder, by name.
std::vector<Evidence> read_all(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  if (error) throw InputError(folder + ": " + error.message());
  if (files.empty()) throw InputError(folder + ": has no evidence (*.json), which --evidence of each check writes");
  std::sort(files.begin(), files.end());
  std::vector<Evidence> all;
  for (const std::string& file : files) all.push_back(read_evidence(file));
  return all;
}

}  // namespace

void add_evidence(CLI::App& program, int& exit_code) {
  Command& app =
      add_command(program, "evidence", "The table of what proofs, sweeps, mutants, coverage and random sessions found");
  app->footer(
      "Example: pwlsim evidence\n"
      "--evidence of a check writes its file; for tests/README.md: pwlsim docs --update");
  const auto command = std::make_shared<EvidenceCommand>();
  app->add_option("--folder", command->folder, "Where the checks' files are")->capture_default_str()->check(check_name);
  app.also_reads("--folder", [command] { return files_in(command->folder, ".json"); });
  add_document_options(app, command->document);
  app->callback([command, &exit_code] {
    write_document(evidence_document(read_all(command->folder)), command->document);
    exit_code = 0;
  });
}

}  // namespace pwlsim::cli
