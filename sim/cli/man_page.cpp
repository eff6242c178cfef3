// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/man_page.h"

#include <fmt/format.h>
#include <algorithm>
#include <sstream>
#include <utility>

#include "sim/base/version.h"

namespace pwlsim::cli {
namespace {

/// Variables of the environment that the program reads.
const std::vector<std::pair<const char*, const char*>> kVariables = {
    {"PWLSIM_CACHE", "Folder of results that take long; default: pwlsim in $XDG_CACHE_HOME or ~/.cache"},
    {"PWLSIM_LIBERTY", "Cell library in place of OSU 180 nm, as for --liberty; files with : between"},
    {"PWLSIM_RECORDINGS", "Folder of recorded activations, <function>.npy, in place of the bundled ones"},
    {"PWLSIM_RTL", "Folder of RTL in place of the project's"},
    {"PWLSIM_HW", "Folder of SystemC models in place of the project's, for pwlsim mutate"},
    {"PWLSIM_SCRIPTS", "Folder of scripts that Yosys and OpenSTA run, in place of the project's"},
    {"PWLSIM_CYCLE_SECONDS", "Seconds after which a cycle of foreign RTL counts as endless"},
    {"CXX", "C++ compiler of models; default: g++"},
    {"TMPDIR", "Folder for temporary files; default: /tmp"}};

/// Text that roff takes as it is, in one line. Beyond ASCII it has names for characters.
std::string escaped(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\\') {
      result += "\\e";
    } else if (byte == '-') {
      result += "\\-";
    } else if (byte == '\n') {
      result += ' ';
    } else if (byte < 0x80) {
      result += text[i];
    } else {
      const int more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
      unsigned code = byte & (0x3fU >> more);
      for (int k = 0; k < more && i + 1 < text.size(); ++k)
        code = code << 6 | (static_cast<unsigned char>(text[++i]) & 0x3fU);
      result += fmt::format("\\[u{:04X}]", code);
    }
  }
  return result;
}

/// A line of text; a dot or a quote at its begin would make it a request.
std::string line(const std::string& text) {
  const std::string plain = escaped(text);
  return (!plain.empty() && (plain[0] == '.' || plain[0] == '\'') ? "\\&" : "") + plain + "\n";
}

std::string bold(const std::string& text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + escaped(text) + "\\fR"; }

/// "FILE", and whether there may be more.
std::string value_of(const OptionDescription& option) {
  return option.value.empty() ? "" : " " + italic(option.value) + (option.repeated ? " ..." : "");
}

std::string entry(const std::string& head, const std::string& text) { return ".TP\n" + head + "\n" + line(text); }

std::string option_entry(const OptionDescription& option) {
  std::string head;
  for (const std::string& name : option.names) {
    head += (head.empty() ? "" : ", ") + (option.positional ? italic(name) : bold(name));
  }
  std::string text = option.meaning;
  const auto add = [&](const std::string& sentence) { text += (text.empty() ? "" : ". ") + sentence; };
  if (option.required && !option.positional) add("Required");
  if (!option.standard.empty()) add("Default: " + option.standard);
  if (!option.excludes.empty()) {
    std::string names;
    for (const std::string& name : option.excludes) names += (names.empty() ? "" : ", ") + name;
    add("Not together with " + names);
  }
  return entry(head + (option.positional ? "" : value_of(option)), text);
}

/// The options of a kind, under the headings of the help.
std::string option_sections(const CommandDescription& command) {
  std::vector<std::string> groups;
  for (const OptionDescription& option : command.options) {
    if (option.positional) continue;
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
  }
  std::string text;
  const auto positional = [](const OptionDescription& option) { return option.positional; };
  if (std::any_of(command.options.begin(), command.options.end(), positional)) text += ".SH ARGUMENTS\n";
  for (const OptionDescription& option : command.options) {
    if (option.positional) text += option_entry(option);
  }
  for (const std::string& group : groups) {
    text += group == groups.front() ? ".SH OPTIONS\n" : ".SS " + escaped(group) + "\n";
    for (const OptionDescription& option : command.options) {
      if (!option.positional && option.group == group) text += option_entry(option);
    }
  }
  return text;
}

std::string synopsis(const CommandDescription& command) {
  std::string text = ".SH SYNOPSIS\n" + bold(command.name) + " [" + italic("OPTIONS") + "]";
  for (const OptionDescription& option : command.options) {
    if (!option.positional) continue;
    const std::string argument = italic(option.names.front()) + (option.repeated ? " ..." : "");
    text += option.required ? " " + argument : " [" + argument + "]";
  }
  if (!command.commands.empty()) text += " " + italic("COMMAND");
  return text + "\n";
}

std::string command_section(const CommandDescription& command, const std::vector<CommandDescription>& all) {
  std::string text;
  for (const std::string& name : command.commands) {
    const auto sub = std::find_if(all.begin(), all.end(), [&](const CommandDescription& other) {
      return other.name == command.name + " " + name;
    });
    text += entry(bold(name), sub->meaning + "; see " + sub->page() + "(1)");
  }
  return text.empty() ? "" : ".SH COMMANDS\n" + text;
}

/// The lines of the help's end as they are.
std::string footer_section(const CommandDescription& command) {
  if (command.footer.empty()) return "";
  std::istringstream lines(command.footer);
  std::string text = ".SH EXAMPLES\n.nf\n";
  for (std::string one; std::getline(lines, one);) text += line(one);
  return text + ".fi\n";
}

std::string environment_section() {
  std::string text = ".SH ENVIRONMENT\n";
  for (const auto& [name, meaning] : kVariables) text += entry(bold(name), meaning);
  return text + ".SH FILES\n" +
         entry(italic("PREFIX/share/pwlsim"),
               "RTL, SystemC models, recorded activations and what else the program reads; PREFIX is the folder above "
               "the program's, such as /usr");
}

}  // namespace

std::string man_page(const CommandDescription& command, const std::vector<CommandDescription>& all) {
  const bool whole = command.name == all.front().name;
  std::string title = command.page();
  std::transform(title.begin(), title.end(), title.begin(), [](unsigned char c) { return std::toupper(c); });
  return ".\\\" SPDX-License-Identifier: Apache-2.0\n.\\\" Made by pwlsim docs.\n" +
         fmt::format(".TH \"{}\" 1 \"\" \"{}\" \"User Commands\"\n", escaped(title), program_name()) +
         ".ad l\n.SH NAME\n" + line(command.page() + " - " + command.meaning) + synopsis(command) +
         command_section(command, all) + option_sections(command) + footer_section(command) +
         (whole ? environment_section() : ".SH SEE ALSO\n" + bold(all.front().page()) + "(1)\n");
}

}  // namespace pwlsim::cli
