// SPDX-License-Identifier: Apache-2.0
//
// Doxygen takes all headers that are installed, without a warning, and finds everything public in those of sim/
// described.

#include <gtest/gtest.h>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/process.h"
#include "sim/base/replace_once.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PWLSIM_ROOT;

/// The files of settings: for sim/, with descriptions of all that is public; for the whole manual.
const char* const kStrict = "scripts/Doxyfile";
const char* const kManual = "scripts/Doxyfile_manual";

class Doxygen : public ::testing::Test {
 protected:
  /// Doxygen with the settings of a file of the project, and these besides.
  ProcessResult doxygen(const std::string& file, const std::string& settings) const {
    return run_process(
        {"doxygen", folder_.write("Doxyfile", "@INCLUDE = " + file + "\nOUTPUT_DIRECTORY = " +
                                                  (folder_.path() / "manual").string() + "\n" + settings)},
        kRoot);
  }

  /// What it says of a header with these lines in a namespace that is described, as those of sim/ are.
  ProcessResult doxygen_of(const std::string& file, const std::string& lines) const {
    return doxygen(file,
                   "INPUT = " + folder_.write("a.h", "/// Has a member.\nnamespace a {\n" + lines + "}\n") + "\n");
  }

  /// The headers that a file of settings describes, none with a warning.
  std::set<std::string> described(const std::string& file) const {
    const ProcessResult result = doxygen(file, "GENERATE_HTML = NO\nGENERATE_XML = YES\n");
    EXPECT_EQ(result.exit_code, 0) << result.output;
    EXPECT_EQ(result.output, "");
    std::set<std::string> headers;
    for (const auto& entry : fs::directory_iterator(folder_.path() / "manual/xml")) {
      const std::string text = ScratchFolder::read_whole(entry.path());
      const std::regex location(R"rx(<location file="([^"]*)")rx");
      for (std::sregex_iterator i(text.begin(), text.end(), location), end; i != end; ++i) headers.insert((*i)[1]);
    }
    return headers;
  }

  /// The headers that are installed.
  static std::set<std::string> installed() {
    std::set<std::string> headers = {"sim/rooms.h"};
    const std::string list = ScratchFolder::read_whole(kRoot / "scripts/install/CMakeLists.txt");
    const std::regex pattern(R"(([a-z/*]+)\*?\.h\b)");  // hw/*/*.h, sim/base/*.h …
    for (std::sregex_iterator i(list.begin(), list.end(), pattern), end; i != end; ++i) {
      std::string folder = (*i)[1];
      folder = folder.substr(0, folder.find('*'));
      const fs::path place = kRoot / folder;
      if (!fs::is_directory(place)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(place)) {
        if (entry.path().extension() == ".h") headers.insert(fs::relative(entry.path(), kRoot).string());
      }
    }
    return headers;
  }

  ScratchFolder folder_;
};

TEST_F(Doxygen, TakesEachInstalledHeaderWithoutAWarning) {
  const std::set<std::string> headers = installed();
  EXPECT_GE(headers.size(), 100U);
  const std::set<std::string> found = described(kManual);
  for (const std::string& header : headers) EXPECT_EQ(found.count(header), 1U) << header;
}

TEST_F(Doxygen, FindsAllOfSimDescribed) {
  const std::set<std::string> found = described(kStrict);
  for (const std::string& header : installed()) {
    if (header.rfind("sim/", 0) != 0) continue;
    EXPECT_EQ(found.count(header), 1U) << header;
  }
}

TEST_F(Doxygen, WhatLacksADescriptionIsAnErrorInSim) {
  const std::string rooms = (kRoot / "sim/rooms.h").string();
  const std::string table = ScratchFolder::read_whole(kRoot / "sim/unit/table.h");
  const std::string member = "  std::string method;";
  const std::string end = "}  // namespace pwlsim::unit";
  const auto run = [&](const char* file, const std::string& place, const std::string& text) {
    const std::string header = replace_once(table, place, text + place, "sim/unit/table.h");
    return doxygen(file, "INPUT = " + rooms + " " + folder_.write("table.h", header) + "\n");
  };
  for (const std::string text : {"", "  int seen;  ///< times\n", "  void unseen() = delete;\n"}) {
    const ProcessResult result = run(kStrict, member, text);
    EXPECT_EQ(result.exit_code, 0) << result.output;
  }
  const std::vector<std::pair<std::string, std::string>> faults = {
      {member, "  int unseen;\n"},
      {member, "  int unseen, seen;  ///< of the last one\n"},
      {member, "  static constexpr int unseen = 1;\n"},
      {member, "  int unseen() const;\n"},
      {member, "  using unseen = int;\n"},
      {member, "  enum class unseen { kA };\n"},
      {member, "  struct unseen { int a; };\n"},
      {end, "int unseen(int a);\n"},
      {end, "constexpr int unseen = 1;\n"},
      {end, "class unseen { public: int a; };\n"},
  };
  for (const auto& [place, text] : faults) {
    const ProcessResult strict = run(kStrict, place, text);
    EXPECT_NE(strict.exit_code, 0) << text;
    EXPECT_TRUE(std::regex_search(strict.output, std::regex(R"(table\.h:\d+: .*unseen.* is not documented)")))
        << text << strict.output;
    const ProcessResult manual = run(kManual, place, text);
    EXPECT_EQ(manual.exit_code, 0) << manual.output;
  }
}

TEST_F(Doxygen, AFaultInADescriptionIsAnError) {
  for (const char* file : {kStrict, kManual}) {
    EXPECT_EQ(doxygen_of(file, "/// Says something.\nint f(int a);\n").exit_code, 0);
    for (const char* header : {"/// The @address of it.\nint f(int a);\n",
                               "/// Says something.\n/// @param b what is not there\nint f(int a);\n",
                               "/// See @ref nothing.\nint f(int a);\n"}) {
      const ProcessResult result = doxygen_of(file, header);
      EXPECT_NE(result.exit_code, 0) << header;
      EXPECT_NE(result.output.find("a.h:"), std::string::npos) << result.output;
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
