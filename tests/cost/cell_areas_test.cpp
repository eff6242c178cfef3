// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/cell_areas.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/base/error.h"
#include "sim/cost/liberty/library_cells.h"
#include "tests/cost/tiny_lef.h"
#include "tests/cost/tiny_library.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

constexpr const char* kOsu = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
constexpr const char* kOsuLef = "/usr/share/qflow/tech/osu018/osu018_stdcells.lef";

class CellAreasTest : public testing::Test {
 protected:
  Library tiny() const { return read_liberty(folder_.write("tiny.lib", kTinyLibrary)); }

  std::string complaint(Library library, const std::vector<std::filesystem::path>& lef) const {
    try {
      take_areas(library, lef);
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find_last_of('/') + 1);
    }
    return "accepted";
  }

  const ScratchFolder folder_;
};

TEST_F(CellAreasTest, AreThoseOfTheOutlinesAndDifferencesAreNamed) {
  Library library = tiny();
  const CellAreas areas = take_areas(library, {folder_.write("tiny.lef", kTinyLef)});
  EXPECT_DOUBLE_EQ(library.cell("INV")->area, 3);
  EXPECT_DOUBLE_EQ(library.cell("NAND")->area, 4.5);
  EXPECT_DOUBLE_EQ(library.cell("SCANFF")->area, 10) << "not in the LEF file";
  EXPECT_EQ(areas_text(areas),
            "LEF tiny.lef; the Liberty file has other ones, which are not used: INV 2 (LEF 3), NAND 3 (LEF 4.5) um2; "
            "not in it, with the Liberty file's area: SCANFF, GATE, LAT, TIE");
}

TEST_F(CellAreasTest, WithoutLefAreThoseOfLiberty) {
  Library library = tiny();
  EXPECT_EQ(areas_text(take_areas(library, {})), "Liberty");
  EXPECT_DOUBLE_EQ(library.cell("INV")->area, 2);
}

// Rounded figures do not count as different.
TEST_F(CellAreasTest, RoundingIsNoDifference) {
  Library library = tiny();
  const CellAreas areas = take_areas(library, {folder_.write("a.lef", "MACRO INV\n SIZE 1.0005 BY 2 ;\nEND INV\n")});
  EXPECT_TRUE(areas.differences.empty());
}

TEST_F(CellAreasTest, OfSeveralFilesCountTogetherUnlessTheyContradict) {
  const std::string inverter = folder_.write("a.lef", "MACRO INV\n SIZE 1 BY 2 ;\nEND INV\n");
  const std::string layers = folder_.write("tech.lef", "VERSION 5.7 ;\n");
  const std::string nand =
      folder_.write("b.lef", "MACRO INV\n SIZE 2 BY 1 ;\nEND INV\nMACRO NAND\n SIZE 2 BY 2 ;\nEND NAND\n");
  Library library = tiny();
  EXPECT_EQ(take_areas(library, {layers, inverter, nand}).source, "LEF tech.lef, a.lef, b.lef");
  EXPECT_DOUBLE_EQ(library.cell("NAND")->area, 4);
  const std::string other = folder_.write("c.lef", "MACRO NAND\n SIZE 3 BY 2 ;\nEND NAND\n");
  EXPECT_EQ(complaint(tiny(), {nand, other}), "c.lef:1: MACRO NAND has 6 um2, in a LEF file before it 4 um2");
}

TEST_F(CellAreasTest, OfAnotherLibraryAreRefused) {
  EXPECT_EQ(complaint(tiny(), {kOsuLef}), "osu018_stdcells.lef: has none of the cells of library tiny (33 macros)");
}

// The two cells whose areas made OSU018's netlists look smaller than they are, and the latch that had no area.
TEST_F(CellAreasTest, OfOsu018) {
  Library library = read_liberty(kOsu);
  ASSERT_EQ(library.cell("LATCH")->unusable, kHasNoArea);
  const CellAreas areas = take_areas(library, {kOsuLef});
  EXPECT_EQ(
      areas_text(areas),
      "LEF osu018_stdcells.lef; the Liberty file has other ones, which are not used: LATCH 0 (LEF 56), NAND3X1 36 "
      "(LEF 32), OAI21X1 23 (LEF 32) um2");
  EXPECT_DOUBLE_EQ(library.cell("LATCH")->area, 56);
  EXPECT_EQ(library.cell("LATCH")->unusable, "");
  EXPECT_EQ(find_library_cells(library).latch_high->name, "LATCH");
}

}  // namespace
}  // namespace pwlsim::tests
