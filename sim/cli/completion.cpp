// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/completion.h"

#include <fmt/format.h>
#include <algorithm>
#include <functional>

namespace pwlsim::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// The names of a command's options for which that holds.
std::string names_where(const CommandDescription& command, const std::function<bool(const OptionDescription&)>& holds) {
  std::vector<std::string> names;
  for (const OptionDescription& option : command.options) {
    if (!option.positional && holds(option)) names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return joined(names);
}

bool takes_file(const OptionDescription& option) { return option.value == "FILE"; }
bool takes_folder(const OptionDescription& option) { return option.value == "DIR"; }
bool takes_word(const OptionDescription& option) { return !option.value.empty(); }

/// The branch of a command: what may follow it.
std::string branch(const CommandDescription& command) {
  const bool file = std::any_of(command.options.begin(), command.options.end(),
                                [](const OptionDescription& o) { return o.positional && takes_file(o); });
  return fmt::format(
      "    '{}')\n      commands='{}'\n      options='{}'\n      files='{}'\n      folders='{}'\n      values='{}'\n"
      "      argument={}\n      ;;\n",
      command.name, joined(command.commands), names_where(command, [](const OptionDescription&) { return true; }),
      names_where(command, takes_file), names_where(command, takes_folder), names_where(command, takes_word),
      file ? "file" : "none");
}

}  // namespace

std::string bash_completion(const std::vector<CommandDescription>& commands, const std::vector<KnownNames>& known) {
  std::string branches, names, words;
  for (const CommandDescription& command : commands) {
    branches += branch(command);
    if (command.name != commands.front().name) words += (words.empty() ? "" : " | ") + ("'" + command.name + "'");
  }
  for (const KnownNames& kind : known) {
    std::string pattern;
    for (const std::string& option : kind.options) pattern += (pattern.empty() ? "" : " | ") + option;
    names += fmt::format("    {}) names='{}' ;;\n", pattern, joined(kind.names));
  }
  return fmt::format(R"(# SPDX-License-Identifier: Apache-2.0
# Made by pwlsim docs.
_pwlsim() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local command=pwlsim word commands options files folders values argument names= before=
  COMPREPLY=()
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$command $word" in
      {}) command="$command $word" ;;
    esac
  done
  case "$command" in
{}  esac
  case "$previous" in
{}  esac
  if [[ " $files " == *" $previous "* ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  elif [[ " $folders " == *" $previous "* ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
  elif [[ " $values " == *" $previous "* ]]; then
    # The last item of a list.
    [[ $current == *,* ]] && before=${{current%,*}},
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$names" -- "${{current##*,}}")
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
    if [[ $argument == file ]]; then
      compopt -o filenames 2>/dev/null
      mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen -f -- "$current")
    fi
  fi
}}
complete -F _pwlsim pwlsim
)",
                     words, branches, names);
}

}  // namespace pwlsim::cli
