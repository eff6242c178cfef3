// SPDX-License-Identifier: Apache-2.0
//
// Files include only what sim/rooms.h lets their room use, so dependencies point one way.

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;
using base::read_file;
using base::source_folder;
using base::write_file;

/// Rooms that each room may use, itself and those that they use among them.
using RoomOrder = std::map<std::string, std::set<std::string>>;

/// What the text of rooms.h says.
RoomOrder order_in(const std::string& text) {
  std::map<std::string, std::set<std::string>> uses;
  // SystemC twins are what a structure tells the room of structures.
  uses["unit"] = {"hw"};
  std::istringstream lines(text);
  std::string room;
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (std::regex_match(line, found, std::regex("namespace (?!pwlsim)(\\w+) \\{\\}?"))) {
      room = found[1];
      uses[room];
    } else if (std::regex_match(line, found, std::regex("using namespace (\\w+);"))) {
      uses[room].insert(found[1]);
    }
  }
  RoomOrder order;
  for (const auto& [one, direct] : uses) {
    std::set<std::string>& all = order[one];
    std::vector<std::string> left = {one};
    while (!left.empty()) {
      const std::string next = left.back();
      left.pop_back();
      if (!all.insert(next).second) continue;
      left.insert(left.end(), uses[next].begin(), uses[next].end());
    }
  }
  return order;
}

/// Lines "sim/fit/a.cpp: sim/cli" of files below a checkout's sim/ and hw/ that include a header of a room which theirs
/// may not use, or CLI11 in a header.
std::vector<std::string> wrong_includes(const fs::path& checkout, const RoomOrder& order) {
  static const std::regex kInclude("#include [\"<](sim/\\w+|hw|CLI)/[^\">]*[\">]");
  std::vector<std::string> wrong;
  for (const char* top : {"hw", "sim"}) {
    for (const auto& entry : fs::recursive_directory_iterator(checkout / top)) {
      const fs::path file = fs::relative(entry.path(), checkout);
      const std::string ending = file.extension().string();
      if (!entry.is_regular_file() || (ending != ".h" && ending != ".cpp")) continue;
      // sim/rooms.h itself belongs to none.
      if (file.parent_path() == "sim") continue;
      const std::string room = top == std::string("hw") ? "hw" : (++file.begin())->string();
      std::istringstream lines(read_file(entry.path().string()));
      for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (!std::regex_search(line, found, kInclude)) continue;
        const std::string used = found[1];
        const bool is_parser = used == "CLI";
        const bool good =
            is_parser ? room == "cli" && ending == ".cpp"
                      : order.count(room) != 0 && order.at(room).count(used == "hw" ? used : used.substr(4)) != 0;
        if (!good) wrong.push_back(file.string() + ": " + used);
      }
    }
  }
  std::sort(wrong.begin(), wrong.end());
  return wrong;
}

/// The same within sim/cost: a folder uses itself and those before it.
std::vector<std::string> wrong_includes_of_cost(const fs::path& checkout) {
  static const std::vector<std::string> kFolders = {"tool", "liberty", "netlist", "timing", "map", "power"};
  static const std::regex kInclude("#include \"sim/cost/(\\w+)/");
  std::vector<std::string> wrong;
  const auto place = [](const std::string& folder) { return std::find(kFolders.begin(), kFolders.end(), folder); };
  for (const auto& entry : fs::recursive_directory_iterator(checkout / "sim/cost")) {
    if (!entry.is_regular_file() || entry.path().parent_path().filename() == "cost") continue;
    const std::string folder = entry.path().parent_path().filename().string();
    std::istringstream lines(read_file(entry.path().string()));
    for (std::string line; std::getline(lines, line);) {
      std::smatch found;
      if (!std::regex_search(line, found, kInclude)) continue;
      if (place(found[1]) > place(folder) || place(folder) == kFolders.end()) {
        wrong.push_back(fs::relative(entry.path(), checkout).string() + ": " + found[1].str());
      }
    }
  }
  std::sort(wrong.begin(), wrong.end());
  return wrong;
}

RoomOrder own_order() { return order_in(read_file((source_folder() / "sim/rooms.h").string())); }

TEST(RoomOrder, IncludesPointOneWay) {
  EXPECT_EQ(wrong_includes(source_folder(), own_order()), std::vector<std::string>());
}

TEST(RoomOrder, FoldersOfCostPointOneWay) {
  EXPECT_EQ(wrong_includes_of_cost(source_folder()), std::vector<std::string>());
  const ScratchFolder folder;
  fs::create_directories(folder.path() / "sim/cost/liberty");
  write_file((folder.path() / "sim/cost/liberty/a.h").string(),
             "#include \"sim/cost/tool/b.h\"\n#include \"sim/cost/map/c.h\"\n", "test");
  EXPECT_EQ(wrong_includes_of_cost(folder.path()), std::vector<std::string>{"sim/cost/liberty/a.h: map"});
}

TEST(RoomOrder, EveryRoomHasItsPlaceInIt) {
  const RoomOrder order = own_order();
  std::size_t rooms = 0;
  for (const auto& entry : fs::directory_iterator(source_folder() / "sim")) {
    if (!entry.is_directory()) continue;
    ++rooms;
    EXPECT_EQ(order.count(entry.path().filename().string()), 1U) << entry.path();
  }
  EXPECT_EQ(order.size(), rooms + 1) << "hw is the one room outside sim/";
}

// Two rooms that use each other are one.
TEST(RoomOrder, NoRoomIsAboveItself) {
  const RoomOrder order = own_order();
  for (const auto& [room, used] : order) {
    for (const std::string& other : used) {
      EXPECT_TRUE(other == room || order.at(other).count(room) == 0) << room << " and " << other;
    }
  }
}

TEST(RoomOrder, TheCheckFindsAWrongInclude) {
  const ScratchFolder folder;
  const auto write = [&](const char* file, const char* text) {
    fs::create_directories((folder.path() / file).parent_path());
    write_file((folder.path() / file).string(), text, "test");
  };
  write("hw/pwl_int/a.h", "#include \"sim/unit/unit.h\"\n");
  write("sim/fit/b.cpp", "#include \"sim/unit/table.h\"\n#include \"sim/cli/options.h\"\n");
  write("sim/unit/c.cpp", "#include \"hw/pwl_int/a.h\"\n#include \"sim/number/word.h\"\n");
  write("sim/cli/d.h", "#include <CLI/CLI.hpp>\n");
  write("sim/cli/d.cpp", "#include <CLI/CLI.hpp>\n");
  write("sim/fit/e.cpp", "#include <CLI/CLI.hpp>\n");
  write("sim/nowhere/f.cpp", "#include \"sim/number/word.h\"\n");
  EXPECT_EQ(wrong_includes(folder.path(), own_order()),
            (std::vector<std::string>{"hw/pwl_int/a.h: sim/unit", "sim/cli/d.h: CLI", "sim/fit/b.cpp: sim/cli",
                                      "sim/fit/e.cpp: CLI", "sim/nowhere/f.cpp: sim/number"}));
}

}  // namespace
}  // namespace pwlsim::tests
