// SPDX-License-Identifier: Apache-2.0
//
// The Debian package: what it depends on, what is in it, and that its program works from where it was unpacked.

#include <gtest/gtest.h>
#include <cstdlib>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/cli/cli_fixture.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

class Package : public Cli {
 protected:
  void SetUp() override {
    if (std::system("command -v dpkg-shlibdeps >/dev/null && command -v dpkg-deb >/dev/null") != 0) {
      GTEST_SKIP() << "dpkg-dev is missing";
    }
    // Not compressed, which would take longer than all the rest.
    output({PWLSIM_CPACK, "-G", "DEB", "--config", PWLSIM_BUILD "/CPackConfig.cmake", "-D",
            "CPACK_DEBIAN_COMPRESSION_TYPE=none", "-B", "made"});
    for (const auto& entry : fs::directory_iterator(folder_.path() / "made")) {
      if (entry.path().extension() == ".deb") package_ = entry.path();
    }
    ASSERT_EQ(package_.filename().string().find("pwlsim_" PWLSIM_VERSION "-1_"), 0U) << package_;
  }

  /// What a command prints that has to succeed.
  std::string output(const Arguments& command) const {
    const ProcessResult result = run_process(command, folder_.path(), {Variables::kAll});
    EXPECT_EQ(result.exit_code, 0) << result.output;
    return result.output;
  }

  /// The packages in one of the package's fields, without versions.
  std::set<std::string> packages_in(const std::string& field) const {
    std::set<std::string> names;
    std::istringstream items(output({"dpkg-deb", "-f", package_.string(), field}));
    for (std::string item; std::getline(items, item, ',');) {
      std::istringstream words(item);
      std::string name;
      if (words >> name) names.insert(name);
    }
    return names;
  }

  fs::path package_;
};

TEST_F(Package, Works) {
  // Debian's name of a library that the program is linked with; the others are named by us.
  const std::regex library("lib(c6|gcc-s1|stdc\\+\\+6|fmt9|muparser2v5|systemc|asan8|ubsan1)|zlib1g");
  std::set<std::string> named = packages_in("Recommends");
  EXPECT_EQ(named.count("gnuplot-nox"), 1U);
  int libraries = 0;
  for (const std::string& name : packages_in("Depends")) {
    if (std::regex_match(name, library)) {
      ++libraries;
    } else {
      named.insert(name);
    }
  }
  EXPECT_GE(libraries, 6);
  const std::string setup = ScratchFolder::read_whole(PWLSIM_ROOT "/scripts/setup");
  for (const std::string& name : named) {
    EXPECT_TRUE(
        std::regex_search(setup, std::regex("[ (]" + std::regex_replace(name, std::regex("\\+"), "\\+") + "(?= )")))
        << name << " is not in scripts/setup";
  }
  for (const char* name : {"verilator", "g++", "libsystemc-dev", "yosys", "opensta", "qflow-tech-osu018"}) {
    EXPECT_EQ(named.count(name), 1U) << name;
  }

  output({"dpkg-deb", "-x", package_.string(), "root"});
  const fs::path usr = folder_.path() / "root/usr";
  for (const char* file :
       {"bin/pwlsim", "share/doc/pwlsim/copyright", "share/doc/pwlsim/changelog.Debian.gz",
        "share/man/man1/pwlsim.1.gz", "share/man/man1/pwlsim-run.1.gz", "share/bash-completion/completions/pwlsim",
        "include/pwlsim/hw/pwl_int/unit_int.h", "lib/cmake/pwlsim/pwlsimConfig.cmake", "lib/libpwlsim_golden.a",
        "share/pwlsim/rtl/pwl_int/pwl_unit_int.sv", "share/pwlsim/LICENSE"}) {
    EXPECT_TRUE(fs::exists(usr / file)) << file;
  }
  // Everybody may read everything.
  for (const auto& entry : fs::recursive_directory_iterator(usr)) {
    if (entry.is_symlink()) continue;
    const fs::perms mode = entry.status().permissions();
    const fs::perms wanted = entry.is_directory() ? fs::perms(0755) : (mode & fs::perms(0111)) | fs::perms(0644);
    EXPECT_EQ(mode, wanted) << entry.path();
  }
  const Outcome outcome =
      shell("exec \"$0\" \"$@\"", {(usr / "bin/pwlsim").string(), "run", "--unit", "int8_4", "--stimulus", "codes"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_SAYS(outcome.out, "SystemC = RTL = golden in every cycle: yes");
}

}  // namespace
}  // namespace pwlsim::tests
