// SPDX-License-Identifier: Apache-2.0
//
// The lists of RTL for other tools (Bender.yml, pwlsim.core, rtl/pwlsim.f) name all files that are there, each after
// those that it uses, and have the version of the project.

#include <gtest/gtest.h>
#include <algorithm>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const fs::path kRoot = PWLSIM_ROOT;

/// The files in a list, relative to the project's folder, in their order.
std::vector<std::string> files_in(const std::string& text, const std::string& folder) {
  std::vector<std::string> files;
  std::istringstream lines(text);
  const std::regex name(R"(^\s*(?:- )?([\w/]+\.sv)$)");
  std::smatch found;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, found, name)) files.push_back(folder + found[1].str());
  }
  return files;
}

std::string text_of(const std::string& file) { return ScratchFolder::read_whole(kRoot / file); }

/// What is wrong with a list.
std::vector<std::string> complaints(const std::vector<std::string>& files) {
  std::vector<std::string> wrong;
  std::set<std::string> there, named, modules;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "rtl")) {
    if (entry.path().extension() != ".sv") continue;
    there.insert(fs::relative(entry.path(), kRoot).string());
    modules.insert(entry.path().stem().string());
  }
  std::set<std::string> before;
  for (const std::string& file : files) {
    if (!named.insert(file).second) wrong.push_back(file + " stands twice");
    if (there.count(file) == 0) {
      wrong.push_back(file + " is not there");
      continue;
    }
    before.insert(fs::path(file).stem().string());
    const std::string text = text_of(file);
    const std::regex instance(R"(\n +(pwl_\w+) +(?:#\(|\w+ \())");
    for (std::sregex_iterator i(text.begin(), text.end(), instance), end; i != end; ++i) {
      const std::string module = (*i)[1];
      if (modules.count(module) != 0 && before.count(module) == 0) wrong.push_back(file + " stands before " + module);
    }
  }
  for (const std::string& file : there) {
    if (named.count(file) == 0) wrong.push_back(file + " is missing");
  }
  return wrong;
}

TEST(Manifest, ListsHaveAllFilesInOrder) {
  for (const auto& [list, folder] : {std::pair("Bender.yml", ""), {"pwlsim.core", ""}, {"rtl/pwlsim.f", "rtl/"}}) {
    SCOPED_TRACE(list);
    const std::vector<std::string> files = files_in(text_of(list), folder);
    EXPECT_GT(files.size(), 20U);
    EXPECT_EQ(complaints(files), std::vector<std::string>());
  }
}

TEST(Manifest, TheCheckFindsWhatIsWrong) {
  std::vector<std::string> files = files_in(text_of("Bender.yml"), "");
  const auto unit = std::find(files.begin(), files.end(), "rtl/direct/pwl_unit_direct.sv");
  ASSERT_NE(unit, files.end());
  *unit = "rtl/direct/pwl_unit_gone.sv";
  std::rotate(files.begin(), std::find(files.begin(), files.end(), "rtl/common/pwl_mul_booth.sv"), files.end());
  files.push_back(files.front());
  const std::vector<std::string> wrong = complaints(files);
  for (const char* words : {"pwl_unit_gone.sv is not there", "pwl_unit_direct.sv is missing",
                            "pwl_mul_booth.sv stands twice", " stands before pwl_"}) {
    EXPECT_TRUE(std::any_of(wrong.begin(), wrong.end(), [&](const std::string& text) {
      return text.find(words) != std::string::npos;
    })) << words;
  }
}

// As the head of the list says, and from another folder.
TEST(Manifest, VerilatorTakesTheListForEachUnit) {
  const ScratchFolder folder;
  int tops = 0;
  for (const std::string& file : files_in(text_of("rtl/pwlsim.f"), "")) {
    const std::string top = fs::path(file).stem().string();
    if (top.find("pwl_unit_") != 0) continue;
    ++tops;
    const ProcessResult result =
        run_process({"verilator", "--lint-only", "-Wall", "-F", (kRoot / "rtl/pwlsim.f").string(), "--top-module", top},
                    folder.path(), {Variables::kAll});
    EXPECT_EQ(result.exit_code, 0) << result.output;
    EXPECT_EQ(result.output, "") << top;
  }
  EXPECT_EQ(tops, 6);
}

TEST(Manifest, HasTheVersionOfTheProject) {
  EXPECT_EQ(text_of("pwlsim.core").find("CAPI=2:\n"), 0U);
  EXPECT_SAYS(text_of("pwlsim.core"), "\nname: \"::pwlsim:" PWLSIM_VERSION "\"\n");
  EXPECT_SAYS(text_of("Bender.yml"), "\npackage:\n  name: pwlsim\n");
}

}  // namespace
}  // namespace pwlsim::tests
