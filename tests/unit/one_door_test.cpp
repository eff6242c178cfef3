// SPDX-License-Identifier: Apache-2.0
//
// No code outside a structure's folders names it or asks what kind it is. The list of structures is the only exception.

#include <gtest/gtest.h>
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/unit/common/statements.h"
#include "sim/unit/statement.h"
#include "sim/unit/structures.h"
#include "sim/unit/unit_config.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

/// Places "file: word" in a folder's sources, without sim/unit, that name a structure or ask for its flags. READMEs
/// may: their examples need some unit.
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
    const fs::path file = fs::relative(entry.path(), sim);
    if (!entry.is_regular_file() || *file.begin() == "unit" || file.filename() == "README.md") continue;
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

/// The folder of each module of rtl/ and each file of rtl/ and hw/: "common" or that of a structure.
std::map<std::string, std::string> folders_of_sources(const fs::path& root) {
  std::map<std::string, std::string> folders;
  for (const char* room : {"rtl", "hw"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      const fs::path file = entry.path().filename();
      if (!entry.is_regular_file() || file == "README.md") continue;
      folders[file] = entry.path().parent_path().filename();
      if (file.extension() == ".sv") folders[file.stem()] = folders[file];
    }
  }
  return folders;
}

/// The pieces of a text between characters other than `part` has.
template <class Part>
std::set<std::string> pieces_of(const std::string& text, const Part& part) {
  std::set<std::string> pieces;
  for (auto begin = text.begin(); begin != text.end();) {
    const auto piece = std::find_if(begin, text.end(), part);
    const auto end = std::find_if_not(piece, text.end(), part);
    pieces.emplace(piece, end);
    begin = end;
  }
  return pieces;
}

/// Places "file: word" in the texts of proofs and mutants below sim/unit/ and tests/unit/ that are not where they
/// belong: a shared text that names a module or a file of a structure, and a list of a structure with an entry about a
/// file of another folder.
std::vector<std::string> misplaced_texts(const fs::path& root) {
  const auto is_of_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '.'; };
  const auto is_of_cell = [](char c) { return c != '\t' && c != '\n'; };
  const std::map<std::string, std::string> folders = folders_of_sources(root);
  std::vector<std::string> places;
  for (const char* room : {"sim/unit", "tests/unit"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      const fs::path ending = entry.path().extension();
      const std::string folder = entry.path().parent_path().filename();
      if (!entry.is_regular_file() || (ending != ".txt" && ending != ".v") || folder == "unit") continue;
      const std::string text = read_file(entry.path().string());
      for (const std::string& name : folder == "common" ? pieces_of(text, is_of_word) : pieces_of(text, is_of_cell)) {
        const auto found = folders.find(name);
        if (found == folders.end() || found->second == folder) continue;
        places.push_back(fs::relative(entry.path(), root).string() + ": " + name);
      }
    }
  }
  std::sort(places.begin(), places.end());
  return places;
}

TEST(OneDoor, TextsOfProofsAndMutantsAreInTheFoldersOfTheirSources) {
  EXPECT_EQ(misplaced_texts(source_folder()), std::vector<std::string>());
}

TEST(OneDoor, TheCheckFindsAMisplacedText) {
  const ScratchFolder folder;
  const auto write = [&](const char* file, const char* text) {
    fs::create_directories((folder.path() / file).parent_path());
    folder.write(file, text);
  };
  for (const char* file : {"rtl/common/pwl_pipe.sv", "rtl/cube/pwl_cube.sv", "hw/common/pipe.h", "hw/cube/cube.h"}) {
    write(file, "");
  }
  write("sim/unit/units.txt", "pwl_cube.sv");
  write("sim/unit/common/harness.v", "pwl_pipe u_pipe(); pwl_cube u_cube();");
  write("sim/unit/common/mutants.txt", "pipe/*\tlost\tpwl_pipe.sv\ta\tb\ncube/*\tzero\tpwl_cube.sv\ta\tb\n");
  write("sim/unit/cube/mutants.txt", "cube/*\tzero\tpwl_cube.sv\ta\tpwl_pipe u_pipe()\n");
  write("tests/unit/common/survivors.txt", "# not of cube.h\n= why\npipe.h\ta\tb\n");
  write("tests/unit/cube/survivors.txt", "= as in pwl_pipe.sv\ncube.h\ta\tb\n");
  write("tests/unit/cube/extra_mutants.txt", "lost\tpipe.h\ta\tb\n");
  EXPECT_EQ(misplaced_texts(folder.path()),
            (std::vector<std::string>{"sim/unit/common/harness.v: pwl_cube", "sim/unit/common/mutants.txt: pwl_cube.sv",
                                      "tests/unit/common/survivors.txt: cube.h",
                                      "tests/unit/cube/extra_mutants.txt: pipe.h"}));
}

/// Statements "name: module" whose reference is not in the folder of what they are about.
std::vector<std::string> misplaced_references(const std::vector<Statement>& statements, const fs::path& root) {
  const std::map<std::string, std::string> folders = folders_of_sources(root);
  std::vector<std::string> places;
  for (const Statement& statement : statements) {
    const fs::path file = root / "sim/unit" / folders.at(statement.modules.at(0)) / "reference.v";
    const bool has_it =
        fs::exists(file) && read_file(file.string()).find("\nmodule " + statement.reference + " ") != std::string::npos;
    if (!has_it) places.push_back(statement.name + ": " + statement.reference);
  }
  return places;
}

TEST(OneDoor, ReferencesAreInTheFoldersOfWhatTheyAreAbout) {
  std::vector<Statement> statements = common_statements();
  const auto add = [&](const std::vector<Statement>& more) {
    statements.insert(statements.end(), more.begin(), more.end());
  };
  for (const Structure* structure : structures()) {
    add(structure->part_statements());
    add(structure->statements(find_unit(structure->name())));
  }
  EXPECT_GT(statements.size(), 100U);
  EXPECT_EQ(misplaced_references(statements, source_folder()), std::vector<std::string>());
  // The check finds one.
  Statement strange = statements.front();
  strange.reference = "reference_expand";
  EXPECT_EQ(misplaced_references({strange}, source_folder()),
            std::vector<std::string>{strange.name + ": reference_expand"});
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

// Whoever adds a structure finds there which files it has.
TEST(OneDoor, TheReadmeNamesTheTextsOfAStructure) {
  const std::string readme = read_file((source_folder() / "sim/unit/README.md").string());
  int texts = 0;
  for (const Structure* structure : structures()) {
    for (const std::string room : {"sim/unit", "tests/unit"}) {
      for (const auto& entry : fs::directory_iterator(source_folder() / room / structure->name())) {
        const fs::path file = entry.path().filename();
        if (file.extension() != ".v" && file.extension() != ".txt") continue;
        ++texts;
        const std::string name = "`" + room + "/NAME/" + file.string() + "`";
        EXPECT_NE(readme.find(name), std::string::npos) << name << " of " << structure->name();
      }
    }
  }
  EXPECT_GT(texts, 10);
}

}  // namespace
}  // namespace pwlsim::tests
