// SPDX-License-Identifier: Apache-2.0
//
// The programs, options and subcommands in the workflow files of scripts/ci exist.

#include <gtest/gtest.h>
#include <regex>
#include <string>
#include <vector>

#include "tests/cli/shown_commands.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const fs::path kRoot = PWLSIM_ROOT;

class CiFiles : public ShownCommands {
 protected:
  /// What is wrong with the commands of a workflow; empty if they are right.
  std::vector<std::string> complaints(const std::string& workflow) const {
    std::vector<std::string> wrong;
    if (workflow.find("scripts/test --output-junit ") == std::string::npos)
      wrong.emplace_back("does not run the tests");
    if (workflow.find("debian:12") == std::string::npos) wrong.emplace_back("runs on another system");
    if (workflow.find('\t') != std::string::npos) wrong.emplace_back("has a tab, which YAML does not take");
    // As a command, not as a word of a comment.
    const std::regex script(R"(^[^#\n]*?(?:run: |- | )(scripts/[\w./-]+|\.ci/[\w.-]+))", std::regex::multiline);
    const std::regex program(R"(build/release/pwlsim \w+[^\n|]*)");
    const auto look_at = [&](const std::string& command) {
      for (const std::string& complaint : wrong_words(command)) wrong.push_back(complaint);
    };
    for (std::sregex_iterator i(workflow.begin(), workflow.end(), script), end; i != end; ++i) look_at((*i)[1]);
    for (std::sregex_iterator i(workflow.begin(), workflow.end(), program), end; i != end; ++i) look_at(i->str());
    return wrong;
  }
};

TEST_F(CiFiles, CallOnlyWhatIsThere) {
  for (const char* name : {"github-actions.yml", "gitlab-ci.yml"}) {
    SCOPED_TRACE(name);
    const std::string workflow = ScratchFolder::read_whole(kRoot / "scripts" / "ci" / name);
    EXPECT_EQ(complaints(workflow), std::vector<std::string>());
    for (const char* words :
         {"scripts/compare --junit ", "pwlsim check --junit ", "pwlsim coverage --junit ", "scripts/build sanitize",
          "ctest --test-dir build/sanitize -L quick ", "install --yes --no-install-recommends ca-certificates git"}) {
      EXPECT_SAYS(workflow, words);
    }
  }
  // The script that .ci/run calls.
  EXPECT_SAYS(ScratchFolder::read_whole(kRoot / ".ci" / "run"), "/../scripts/test");
}

TEST_F(CiFiles, WhatIsNotThereIsFound) {
  const std::string workflow =
      "image: debian:12\n- run: scripts/test --output-junit x\n- scripts/none a\n"
      "- build/release/pwlsim compare --junit x --none y || z --other\n- build/release/pwlsim nothing\n";
  EXPECT_EQ(complaints(workflow),
            (std::vector<std::string>{"scripts/none is not a program", "no option --none", "no subcommand nothing"}));
  EXPECT_EQ(complaints("\t").size(), 3U);
}

}  // namespace
}  // namespace pwlsim::tests
