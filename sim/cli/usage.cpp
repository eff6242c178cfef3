// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/usage.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/nearest_name.h"

namespace pwlsim::cli {
namespace {

/// The command that the line is about: of "sweep merge", merge.
const CLI::App& command_of(const CLI::App& program) {
  const CLI::App* command = &program;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return *command;
}

std::string full_name(const CLI::App& command) {
  const CLI::App* const parent = command.get_parent();
  if (parent == nullptr) return "pwlsim";
  return full_name(*parent) + " " + command.get_name();
}

std::vector<std::string> commands_in(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

/// "--unit", "-o" …
std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    for (const std::string& name : option->get_fnames()) names.push_back("--" + name);
  }
  return names;
}

std::string unknown_option(const CLI::App& command, const std::string& word) {
  const std::string option = word.substr(0, word.find('='));
  const std::vector<std::string> known = options_of(command);
  if (std::find(known.begin(), known.end(), option) != known.end()) {
    return fmt::format("{} stands before the command that takes it; pwlsim {} {} …", option, command.get_name(),
                       option);
  }
  // With one dash it is as near as with two.
  const std::string name = "--" + option.substr(std::min(option.find_first_not_of('-'), option.size()));
  return fmt::format("{} has no option '{}'{}", full_name(command).substr(command.get_parent() == nullptr ? 0 : 7),
                     printable(option), suggestion(name, known));
}

/// What the words that no option took are.
std::string unexpected(const CLI::App& program, const std::vector<std::string>& words) {
  const CLI::App& command = command_of(program);
  const auto option = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return word.size() > 1 && word[0] == '-' && word.find_first_not_of("-0123456789.") != std::string::npos;
  });
  // A command before all others is wrong, whatever its options are.
  const bool no_command = command.get_parent() == nullptr && words.front()[0] != '-';
  if (option != words.end() && !no_command) return unknown_option(command, *option);
  const std::string& word = words.front();
  const std::vector<std::string> commands = commands_in(command);
  if (command.get_parent() != nullptr) {
    return fmt::format("{} takes no argument '{}'{}", command.get_name(), printable(word), suggestion(word, commands));
  }
  return fmt::format("there is no command '{}'{}", printable(word), suggestion(word, commands));
}

}  // namespace

std::string wrong_usage(const CLI::App& program, const CLI::Error& error) {
  const std::string help = fmt::format(" (see {} --help)", full_name(command_of(program)));
  const std::vector<std::string> words = program.remaining(true);
  const bool extras = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  const bool no_command =
      dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && program.get_subcommands().empty();
  if (words.empty() || !(extras || no_command)) {
    return no_command ? "a command is missing" + help : error.what() + help;
  }
  return unexpected(program, words) + help;
}

}  // namespace pwlsim::cli
