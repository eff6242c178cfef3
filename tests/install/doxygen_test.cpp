// SPDX-License-Identifier: Apache-2.0
//
// Doxygen takes all headers that are installed, without a warning.

#include <gtest/gtest.h>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "sim/base/process.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PWLSIM_ROOT;

class Doxygen : public ::testing::Test {
 protected:
  /// Doxygen with the project's settings, and these besides.
  ProcessResult doxygen(const std::string& settings) const {
    const std::string file =
        folder_.write("Doxyfile", "@INCLUDE = " + (kRoot / "scripts/Doxyfile").string() +
                                      "\nOUTPUT_DIRECTORY = " + (folder_.path() / "manual").string() + "\n" + settings);
    return run_process({"doxygen", file}, kRoot);
  }

  /// What it says of a header.
  ProcessResult doxygen_of(const std::string& header) const {
    return doxygen("INPUT = " + folder_.write("a.h", header) + "\n");
  }

  ScratchFolder folder_;
};

TEST_F(Doxygen, TakesEachInstalledHeaderWithoutAWarning) {
  const ProcessResult result = doxygen("GENERATE_HTML = NO\nGENERATE_XML = YES\n");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_EQ(result.output, "");
  std::set<std::string> installed;
  const std::string list = ScratchFolder::read_whole(kRoot / "scripts/install/CMakeLists.txt");
  const std::regex pattern(R"(([a-z/*]+)\*?\.h\b)");  // hw/*/*.h, sim/rooms.h, sim/base/*.h …
  for (std::sregex_iterator i(list.begin(), list.end(), pattern), end; i != end; ++i) {
    std::string folder = (*i)[1];
    folder = folder.substr(0, folder.find('*'));
    const fs::path place = kRoot / folder;
    if (!fs::is_directory(place)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(place)) {
      if (entry.path().extension() == ".h") installed.insert(fs::relative(entry.path(), kRoot).string());
    }
  }
  EXPECT_GE(installed.size(), 100U);
  std::set<std::string> described;
  for (const auto& entry : fs::directory_iterator(folder_.path() / "manual/xml")) {
    const std::string text = ScratchFolder::read_whole(entry.path());
    const std::regex location(R"rx(<location file="([^"]*)"/>)rx");
    for (std::sregex_iterator i(text.begin(), text.end(), location), end; i != end; ++i) {
      described.insert((*i)[1]);
    }
  }
  for (const std::string& header : installed) EXPECT_EQ(described.count(header), 1U) << header;
}

TEST_F(Doxygen, AFaultInADescriptionIsAnError) {
  EXPECT_EQ(doxygen_of("/// Says something.\nint f(int a);\n").exit_code, 0);
  for (const char* header : {"/// The @address of it.\nint f(int a);\n",
                             "/// Says something.\n/// @param b what is not there\nint f(int a);\n",
                             "/// See @ref nothing.\nint f(int a);\n"}) {
    const ProcessResult result = doxygen_of(header);
    EXPECT_NE(result.exit_code, 0) << header;
    EXPECT_NE(result.output.find("a.h:"), std::string::npos) << result.output;
  }
}

}  // namespace
}  // namespace pwlsim::tests
