// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/command_description.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "sim/base/source_folder.h"

namespace pwlsim::cli {
namespace {

std::string as_installed(std::string text) {
  const std::string own = source_folder().string();
  if (text.rfind(own, 0) == 0) text.replace(0, own.size(), "PREFIX/share/pwlsim");
  return text;
}

/// All names of an option; a flag's negative one, too.
std::vector<std::string> names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const std::string& name : option.get_lnames()) add("--" + name);
  for (const std::string& name : option.get_fnames()) add("--" + name);
  for (const std::string& name : option.get_snames()) add("-" + name);
  if (option.get_positional()) add(option.get_name(true));
  return names;
}

OptionDescription describe_option(const CLI::Option& option) {
  OptionDescription text;
  text.names = names_of(option);
  text.meaning = option.get_description();
  text.group = option.get_group();
  text.positional = option.get_positional();
  text.required = option.get_required();
  if (option.get_type_size() != 0) {
    text.value = option.get_type_name();
    text.standard = as_installed(option.get_default_str());
    text.repeated = option.get_expected_max() > 1;
  }
  for (const CLI::Option* other : option.get_excludes()) text.excludes.push_back(names_of(*other).front());
  std::sort(text.excludes.begin(), text.excludes.end());  // CLI11 has them in the order of addresses
  return text;
}

void add_descriptions(const CLI::App& command, const std::string& name, std::vector<CommandDescription>& all) {
  CommandDescription text;
  text.name = name;
  text.meaning = command.get_description();
  text.footer = command.get_footer();
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_group().empty()) text.options.push_back(describe_option(*option));
  }
  const std::vector<const CLI::App*> commands = command.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* sub : commands) text.commands.push_back(sub->get_name());
  all.push_back(std::move(text));
  for (const CLI::App* sub : commands) add_descriptions(*sub, name + " " + sub->get_name(), all);
}

}  // namespace

std::string CommandDescription::page() const {
  std::string page = name;
  std::replace(page.begin(), page.end(), ' ', '-');
  return page;
}

std::vector<CommandDescription> describe(const CLI::App& program) {
  std::vector<CommandDescription> all;
  add_descriptions(program, "pwlsim", all);
  return all;
}

}  // namespace pwlsim::cli
