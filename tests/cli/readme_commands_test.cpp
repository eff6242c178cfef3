// SPDX-License-Identifier: Apache-2.0
//
// What READMEs show can be typed: each command of a block ```sh is run, a block from top to bottom in a copy of the
// checkout, and so is each command in running text and tables. readme_elsewhere.txt has those that something else runs.
// Names of commands and forms (`pwlsim eval FILE`) have to exist. Links lead somewhere.
//
// This file makes two programs: one runs blocks of commands that take no tools and no time, the other the rest.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <algorithm>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "sim/report/generated_blocks.h"
#include "tests/cli/shown_commands.h"
#include "tests/lines_of.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const fs::path kRoot = PWLSIM_ROOT;

constexpr bool kQuick = PWLSIM_README_QUICK;

constexpr std::size_t kMostLines = 250;  // of the first README

/// A README and which of the two programs have commands to run of it. ctest knows the tests of a program since it was
/// linked, so the list stands here, and a test holds it against what is there.
struct Readme {
  const char* file;
  bool quick, full;
};

constexpr Readme kReadmes[] = {
    {"README.md", true, true},
    {"hw/README.md", true, true},
    {"rtl/README.md", true, true},
    {"sim/README.md", true, false},
    {"sim/cli/README.md", true, false},
    {"sim/cost/README.md", true, true},
    {"sim/coverage/README.md", true, true},
    {"sim/fit/README.md", true, true},
    {"sim/lockstep/README.md", true, true},
    {"sim/mutate/README.md", true, true},
    {"sim/prove/README.md", true, true},
    {"sim/stress/README.md", true, true},
    {"sim/sweep/README.md", true, true},
    {"sim/unit/README.md", true, true},
    {"tests/README.md", true, false},
    {"tests/bench/README.md", false, false},
    {"tests/data/README.md", false, false},
    {"tests/data/gqa_lut/README.md", false, false},
    {"tests/rtl/foreign/README.md", true, false},
};

bool begins_with(const std::string& text, const std::string& words) { return text.rfind(words, 0) == 0; }

struct Line {
  std::size_t number;
  std::string text;
};

/// Commands that are run one after another in one folder.
struct Block {
  std::vector<Line> lines;
};

/// The README whose examples show outputs, too.
constexpr const char* kSessions = "tests/rtl/foreign/README.md";

/// What a README shows.
struct Shown {
  std::vector<Block> blocks;
  std::vector<Line> names;         ///< commands without arguments, and forms such as `pwlsim eval FILE`
  std::vector<Line> links;         ///< what stands between ]( and )
  std::vector<std::string> wrong;  ///< what this test cannot read
};

/// Programs whose command lines READMEs show.
bool is_command(const std::string& text) {
  static const std::regex command(
      R"((pwlsim|cmake|ctest|verilator|sbatch) [^]*|(build/release/pwlsim|scripts/[a-z-]+)( [^]*)?)");
  return std::regex_match(text, command);
}

/// Something in it stands for something else: FILE, NAME=VALUE, ….
bool is_form(const std::string& text) {
  static const std::regex placeholder(R"((^|[ =,:])[A-Z][A-Z]+(…|[ =,:]|$)|…|<[a-z]+>)");
  return std::regex_search(text, placeholder);
}

/// A command without arguments: in running text its name.
bool is_name(const std::string& text) {
  static const std::regex name(R"(pwlsim (?:[a-z]+|sweep merge)|(?:build/release/pwlsim|scripts/[a-z-]+))");
  return std::regex_match(text, name);
}

std::string without_comment(const std::string& line) {
  return std::regex_replace(line, std::regex(R"(\s+(#.*)?$)"), "");
}

Shown read_readme(const std::string& text, const std::string& file) {
  Shown shown;
  const std::vector<GeneratedBlock> generated = generated_blocks(text, file);
  const std::vector<std::string> lines = lines_of(text);
  std::string fence;  // what the open one holds
  bool open = false, skipping = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    const auto complain = [&](const std::string& words) {
      shown.wrong.push_back(fmt::format("{}:{}: {}", file, i + 1, words));
    };
    if (begins_with(line, "<!-- begin: ")) skipping = true;
    if (line == "<!-- end -->") skipping = false;
    if (skipping) continue;
    if (begins_with(line, "```") && (open || line.find('`', 3) == std::string::npos)) {
      open = !open;
      fence = open ? line.substr(3) : "";
      if (open && fence.empty()) complain("a fence without a language: sh, text, json …");
      // Sessions with what they print; foreign_cli_test.cpp runs those of that file.
      if (open && fence == "console" && file != kSessions) complain("a session: nothing runs it here; use ```sh");
      if (open && fence == "sh") shown.blocks.emplace_back();
      continue;
    }
    if (open) {
      if (fence != "sh" || without_comment(line).empty()) continue;
      const std::string command = without_comment(line);
      if (!is_command(command)) complain("no command that this test knows: " + command);
      if (is_form(command)) complain("a block of commands has no placeholders: " + command);
      shown.blocks.back().lines.push_back({i + 1, command});
      continue;
    }
    if (begins_with(line, "    ") && (i == 0 || lines[i - 1].empty())) {
      complain("an indented block of code, which this test does not see; use ```sh or ```text");
    }
    const bool in_table = begins_with(line, "|");
    static const std::regex span(R"((^|[^`])`([^`]+)`(?!`))"), link(R"(\]\(([^)]+)\))");
    for (std::sregex_iterator s(line.begin(), line.end(), span), end; s != end; ++s) {
      std::string words = (*s)[2];
      if (in_table) words = std::regex_replace(words, std::regex(R"(\\\|)"), "|");
      if (!is_command(words)) continue;
      if (is_form(words) || is_name(words)) {
        shown.names.push_back({i + 1, words});
      } else {
        shown.blocks.push_back({{{i + 1, words}}});
      }
    }
    for (std::sregex_iterator l(line.begin(), line.end(), link), end; l != end; ++l) {
      shown.links.push_back({i + 1, (*l)[1]});
    }
  }
  if (open) shown.wrong.push_back(file + ": a fence is not closed");
  return shown;
}

Shown read_readme(const std::string& file) { return read_readme(ScratchFolder::read_whole(kRoot / file), file); }

/// Whether the command takes no tools and no time.
bool is_quick(const std::string& command) {
  static const std::regex quick(
      R"(ctest .*|cmake .*|pwlsim (fit|eval|list|plot|evidence|docs|\S* ?--help)( .*)?|pwlsim check --show.*|pwlsim (mutate|prove) .*--list.*)");
  return std::regex_match(command, quick);
}

/// The commands of readme_elsewhere.txt and what runs them.
std::map<std::string, std::string> elsewhere() {
  std::map<std::string, std::string> all;
  for (const std::string& line : lines_of(ScratchFolder::read_whole(kRoot / "tests/cli/readme_elsewhere.txt"))) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t arrow = line.find(" => ");
    EXPECT_NE(arrow, std::string::npos) << line;
    if (arrow == std::string::npos) continue;
    EXPECT_TRUE(all.emplace(line.substr(0, arrow), line.substr(arrow + 4)).second) << line;
  }
  return all;
}

/// Blocks that have something for the quick program to run, or for the other.
std::vector<Block> blocks_to_run(const Shown& shown, bool quick) {
  const std::map<std::string, std::string> others = elsewhere();
  std::vector<Block> result;
  for (const Block& block : shown.blocks) {
    Block left;
    for (const Line& line : block.lines) {
      if (others.count(line.text) == 0) left.lines.push_back(line);
    }
    const bool all_quick =
        std::all_of(left.lines.begin(), left.lines.end(), [](const Line& line) { return is_quick(line.text); });
    if (!left.lines.empty() && all_quick == quick) result.push_back(std::move(left));
  }
  return result;
}

std::vector<Readme> readmes_to_run() {
  std::vector<Readme> all;
  std::copy_if(std::begin(kReadmes), std::end(kReadmes), std::back_inserter(all),
               [](const Readme& readme) { return kQuick ? readme.quick : readme.full; });
  return all;
}

/// Runs what the test's README shows.
class ReadmeCommands : public Cli, public ::testing::WithParamInterface<Readme> {
 protected:
  void run(const Block& block) {
    const ScratchFolder checkout;
    for (const char* part : {"README.md", "Bender.yml", "hw", "rtl", "scripts", "sim"}) {
      fs::create_symlink(kRoot / part, checkout.path() / part);
    }
    // Outputs may go there.
    fs::copy(kRoot / "tests", checkout.path() / "tests", fs::copy_options::recursive);
    for (const Line& line : block.lines) {
      std::string command = line.text;
      const bool is_ctest = begins_with(command, "ctest ");
      // The suite runs the tests; that there are any of these names is to be seen.
      if (is_ctest) {
        command = std::regex_replace(command, std::regex("^ctest( --test-dir [^ ]*)?"),
                                     "ctest -N --test-dir '" PWLSIM_BUILD "'");
      }
      const std::string path = fs::path(PWLSIM_PROGRAM).parent_path().string() + ":" + getenv("PATH");
      const ProcessResult result =
          run_process({"env", "PATH=" + path, "bash", "-c", command}, checkout.path(), {Variables::kAll});
      EXPECT_EQ(result.exit_code, 0) << GetParam().file << ":" << line.number << ": " << command << "\n"
                                     << result.output;
      if (is_ctest) {
        EXPECT_TRUE(std::regex_search(result.output, std::regex("Total Tests: [1-9]")))
            << GetParam().file << ":" << line.number << ": selects no test: " << command << "\n"
            << result.output;
      }
      if (result.exit_code != 0) return;  // what follows may need it
    }
  }
};

TEST_P(ReadmeCommands, Run) {
  const std::vector<Block> blocks = blocks_to_run(read_readme(GetParam().file), kQuick);
  EXPECT_FALSE(blocks.empty());
  for (const Block& block : blocks) run(block);
}

std::string name_of(const ::testing::TestParamInfo<Readme>& info) {
  return std::regex_replace(std::string(info.param.file), std::regex("[^a-zA-Z]"), "_");
}

#if !PWLSIM_README_QUICK

INSTANTIATE_TEST_SUITE_P(Full, ReadmeCommands, ::testing::ValuesIn(readmes_to_run()), name_of);

#else

INSTANTIATE_TEST_SUITE_P(Quick, ReadmeCommands, ::testing::ValuesIn(readmes_to_run()), name_of);

TEST(Readme, IsShort) { EXPECT_LE(lines_of(ScratchFolder::read_whole(kRoot / "README.md")).size(), kMostLines); }

TEST(Readme, AllAreLookedAt) {
  std::set<std::string> there, listed;
  for (const fs::path& path : readmes_of(kRoot)) there.insert(fs::relative(path, kRoot).string());
  std::size_t commands = 0;
  for (const Readme& readme : kReadmes) {
    listed.insert(readme.file);
    if (there.count(readme.file) == 0) continue;
    const Shown shown = read_readme(readme.file);
    EXPECT_EQ(shown.wrong, std::vector<std::string>());
    for (const Block& block : shown.blocks) commands += block.lines.size();
    EXPECT_EQ(!blocks_to_run(shown, true).empty(), readme.quick) << readme.file << ": quick";
    EXPECT_EQ(!blocks_to_run(shown, false).empty(), readme.full) << readme.file << ": full";
  }
  EXPECT_EQ(listed, there);
  EXPECT_GE(commands, 100U);
}

// A command that runs elsewhere is shown somewhere, and what runs it exists.
TEST(Readme, WhatRunsElsewhereDoes) {
  std::set<std::string> shown;
  for (const Readme& readme : kReadmes) {
    for (const Block& block : read_readme(readme.file).blocks) {
      for (const Line& line : block.lines) shown.insert(line.text);
    }
  }
  const ProcessResult list = run_process({"ctest", "-N", "--test-dir", PWLSIM_BUILD}, kRoot, {Variables::kAll});
  ASSERT_EQ(list.exit_code, 0) << list.output;
  for (const auto& [command, where] : elsewhere()) {
    EXPECT_EQ(shown.count(command), 1U) << "no README shows " << command;
    if (begins_with(where, "test ")) {
      EXPECT_SAYS(list.output, ": " + where.substr(5) + "\n");
      continue;
    }
    const std::size_t colon = where.find(": ");
    ASSERT_TRUE(begins_with(where, "file ") && colon != std::string::npos) << where;
    EXPECT_SAYS(ScratchFolder::read_whole(kRoot / where.substr(5, colon - 5)), where.substr(colon + 2));
  }
}

using ReadmeNames = ShownCommands;

TEST_F(ReadmeNames, Exist) {
  using Complaints = std::vector<std::string>;
  std::map<std::string, Complaints> known;
  std::size_t count = 0;
  for (const Readme& readme : kReadmes) {
    for (const Line& line : read_readme(readme.file).names) {
      const auto [found, is_new] = known.try_emplace(line.text);
      if (is_new) found->second = wrong_words(line.text);
      EXPECT_EQ(found->second, Complaints()) << readme.file << ":" << line.number << ": " << line.text;
      ++count;
    }
  }
  EXPECT_GE(count, 20U);
}

TEST_F(ReadmeNames, HaveEveryCommandInOneTable) {
  const std::string readme = ScratchFolder::read_whole(kRoot / "README.md");
  const std::string help = output_of({"--help"});
  const std::string commands = help.substr(help.find("Subcommands:"));
  const std::regex command(R"(\n  ([a-z]+) )");
  std::size_t count = 0;
  for (std::sregex_iterator i(commands.begin(), commands.end(), command), end; i != end; ++i, ++count) {
    EXPECT_SAYS(readme, "\n| `pwlsim " + (*i)[1].str() + "` | ");
  }
  EXPECT_GE(count, 17U);
}

TEST_F(ReadmeNames, ThatDoNotExistAreFound) {
  using Complaints = std::vector<std::string>;
  EXPECT_EQ(wrong_words("pwlsim nothing"), Complaints{"no subcommand nothing"});
  EXPECT_EQ(wrong_words("pwlsim fit --nothing FILE --function NAME"), Complaints{"no option --nothing"});
  EXPECT_EQ(wrong_words("pwlsim sweep merge --none"), Complaints{"no option --none"});
  EXPECT_EQ(wrong_words("scripts/nothing SECONDS"), Complaints{"scripts/nothing is not a program"});
  EXPECT_EQ(wrong_words("pwlsim fit --function NAME -o FILE"), Complaints());
}

/// The names that GitHub gives to the headings of a Markdown text.
std::set<std::string> anchors_of(const std::string& text) {
  std::set<std::string> anchors;
  bool open = false;
  for (const std::string& line : lines_of(text)) {
    if (begins_with(line, "```")) open = !open;
    const std::size_t blank = line.find(' ');
    if (open || blank == std::string::npos || line.find_first_not_of('#') != blank || blank == 0) continue;
    std::string anchor;
    for (const char c : line.substr(blank + 1)) {
      const auto byte = static_cast<unsigned char>(c);
      if (std::isalnum(byte) != 0 || c == '-' || c == '_' || byte > 127)
        anchor += static_cast<char>(std::tolower(byte));
      if (c == ' ') anchor += '-';
    }
    anchors.insert(anchor);
  }
  return anchors;
}

TEST(Readme, LinksLeadSomewhere) {
  std::size_t count = 0;
  for (const Readme& readme : kReadmes) {
    for (const Line& line : read_readme(readme.file).links) {
      if (begins_with(line.text, "http")) continue;
      ++count;
      const std::size_t hash = std::min(line.text.find('#'), line.text.size());
      const fs::path target =
          hash == 0 ? kRoot / readme.file : (kRoot / readme.file).parent_path() / line.text.substr(0, hash);
      EXPECT_TRUE(fs::exists(target)) << readme.file << ":" << line.number << ": " << line.text;
      if (hash == line.text.size() || !fs::exists(target)) continue;
      EXPECT_EQ(anchors_of(ScratchFolder::read_whole(target)).count(line.text.substr(hash + 1)), 1U)
          << readme.file << ":" << line.number << ": " << line.text;
    }
  }
  EXPECT_GE(count, 50U);
}

TEST(Readme, WhatShowsACommandIsSeen) {
  const Shown shown = read_readme(
      "# A\n```sh\npwlsim fit -o a.json   # comment\n\npwlsim eval a.json\n```\ntext `pwlsim run --unit a` and `pwlsim "
      "run`\n"
      "| a | `ctest -R 'A\\|B'` |\n`pwlsim eval FILE` ``not `this` `` [a](b.md#c)\n```text\npwlsim none\n```\n"
      "<!-- begin: pwlsim list -->\n`pwlsim list --none`\n<!-- end -->\n",
      "r.md");
  EXPECT_EQ(shown.wrong, std::vector<std::string>());
  std::vector<std::string> commands, names;
  for (const Block& block : shown.blocks) {
    for (const Line& line : block.lines) commands.push_back(fmt::format("{} {}", line.number, line.text));
  }
  for (const Line& line : shown.names) names.push_back(line.text);
  EXPECT_EQ(commands, (std::vector<std::string>{"3 pwlsim fit -o a.json", "5 pwlsim eval a.json",
                                                "7 pwlsim run --unit a", "8 ctest -R 'A|B'"}));
  EXPECT_EQ(shown.blocks.size(), 3U);
  EXPECT_EQ(names, (std::vector<std::string>{"pwlsim run", "pwlsim eval FILE"}));
  ASSERT_EQ(shown.links.size(), 1U);
  EXPECT_EQ(shown.links[0].text, "b.md#c");
}

TEST(Readme, WhatCannotBeSeenIsWrong) {
  EXPECT_EQ(read_readme("```\na\n```\n", "r.md").wrong,
            std::vector<std::string>{"r.md:1: a fence without a language: sh, text, json …"});
  EXPECT_EQ(read_readme("```sh\nfoo\n```\n", "r.md").wrong,
            std::vector<std::string>{"r.md:2: no command that this test knows: foo"});
  EXPECT_EQ(read_readme("```sh\npwlsim eval FILE\n```\n", "r.md").wrong,
            std::vector<std::string>{"r.md:2: a block of commands has no placeholders: pwlsim eval FILE"});
  EXPECT_EQ(read_readme("a\n\n    pwlsim fit\n", "r.md").wrong.size(), 1U);
  EXPECT_EQ(read_readme("```console\n$ pwlsim fit\n```\n", "r.md").wrong.size(), 1U);
  EXPECT_EQ(read_readme("```console\n$ pwlsim fit\n```\n", kSessions).wrong.size(), 0U);
  EXPECT_EQ(read_readme("```text\n", "r.md").wrong, std::vector<std::string>{"r.md: a fence is not closed"});
}

#endif

}  // namespace
}  // namespace pwlsim::tests
