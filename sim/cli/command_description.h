// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/rooms.h"

namespace CLI {
class App;
}

namespace pwlsim::cli {

/// An option or a positional argument, as a manual shows it.
struct OptionDescription {
  std::vector<std::string> names;  ///< "--output", "-o"; of a positional argument: what the usage calls it
  std::string value;               ///< what it takes: "FILE"; empty for a flag
  std::string standard;            ///< the default, if it has one
  std::string meaning;
  std::string group;                  ///< heading in the help
  std::vector<std::string> excludes;  ///< options that it does not go with
  bool positional = false, required = false;
  bool repeated = false;  ///< takes several values
};

/// A command with its options, hidden ones left out.
struct CommandDescription {
  std::string name;  ///< "pwlsim sweep merge"
  std::string meaning;
  std::string footer;                 ///< examples and exit codes, in lines
  std::vector<std::string> commands;  ///< within it: "merge"
  std::vector<OptionDescription> options;

  /// "pwlsim-sweep-merge", the name of its manual page.
  std::string page() const;
};

/// The program itself and all its commands, each before those within it. Defaults that are files of this program stand
/// as PREFIX/share/pwlsim/…, where an installed one has them.
std::vector<CommandDescription> describe(const CLI::App& program);

}  // namespace pwlsim::cli
