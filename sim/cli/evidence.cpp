// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.h"
#include <CLI/CLI.hpp>
#include "sim/base/source_folder.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/document_options.h"
#include "sim/cli/option_use.h"
#include "sim/cli/options.h"
#include "sim/report/budgets.h"
#include "sim/report/document_markdown.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

namespace fs = std::filesystem;

struct EvidenceCommand {
  std::string folder = (source_folder() / "tests/evidence").string();
  std::string readme = (source_folder() / "README.md").string();
  bool update = false, check = false;
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

int show(const EvidenceCommand& command) {
  const Document document = evidence_document(read_all(command.folder));
  if (!command.update && !command.check) {
    write_document(document, command.document);
    return 0;
  }
  if (command.update) check_updatable(command.readme, "--readme");
  const std::string now = read_file(command.readme);
  const std::string wanted = with_block(now, "evidence", document_markdown(document), command.readme);
  if (command.update) {
    write_file(command.readme, wanted, "--readme");
    std::cout << "wrote the table of " << command.readme << "\n";
    return 0;
  }
  std::cout << "the table of " << command.readme << (now == wanted ? " is" : " is not") << " that of " << command.folder
            << (now == wanted ? "\n" : "; pwlsim evidence --update writes it\n");
  return now == wanted ? 0 : 1;
}

}  // namespace

void add_evidence(CLI::App& program, int& exit_code) {
  Command& app =
      add_command(program, "evidence", "The table of what proofs, sweeps, mutants, coverage and random sessions found");
  app->footer(
      "Example: pwlsim evidence\nAfter a check with --evidence tests/evidence/….json: pwlsim evidence --update");
  const auto command = std::make_shared<EvidenceCommand>();
  app->add_option("--folder", command->folder, "Where the checks' files are")->capture_default_str()->check(check_name);
  app.add_updated("--readme", command->readme, "Markdown file with a place for it, <!-- evidence: begin --> to end")
      ->capture_default_str();
  app.also_reads("--folder", [command] { return files_in(command->folder, ".json"); });
  add_document_options(app, command->document);
  CLI::Option* const update = app->add_flag("--update", command->update, "Write it into the Markdown file");
  app->add_flag("--check", command->check, "Only check that the Markdown file shows it; exit code 1 when not")
      ->excludes(update);
  app->callback([&app, command, &exit_code] {
    say_idle(app, idle_when(!command->update && !command->check, {"--readme"},
                            "the table is printed; --update writes it there, --check compares") +
                      idle_when(command->update || command->check, {"--wide", "--markdown", "--json", "--csv"},
                                "with --update and --check nothing is shown"));
    exit_code = show(*command);
  });
}

}  // namespace pwlsim::cli
