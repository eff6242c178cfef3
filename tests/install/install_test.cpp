// SPDX-License-Identifier: Apache-2.0
//
// What cmake --install puts into a prefix, and how its program differs from that of a build.

#include <gtest/gtest.h>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/install/installed.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const fs::path kRoot = PWLSIM_ROOT;

/// The files of that ending below a folder, relative to it.
std::set<std::string> files_of(const fs::path& folder, const std::string& ending) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ending) files.insert(fs::relative(entry.path(), folder).string());
  }
  return files;
}

class Install : public Installed {};

// Then nothing of it can be needed. Objects in the library may name the folder that they were compiled in.
TEST_F(Install, NothingNamesTheCheckout) {
  std::vector<std::string> places;
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(prefix())) {
    if (!entry.is_regular_file() || entry.path().extension() == ".a") continue;
    ++files;
    if (ScratchFolder::read_whole(entry.path()).find(PWLSIM_ROOT) != std::string::npos) {
      places.push_back(entry.path().string());
    }
  }
  EXPECT_GT(files, 100);
  EXPECT_EQ(places, std::vector<std::string>());
}

TEST_F(Install, HasAllSourcesOfHardwareAndAllData) {
  for (const auto& [folder, ending] : std::vector<std::pair<std::string, std::string>>{{"rtl", ".sv"},
                                                                                       {"hw", ".h"},
                                                                                       {"tests/data", ".npy"},
                                                                                       {"tests/data", ".json"},
                                                                                       {"sim/unit", ".v"},
                                                                                       {"sim/unit", ".txt"},
                                                                                       {"tests/unit", ".txt"},
                                                                                       {"tests/evidence", ".json"},
                                                                                       {"scripts", ".tcl"},
                                                                                       {"sim/unit", ".h"}}) {
    std::set<std::string> wanted = files_of(kRoot / folder, ending);
    for (auto i = wanted.begin(); i != wanted.end();) i = i->find("CMakeLists") == 0 ? wanted.erase(i) : ++i;
    EXPECT_GE(wanted.size(), 2U) << folder << ending;
    EXPECT_EQ(files_of(share() / folder, ending), wanted) << folder;
  }
  for (const char* file : {"LICENSE", "README.md", "tests/data/README.md"}) {
    EXPECT_EQ(ScratchFolder::read_whole(share() / file), ScratchFolder::read_whole(kRoot / file)) << file;
  }
}

// What a README leads to is installed with it.
TEST_F(Install, LinksOfReadmesLeadSomewhere) {
  int links = 0;
  for (const auto& entry : fs::recursive_directory_iterator(share())) {
    if (entry.path().filename() != "README.md") continue;
    const std::string text = ScratchFolder::read_whole(entry.path());
    const std::regex link(R"(\]\(([^)#]+)(#[^)]*)?\))");
    for (std::sregex_iterator i(text.begin(), text.end(), link), end; i != end; ++i) {
      const std::string target = (*i)[1];
      if (target.rfind("http", 0) == 0) continue;
      ++links;
      EXPECT_TRUE(fs::exists(entry.path().parent_path() / target)) << entry.path() << ": " << target;
    }
  }
  EXPECT_GE(links, 50);
}

TEST_F(Install, TheProgramUsesTheFilesThatItWasInstalledWith) {
  std::ofstream(share() / "rtl/pwl_int/pwl_unit_int.sv") << "not Verilog\n";
  const Outcome outcome = installed({"run", "--unit", "int8_4", "--stimulus", "codes"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_SAYS(outcome.err, (share() / "rtl/pwl_int/pwl_unit_int.sv").string());
}

TEST_F(Install, AProgramWithoutItsFilesSaysWhereItLooked) {
  fs::rename(share(), place_.path() / "elsewhere");
  const Outcome outcome = installed({"list"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_EQ(outcome.err, "pwlsim: " + (prefix() / "bin/pwlsim").string() +
                             ": the files of pwlsim are not there; it looks for them in " + share().string() +
                             ", where cmake --install puts them\n");
}

// Also for root, who could write there.
TEST_F(Install, WhatIsInstalledIsNotUpdated) {
  const std::string budgets = ScratchFolder::read_whole(share() / "tests/budgets.json");
  const auto refuses = [&](const Arguments& arguments, const std::string& option, const std::string& file) {
    const Outcome outcome = installed(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_EQ(outcome.err, "pwlsim: " + option + " " + (share() / file).string() +
                               ": belongs to the installed pwlsim, which stays as it is; copy it and give " + option +
                               " the copy\n");
  };
  refuses({"check", "--update"}, "--budgets", "tests/budgets.json");
  refuses({"coverage", "--update"}, "--floor", "tests/coverage_floor.json");
  EXPECT_EQ(ScratchFolder::read_whole(share() / "tests/budgets.json"), budgets);

  const Outcome docs = installed({"docs", "--update"});
  EXPECT_EQ(docs.exit_code, 2);
  EXPECT_EQ(docs.err, "pwlsim: " + share().string() +
                          ": is no source tree of pwlsim (CMakeLists.txt and README.md), whose READMEs have generated "
                          "blocks; an installed pwlsim needs --source DIR\n");
  const Outcome source = installed({"docs", "--check", "--source", kRoot.string(), "--only", "list,evidence"});
  EXPECT_EQ(source.exit_code, 0) << source.out << source.err;
}

TEST_F(Install, HasOneVersion) {
  EXPECT_EQ(installed({"--version"}).out, "pwlsim " PWLSIM_VERSION "\n");
  const std::string changes = ScratchFolder::read_whole(kRoot / "CHANGELOG.md");
  EXPECT_EQ(changes.find("# Changelog\n\n## " PWLSIM_VERSION), 0U);
  EXPECT_SAYS(ScratchFolder::read_whole(prefix() / "lib/cmake/pwlsim/pwlsimConfigVersion.cmake"),
              "set(PACKAGE_VERSION \"" PWLSIM_VERSION "\")");
}

}  // namespace
}  // namespace pwlsim::tests
