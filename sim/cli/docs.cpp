// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/completion.h"
#include "sim/cli/man_page.h"
#include "sim/cli/option_use.h"
#include "sim/fit/fit.h"
#include "sim/function/function.h"
#include "sim/report/generated_blocks.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {
namespace {

struct DocsCommand {
  std::string man, completion;
  std::string source = source_folder().string();
  bool check = false, update = false;
  std::vector<std::string> only, except;
};

constexpr std::size_t kShownDifferences = 3;  // of a block

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

int check_readmes(const DocsCommand& docs) {
  const std::vector<CheckedBlock> blocks =
      check_blocks({docs.source, docs.only, docs.except, docs.update}, own_output(docs.source));
  std::size_t different = 0;
  for (const CheckedBlock& block : blocks) {
    if (block.differences.empty()) continue;
    ++different;
    std::cout << fmt::format(
        "{}:{}: {}\n", block.file, block.line,
        docs.update ? "written anew: " + block.command : "is not what this prints: " + block.command);
    for (std::size_t i = 0; i < block.differences.size() && i < kShownDifferences; ++i) {
      const LineDifference& one = block.differences[i];
      std::cout << fmt::format("  line {}{}\n    {}\n  {}\n    {}\n", one.line, docs.update ? " was" : "", one.is,
                               docs.update ? "is now" : "should be", one.should_be);
    }
    if (block.differences.size() > kShownDifferences) {
      std::cout << fmt::format("  and {} more lines\n", block.differences.size() - kShownDifferences);
    }
  }
  if (docs.update) {
    std::cout << fmt::format("{} generated blocks of READMEs, {} of them differed\n", blocks.size(), different);
    return 0;
  }
  std::cout << (different == 0
                    ? fmt::format("all {} generated blocks of READMEs are what their commands print\n", blocks.size())
                    : fmt::format("{} of {} generated blocks of READMEs differ; pwlsim docs --update writes them\n",
                                  different, blocks.size()));
  return different == 0 ? 0 : 1;
}

int write_docs(const CLI::App& program, const DocsCommand& docs) {
  if (docs.check || docs.update) return check_readmes(docs);
  if (docs.man.empty() && docs.completion.empty()) {
    throw InputError("docs: give --man or --completion, or --check or --update");
  }
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
  Command& app = add_command(program, "docs",
                             "Manual pages and the completion for bash, from the options; generated blocks of READMEs");
  app->footer(
      "Example: pwlsim docs --man man1; man man1/pwlsim-run.1\n"
      "Without an installation: pwlsim docs --completion pwlsim.bash; source pwlsim.bash\n"
      "READMEs of the source tree: pwlsim docs --check --only list,evidence\n"
      "What stands there between <!-- begin: pwlsim ARGUMENTS --> and <!-- end --> is what that command prints: "
      "Markdown\n"
      "with --markdown, else a block of text. Numbers may differ by 5 %, words not.\n"
      "Exit code: 0 all blocks are right or written, 1 --check found one that is not, 2 wrong usage or bad input.");
  const auto docs = std::make_shared<DocsCommand>();
  CLI::Option* const man =
      app->add_option("--man", docs->man, "Write the pages to this folder: pwlsim.1, and one for each command")
          ->type_name("DIR")
          ->check(check_name);
  CLI::Option* const completion = app.add_output("--completion", docs->completion, "Write the completion to FILE");
  CLI::Option* const update = app->add_flag("--update", docs->update, "Write the generated blocks of all READMEs anew");
  CLI::Option* const check =
      app->add_flag("--check", docs->check, "Only compare them; exit code 1 when one differs")->excludes(update);
  for (CLI::Option* const readmes : {update, check}) readmes->excludes(man)->excludes(completion);
  app->add_option("--source", docs->source, "Source tree with these READMEs; default: this program's own")
      ->type_name("DIR")
      ->check(check_name);
  CLI::Option* const only =
      add_list(app, "--only", docs->only, "Only blocks that these commands make, such as list,compare", true);
  add_list(app, "--except", docs->except, "No blocks that these commands make", true)->excludes(only);
  app->callback([&app, &program, docs, &exit_code] {
    say_idle(app, idle_when(!docs->check && !docs->update, {"--source", "--only", "--except"},
                            "it is about READMEs, which --check and --update look at"));
    exit_code = write_docs(program, *docs);
  });
}

}  // namespace pwlsim::cli
