// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/completion.h"
#include "sim/cli/man_page.h"
#include "sim/fit/fit.h"
#include "sim/function/function.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {
namespace {

struct DocsCommand {
  std::string man, completion;
};

/// What options of one name take in every command.
std::vector<KnownNames> known_names() {
  KnownNames units{{"--unit", "--units"}, {"all"}};
  for (const UnitConfig& unit : named_units()) units.names.push_back(unit.name);
  KnownNames functions{{"--function", "--functions"}, {"all"}};
  for (const Function* function : built_in_functions()) functions.names.push_back(function->name);
  KnownNames methods{{"--method", "--methods"}, {}};
  for (const FitMethod& method : fit_methods()) methods.names.push_back(method.name);
  return {units, functions, methods};
}

int write_docs(const CLI::App& program, const DocsCommand& docs) {
  if (docs.man.empty() && docs.completion.empty()) throw InputError("docs: give --man, --completion or both");
  const std::vector<CommandDescription> commands = describe(program);
  if (!docs.man.empty()) {
    std::error_code error;
    std::filesystem::create_directories(docs.man, error);
    if (error) throw InputError("--man " + docs.man + ": " + error.message());
    for (const CommandDescription& command : commands) {
      write_file((std::filesystem::path(docs.man) / (command.page() + ".1")).string(), man_page(command, commands),
                 "--man");
    }
    std::cout << fmt::format("wrote {} pages to {}\n", commands.size(), docs.man);
  }
  if (!docs.completion.empty()) {
    write_file(docs.completion, bash_completion(commands, known_names()), "--completion");
    if (docs.completion != "-") std::cout << "wrote " << docs.completion << "\n";
  }
  return 0;
}

}  // namespace

void add_docs(CLI::App& program, int& exit_code) {
  Command& app = add_command(program, "docs", "Write manual pages and the completion for bash, from the options");
  app->footer(
      "Example: pwlsim docs --man man1; man man1/pwlsim-run.1\n"
      "Without an installation: pwlsim docs --completion pwlsim.bash; source pwlsim.bash");
  const auto docs = std::make_shared<DocsCommand>();
  app->add_option("--man", docs->man, "Write the pages to this folder: pwlsim.1, and one for each command")
      ->type_name("DIR")
      ->check(check_name);
  app.add_output("--completion", docs->completion, "Write the completion to FILE");
  app->callback([&program, docs, &exit_code] { exit_code = write_docs(program, *docs); });
}

}  // namespace pwlsim::cli
