// SPDX-License-Identifier: Apache-2.0
//
// Manual pages and completion have every command and option that --help shows, and the tools that read them take them.

#include <gtest/gtest.h>
#include <cstdlib>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "sim/base/source_folder.h"
#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Names = std::set<std::string>;

class DocsCli : public Cli {
 protected:
  DocsCli() { output_of({"docs", "--man", "man1", "--completion", "completion"}); }

  /// All commands, the program itself first.
  std::vector<Arguments> commands() const {
    std::vector<Arguments> all = {{}, {"sweep", "merge"}};
    const std::string help = output_of({"--help"});
    const std::string list = help.substr(help.find("Subcommands:"));
    const std::regex line(R"(\n  ([a-z]+) )");
    for (std::sregex_iterator i(list.begin(), list.end(), line), end; i != end; ++i) all.push_back({(*i)[1]});
    EXPECT_GE(all.size(), 18U);
    return all;
  }

  /// The options that --help of a command shows.
  Names options_of(const Arguments& command) const {
    const std::string help = output_of(command + Arguments{"--help"});
    Names options;
    const std::regex line(R"(\n  (-[^ {]+))"), name("-{1,2}[a-z0-9A-Z][a-z0-9-]*");
    for (std::sregex_iterator i(help.begin(), help.end(), line), end; i != end; ++i) {
      const std::string names = (*i)[1];
      for (std::sregex_iterator n(names.begin(), names.end(), name); n != end; ++n) options.insert(n->str());
    }
    EXPECT_EQ(options.count("--help"), 1U);
    return options;
  }

  static std::string page_of(const Arguments& command) {
    std::string page = "man1/pwlsim";
    for (const std::string& word : command) page += "-" + word;
    return page + ".1";
  }

  /// What bash offers for the last of these words.
  std::set<std::string> completions(const Arguments& words) const {
    const Outcome outcome = shell(
        R"(exec bash -c '. ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pwlsim; printf "%s\n" "${COMPREPLY[@]}"' bash "$@")",
        Arguments{"bash"} + words);
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.err, "");
    std::set<std::string> all;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) all.insert(line);
    all.erase("");
    return all;
  }
};

TEST_F(DocsCli, PagesHaveEveryOption) {
  std::set<std::string> pages;
  for (const Arguments& command : commands()) {
    const std::string page = folder_.read(page_of(command));
    pages.insert(fs::path(page_of(command)).filename().string());
    Names entries;
    // Names in bold at the heads of entries.
    const std::regex head(R"(\n\.TP\n(\\fB.*)\n)"), name(R"(\\fB((?:\\-)[^\\]*(?:\\-[^\\]*)*)\\fR)");
    for (std::sregex_iterator i(page.begin(), page.end(), head), end; i != end; ++i) {
      const std::string names = (*i)[1];
      for (std::sregex_iterator n(names.begin(), names.end(), name); n != end; ++n) {
        entries.insert(std::regex_replace((*n)[1].str(), std::regex(R"(\\-)"), "-"));
      }
    }
    EXPECT_EQ(entries, options_of(command)) << page_of(command);
  }
  std::set<std::string> written;
  for (const auto& entry : fs::directory_iterator(folder_.path() / "man1")) {
    written.insert(entry.path().filename().string());
    EXPECT_EQ(folder_.read("man1/" + entry.path().filename().string()).find(source_folder().string()),
              std::string::npos);
  }
  EXPECT_EQ(written, pages);
}

TEST_F(DocsCli, PagesHaveTheVariablesThatTheProgramReads) {
  const std::string page = folder_.read("man1/pwlsim.1");
  Names variables;
  for (const auto& entry : fs::recursive_directory_iterator(source_folder() / "sim")) {
    if (entry.path().extension() != ".cpp" || entry.path().filename() == "man_page.cpp") continue;
    const std::string text = ScratchFolder::read_whole(entry.path());
    const std::regex name(R"rx("(PWLSIM_[A-Z_]*[A-Z])"[;)])rx");
    for (std::sregex_iterator i(text.begin(), text.end(), name), end; i != end; ++i) variables.insert((*i)[1]);
  }
  EXPECT_GE(variables.size(), 7U);
  for (const std::string& name : variables) EXPECT_SAYS(page, "\n\\fB" + name + "\\fR\n");
}

TEST_F(DocsCli, ManTakesThePages) {
  if (std::system("command -v man >/dev/null && command -v groff >/dev/null") != 0) GTEST_SKIP() << "man is missing";
  for (const Arguments& command : commands()) {
    const Outcome outcome = shell("LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=120 exec man --warnings -E UTF-8 -l \"$1\"",
                                  {"man", page_of(command)});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.err, "") << page_of(command);
    EXPECT_SAYS(outcome.out, "SYNOPSIS");
  }
}

TEST_F(DocsCli, CompletionHasEveryOption) {
  for (const Arguments& command : commands()) {
    Names offered = completions(Arguments{"pwlsim"} + command + Arguments{"-"});
    EXPECT_EQ(offered, options_of(command)) << page_of(command);
  }
}

TEST_F(DocsCli, CompletionOffersWhatFits) {
  EXPECT_EQ(completions({"pwlsim", "ru"}), Names{"run"});
  EXPECT_EQ(completions({"pwlsim", "sweep", "--unit", "int8_8", "me"}), Names{"merge"});
  EXPECT_EQ(completions({"pwlsim", "run", "--unit", "int8_1"}), (Names{"int8_16", "int8_16q"}));
  EXPECT_EQ(completions({"pwlsim", "compare", "--units", "int8_8,fp32_6"}), Names{"int8_8,fp32_64"});
  EXPECT_EQ(completions({"pwlsim", "run", "--function", "ge"}), Names{"gelu"});
  EXPECT_EQ(completions({"pwlsim", "fit", "--method", "nn"}), Names{"nnlut"});
  EXPECT_EQ(completions({"pwlsim", "run", "--seed", ""}), Names());
  folder_.write("table.json", "");
  EXPECT_EQ(completions({"pwlsim", "run", "--table", "ta"}), Names{"table.json"});
  EXPECT_EQ(completions({"pwlsim", "eval", "ta"}), Names{"table.json"});
  EXPECT_EQ(completions({"pwlsim", "run", "--incdir", "ma"}), Names{"man1"});
  EXPECT_EQ(completions({"pwlsim", "xyz"}), Names());
}

TEST_F(DocsCli, SaysWhatIsWrong) {
  EXPECT_EQ(pwlsim({"docs"}).err, "pwlsim: docs: give --man or --completion, or --check or --update\n");
  EXPECT_EQ(pwlsim({"docs", "--check", "--update"}).exit_code, 2);
  EXPECT_EQ(pwlsim({"docs", "--check", "--man", "man1"}).exit_code, 2);
  EXPECT_SAYS(pwlsim({"docs", "--man", "man1", "--only", "list"}).err, "--only");
  folder_.write("file", "");
  const Outcome outcome = pwlsim({"docs", "--man", "file"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_SAYS(outcome.err, "pwlsim: --man file");
}

/// A source tree with one README, whose block shows the evidence of the project.
class Readmes : public Cli {
 protected:
  Readmes() {
    folder_.write("CMakeLists.txt", "");
    folder_.write("README.md", "before\n" + block("") + "after\n");
  }

  static std::string block(const std::string& content) {
    return "<!-- begin: pwlsim evidence --markdown -->\n" + content + "<!-- end -->\n";
  }
};

TEST_F(Readmes, UpdateMendsWhatCheckFinds) {
  const Outcome stale = pwlsim({"docs", "--check", "--source", "."});
  EXPECT_EQ(stale.exit_code, 1);
  EXPECT_SAYS(stale.out, "README.md:2: is not what this prints: pwlsim evidence --markdown\n  line 3\n    (no line)\n");
  EXPECT_SAYS(stale.out, "1 of 1 generated blocks of READMEs differ; pwlsim docs --update writes them\n");
  EXPECT_EQ(folder_.read("README.md"), "before\n" + block("") + "after\n");
  EXPECT_SAYS(output_of({"docs", "--update", "--source", "."}), "1 generated blocks of READMEs, 1 of them differed\n");
  const std::string evidence = output_of({"evidence", "--markdown"});
  EXPECT_EQ(folder_.read("README.md"), "before\n" + block(evidence) + "after\n");
  EXPECT_EQ(output_of({"docs", "--check", "--source", "."}),
            "all 1 generated blocks of READMEs are what their commands print\n");
  folder_.write("README.md", block(evidence.substr(1)));
  EXPECT_EQ(pwlsim({"docs", "--check", "--source", "."}).exit_code, 1);
}

TEST_F(Readmes, WhatCannotBeCheckedIsRefused) {
  const auto refusal = [&](const Arguments& arguments) {
    const Outcome outcome = pwlsim(Arguments{"docs", "--check", "--source"} + arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  };
  EXPECT_SAYS(refusal({"none"}), "none: is no source tree of pwlsim");
  EXPECT_SAYS(refusal({".", "--only", "list"}), "--only list: makes no block of a README; there are those of evidence");
  folder_.write("README.md", "<!-- begin: pwlsim list --unit none -->\n<!-- end -->\n");
  EXPECT_SAYS(refusal({"."}), "pwlsim list --unit none: ended with exit code 2\n");
  folder_.write("README.md", "<!-- end -->\n");
  EXPECT_EQ(refusal({"."}), "pwlsim: README.md:1: the end of a generated block that does not begin\n");
}

}  // namespace
}  // namespace pwlsim::tests
