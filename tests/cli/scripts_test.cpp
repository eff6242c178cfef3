// SPDX-License-Identifier: Apache-2.0
// The scripts with unusual folders and settings.
#include "tests/cli/cli_fixture.h"

namespace pwlsim::tests {
namespace {

/// A copy of the checkout in a folder of that name.
class Scripts : public Cli {
 protected:
  fs::path copy_to(const std::string& name) const {
    const fs::path copy = folder_.path() / name;
    fs::create_directory(copy);
    for (const char* part : {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "CHANGELOG.md", "hw", "rtl",
                             "scripts", "sim", "tests"}) {
      fs::copy(fs::path(PWLSIM_ROOT) / part, copy / part, fs::copy_options::recursive);
    }
    return copy;
  }

  /// Runs scripts/build of a copy; ninja's help builds nothing.
  ProcessResult configure(const fs::path& copy) const {
    return run_process({"env", "CDPATH=.:/usr", "XDG_CACHE_HOME=" + (folder_.path() / "cache").string(), "bash",
                        (copy / "scripts/build").string(), "release", "--target", "help"},
                       copy, {Variables::kAll});
  }

  void configures(const std::string& name) const {
    const fs::path copy = copy_to(name);
    const ProcessResult result = configure(copy);
    EXPECT_EQ(result.exit_code, 0) << result.output;
    EXPECT_TRUE(fs::exists(copy / "build/release/build.ninja"));
  }
};

TEST_F(Scripts, WorkInACheckoutOfAnyName) { configures("a#b $c;d <e>"); }

TEST_F(Scripts, SayThatACheckoutCannotBeWrittenTo) {
  const fs::path copy = copy_to("copy");
  folder_.write("copy/build", "no folder");
  const ProcessResult result = configure(copy);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, "build: " + fs::canonical(copy).string() +
                               "/build cannot be written to; copy the checkout to where it can\n");
}

// With CDPATH set, `cd` prints the folder or goes to another one.
TEST_F(Scripts, HaveNoCdpath) {
  std::size_t changing = 0;
  for (const auto& entry : fs::recursive_directory_iterator(PWLSIM_ROOT "/scripts")) {
    if (!entry.is_regular_file()) continue;
    const std::string text = ScratchFolder::read_whole(entry.path());
    const bool is_shell = text.rfind("#!/usr/bin/env bash", 0) == 0;
    if (!is_shell || !std::regex_search(text, std::regex("\\bcd \""))) continue;
    ++changing;
    EXPECT_LT(text.find("\nunset CDPATH\n"), text.find("cd \"")) << entry.path();
  }
  EXPECT_GE(changing, 7U);
}

}  // namespace
}  // namespace pwlsim::tests
