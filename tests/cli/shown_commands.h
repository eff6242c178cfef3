// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {

/// Looks at command lines that the project's texts show, without running them.
class ShownCommands : public Cli {
 protected:
  /// What is wrong with the words of a command: a script, subcommand or option that is not there. FILE and the like may
  /// stand for something else.
  std::vector<std::string> wrong_words(const std::string& words) const {
    std::istringstream stream(words);
    std::string program, command, word;
    stream >> program;
    if (program.rfind("scripts/", 0) == 0 || program.rfind(".ci/", 0) == 0) {
      if (access((fs::path(PWLSIM_ROOT) / program).c_str(), X_OK) != 0) return {program + " is not a program"};
      return {};
    }
    if (program != "pwlsim" && program != "build/release/pwlsim") return {};
    if (!(stream >> command)) return {};
    Arguments arguments = {command};
    if (words.find(" merge") != std::string::npos) arguments.emplace_back("merge");
    const std::string help = pwlsim(arguments + Arguments{"--help"}).out;
    if (help.find("pwlsim " + command + " ") == std::string::npos) return {"no subcommand " + command};
    std::vector<std::string> wrong;
    while (stream >> word && word != "|" && word != "||") {
      static const std::regex option("--?[a-z][a-z-]*");
      std::smatch found;
      if (!std::regex_search(word, found, option, std::regex_constants::match_continuous)) continue;
      if (!std::regex_search(help, std::regex("[ ,]" + found.str() + "[ ,\n]")))
        wrong.push_back("no option " + found.str());
    }
    return wrong;
  }
};

}  // namespace pwlsim::tests
