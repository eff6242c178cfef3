// SPDX-License-Identifier: Apache-2.0
//
// No code outside a structure's folders names it or asks what kind it is. The list of structures is the only exception.

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/unit/structures.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

/// Places "file: word" in a folder's sources, without sim/unit, that name a structure or ask for its flags.
std::vector<std::string> places_that_know(const fs::path& sim) {
  std::vector<std::string> words = {"is_wide", "is_float", "requantise"};
  for (const Structure* structure : structures()) {
    // Names as a text, with parameters, as a call, or as a folder.
    const std::string name = structure->name();
    for (const std::string& word : {"\"" + name + "\"", "\"" + name + ":", "unit/" + name + "/", name + "()",
                                    name + "_parameters(", name + "_twin", structure->rtl_top()}) {
      words.push_back(word);
    }
  }
  std::vector<std::string> places;
  for (const auto& entry : fs::recursive_directory_iterator(sim)) {
    if (!entry.is_regular_file()) continue;
    const fs::path file = fs::relative(entry.path(), sim);
    if (*file.begin() == "unit") continue;
    const std::string text = read_file(entry.path().string());
    for (const std::string& word : words) {
      if (text.find(word) != std::string::npos) places.push_back(file.string() + ": " + word);
    }
  }
  std::sort(places.begin(), places.end());
  return places;
}

TEST(OneDoor, NothingOutsideNamesAStructure) {
  EXPECT_EQ(places_that_know(source_folder() / "sim"), std::vector<std::string>());
}

TEST(OneDoor, TheCheckFindsAPlace) {
  const ScratchFolder folder;
  fs::create_directories(folder.path() / "fit");
  fs::create_directories(folder.path() / "unit");
  write_file((folder.path() / "fit/a.cpp").string(),
             "if (unit.is_wide()) return &pwl_int(); // \"pwl_int:width=8\" pwl_unit_fp", "test");
  write_file((folder.path() / "unit/b.cpp").string(), "pwl_int", "test");
  EXPECT_EQ(places_that_know(folder.path()),
            (std::vector<std::string>{"fit/a.cpp: \"pwl_int:", "fit/a.cpp: is_wide", "fit/a.cpp: pwl_int()",
                                      "fit/a.cpp: pwl_unit_fp"}));
}

// The same holds in sim/unit: of its shared files only the list names structures.
TEST(OneDoor, SharedFilesOfTheRoomNameNone) {
  std::vector<std::string> places;
  for (const auto& entry : fs::directory_iterator(source_folder() / "sim/unit")) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || name == "structures.cpp" || name == "units.txt") continue;
    const std::string text = read_file(entry.path().string());
    for (const Structure* structure : structures()) {
      const std::string call = " " + structure->name() + "()";
      const std::string include = "sim/unit/" + structure->name() + "/";
      if (text.find(call) != std::string::npos || text.find(include) != std::string::npos) places.push_back(name);
    }
  }
  EXPECT_EQ(places, std::vector<std::string>());
}

// A structure has its four folders, and the file that mutants of its twin are compiled from.
TEST(OneDoor, EachStructureHasItsFolders) {
  for (const Structure* structure : structures()) {
    for (const char* room : {"rtl", "hw", "sim/unit", "tests/unit"}) {
      EXPECT_TRUE(fs::is_directory(source_folder() / room / structure->name())) << room << "/" << structure->name();
    }
    EXPECT_TRUE(fs::exists(source_folder() / "sim/unit" / structure->name() / "twin.cpp"));
  }
}

}  // namespace
}  // namespace pwlsim::tests
