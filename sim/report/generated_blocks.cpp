// SPDX-License-Identifier: Apache-2.0
#include "sim/report/generated_blocks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"

namespace pwlsim::report {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kBegin = "<!-- begin: ", kClose = " -->", kEnd = "<!-- end -->";

constexpr double kTolerance = 0.05;

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

[[noreturn]] void fail(const std::string& file, std::size_t line, const std::string& message) {
  throw InputError(fmt::format("{}:{}: {}", file, line, message));
}

std::vector<std::string> arguments_of(const std::string& command, const std::string& file, std::size_t line) {
  std::vector<std::string> words = words_of(command);
  if (words.size() < 2 || words[0] != "pwlsim") {
    fail(file, line, "a generated block begins with the command that makes it, such as begin: pwlsim list --markdown");
  }
  if (command.find_first_of("'\"\\$`|;&<>*?") != std::string::npos) {
    fail(file, line,
         "the command of a generated block has a character that a shell reads; it has words and blanks only");
  }
  if (words[1] == "docs") fail(file, line, "pwlsim docs would make this block by itself, without end");
  words.erase(words.begin());
  return words;
}

std::optional<double> number_of(const std::string& word) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool whole = error == std::errc() && end == word.data() + word.size() && std::isfinite(value);
  return whole ? std::optional(value) : std::nullopt;
}

bool is_rule(const std::string& word) { return word.find_first_not_of('-') == std::string::npos; }

bool same_word(const std::string& is, const std::string& should_be) {
  if (is == should_be || (is_rule(is) && is_rule(should_be))) return true;
  const std::optional<double> a = number_of(is), b = number_of(should_be);
  return a && b && std::abs(*a - *b) <= kTolerance * std::abs(*b);
}

bool same_line(const std::string& is, const std::string& should_be) {
  const std::vector<std::string> a = words_of(is), b = words_of(should_be);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_word);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A README with its blocks.
struct Readme {
  std::string file, text;
  std::vector<GeneratedBlock> blocks;
};

std::vector<Readme> read_readmes(const fs::path& source) {
  std::vector<Readme> all;
  for (const fs::path& path : readmes_of(source)) {
    Readme readme{fs::relative(path, source).string(), read_file(path.string()), {}};
    readme.blocks = generated_blocks(readme.text, readme.file);
    all.push_back(std::move(readme));
  }
  return all;
}

/// Nobody shall believe that a block was checked which does not exist.
void expect_blocks_of(const std::vector<std::string>& names, const char* option, const std::vector<Readme>& readmes) {
  std::set<std::string> there;
  for (const Readme& readme : readmes) {
    for (const GeneratedBlock& block : readme.blocks) there.insert(block.arguments[0]);
  }
  for (const std::string& name : names) {
    if (there.count(name) != 0) continue;
    throw InputError(
        fmt::format("{} {}: makes no block of a README; there are those of {}", option, name, fmt::join(there, ", ")));
  }
}

}  // namespace

std::string GeneratedBlock::command() const { return fmt::format("pwlsim {}", fmt::join(arguments, " ")); }

std::vector<GeneratedBlock> generated_blocks(const std::string& text, const std::string& file) {
  std::vector<GeneratedBlock> blocks;
  std::size_t line = 0, at = 0;
  bool open = false;
  while (at < text.size()) {
    ++line;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view whole = std::string_view(text).substr(at, end - at);
    if (whole.rfind(kBegin, 0) == 0) {
      if (open) fail(file, line, fmt::format("the generated block of line {} has no {}", blocks.back().line, kEnd));
      if (whole.size() < kBegin.size() + kClose.size() || whole.substr(whole.size() - kClose.size()) != kClose) {
        fail(file, line, fmt::format("the line ends without '{}'", kClose));
      }
      const std::string command(whole.substr(kBegin.size(), whole.size() - kBegin.size() - kClose.size()));
      blocks.push_back({arguments_of(command, file, line), line, std::min(end + 1, text.size()), text.size()});
      open = true;
    } else if (whole == kEnd) {
      if (!open) fail(file, line, "the end of a generated block that does not begin");
      blocks.back().to = at;
      open = false;
    }
    at = end + 1;
  }
  if (open) fail(file, blocks.back().line, fmt::format("the generated block has no {}", kEnd));
  return blocks;
}

std::string block_content(const GeneratedBlock& block, const std::string& printed) {
  if (contains(block.arguments, "--markdown")) return printed;
  return "```text\n" + printed + (printed.empty() || printed.back() == '\n' ? "" : "\n") + "```\n";
}

std::vector<LineDifference> line_differences(const std::string& is, const std::string& should_be) {
  const std::vector<std::string> a = lines_of(is), b = lines_of(should_be);
  std::vector<LineDifference> differences;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const bool both = i < a.size() && i < b.size();
    if (both && same_line(a[i], b[i])) continue;
    differences.push_back({i + 1, i < a.size() ? a[i] : "(no line)", i < b.size() ? b[i] : "(no line)"});
  }
  return differences;
}

std::vector<fs::path> readmes_of(const fs::path& source) {
  std::vector<fs::path> all;
  std::error_code error;
  fs::recursive_directory_iterator entries(source, error);
  if (error) throw InputError(source.string() + ": " + error.message());
  for (; entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    const fs::path& path = entries->path();
    const std::string name = path.filename().string();
    // Builds, and what versions are kept in, have copies of READMEs.
    const bool skipped = name[0] == '.' || (entries.depth() == 0 && name == "build");
    if (entries->is_directory() && skipped) {
      entries.disable_recursion_pending();
    } else if (name == "README.md" && entries->is_regular_file()) {
      all.push_back(path);
    }
  }
  if (error) throw InputError(source.string() + ": " + error.message());
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<CheckedBlock> check_blocks(const BlocksRequest& request, const PwlsimOutput& output_of) {
  if (!fs::exists(request.source / "CMakeLists.txt") || !fs::exists(request.source / "README.md")) {
    throw InputError(
        request.source.string() +
        ": is no source tree of pwlsim (CMakeLists.txt and README.md), whose READMEs have generated blocks; "
        "an installed pwlsim needs --source DIR");
  }
  const std::vector<Readme> readmes = read_readmes(request.source);
  expect_blocks_of(request.only, "--only", readmes);
  expect_blocks_of(request.except, "--except", readmes);
  std::map<std::string, std::string> printed;  // by command: two files may show one
  std::vector<CheckedBlock> checked;
  for (const Readme& readme : readmes) {
    std::string text = readme.text;
    // From the last on, so that places of those before stay.
    std::vector<CheckedBlock> own;
    for (auto block = readme.blocks.rbegin(); block != readme.blocks.rend(); ++block) {
      const std::string& name = block->arguments[0];
      if ((!request.only.empty() && !contains(request.only, name)) || contains(request.except, name)) continue;
      const auto [found, is_new] = printed.try_emplace(block->command());
      if (is_new) found->second = output_of(block->arguments);
      const std::string wanted = block_content(*block, found->second);
      std::vector<LineDifference> differences =
          line_differences(readme.text.substr(block->from, block->to - block->from), wanted);
      for (LineDifference& difference : differences) difference.line += block->line;
      own.push_back({readme.file, block->line, block->command(), std::move(differences)});
      text.replace(block->from, block->to - block->from, wanted);
    }
    checked.insert(checked.end(), own.rbegin(), own.rend());
    if (request.update && text != readme.text) write_file((request.source / readme.file).string(), text, "--update");
  }
  return checked;
}

PwlsimOutput own_output(const fs::path& folder) {
  return [folder](const std::vector<std::string>& arguments) {
    const TemporaryFolder messages;
    const std::string log = messages / "log";
    // Only what goes to standard output is the block; a line of progress is not. No argument is code for the shell.
    std::vector<std::string> command = {"/bin/sh", "-c", "log=$1; shift; exec \"$@\" 2>\"$log\"",
                                        "sh",      log,  fs::read_symlink("/proc/self/exe").string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const ProcessResult result = run_process(command, folder, {Variables::kAll});
    if (result.exit_code != 0) {
      throw InputError(fmt::format("pwlsim {}: {}\n{}", fmt::join(arguments, " "), result.ending(), read_file(log)));
    }
    return result.output;
  };
}

}  // namespace pwlsim::report
