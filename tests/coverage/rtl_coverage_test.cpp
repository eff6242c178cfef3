// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/rtl_coverage.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

std::string point_text(const std::string& file, int line, const std::string& page, const std::string& name,
                       const std::string& instance, int count) {
  return "C '\1f\2/some where/" + file + "\1l\2" + std::to_string(line) + "\1n\0023\1page\2" + page + "\1o\2" + name +
         "\1h\2" + instance + "' " + std::to_string(count) + "\n";
}

CoveragePoint toggle(const std::string& name, std::uint64_t count) {
  return {.file = "a.sv", .line = 7, .column = 3, .toggle = true, .name = name, .instance = "top", .count = count};
}
CoveragePoint line(int number, std::uint64_t count) {
  return {
      .file = "a.sv", .line = number, .column = 3, .toggle = false, .name = "if", .instance = "top", .count = count};
}

std::string error_of(const std::string& waivers) {
  const ScratchFolder folder;
  try {
    read_waivers(folder.write("waivers.txt", waivers));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::vector<Waiver> waivers_of(const std::string& text) {
  const ScratchFolder folder;
  return read_waivers(folder.write("waivers.txt", text));
}

TEST(RtlCoverage, ReadsVerilatorsPoints) {
  const std::vector<CoveragePoint> points =
      read_coverage("# SystemC::Coverage-3\n" + point_text("a.sv", 12, "v_toggle/top__W8", "y_o[3]", "top.u_a", 5) +
                    point_text("b's' 1.sv", 30, "v_branch/top", "else", "top", 0));
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].file, "a.sv");
  EXPECT_EQ(points[0].line, 12);
  EXPECT_EQ(points[0].column, 3);
  EXPECT_TRUE(points[0].toggle);
  EXPECT_EQ(points[0].name, "y_o[3]");
  EXPECT_EQ(points[0].instance, "top.u_a");
  EXPECT_EQ(points[0].count, 5U);
  EXPECT_EQ(points[1].file, "b's' 1.sv");
  EXPECT_FALSE(points[1].toggle);
  EXPECT_FALSE(points[1].covered());
}

TEST(RtlCoverage, RefusesWhatIsNotVerilators) {
  EXPECT_THROW(read_coverage(""), InputError);
  EXPECT_THROW(read_coverage("something\n"), InputError);
  EXPECT_THROW(read_coverage("# SystemC::Coverage-3\nC 'x"), InputError);
  EXPECT_THROW(read_coverage("# SystemC::Coverage-3\n" + point_text("a.sv", 1, "v_user/x", "y", "top", 1)), InputError);
  EXPECT_THROW(read_coverage("# SystemC::Coverage-3\nC '\1f\2a.sv\1l\2x\1n\0021\1page\2v_line/x' 1\n"), InputError);
}

TEST(RtlCoverage, ABitHasToRiseAndToFallAfterItsFirstValue) {
  EXPECT_FALSE(toggle("a", 2).covered());
  EXPECT_TRUE(toggle("a", 3).covered());
  EXPECT_TRUE(line(1, 1).covered());
}

TEST(RtlCoverage, CoveredInOneInstanceIsCoveredButInstancesDoNotAddUp) {
  const RtlCoverage once = merge_coverage({toggle("a", 0), toggle("a", 9)}, {});
  EXPECT_EQ(once.files.at(0).toggles.covered, 1U);
  EXPECT_EQ(once.files.at(0).toggles.total, 1U);
  const RtlCoverage twice = merge_coverage({toggle("a", 2), toggle("a", 2)}, {});
  EXPECT_EQ(twice.files.at(0).toggles.covered, 0U);
  ASSERT_EQ(twice.files.at(0).open.size(), 1U);
  EXPECT_EQ(share_of({toggle("a", 0), toggle("a", 9), line(2, 1)}, true).total, 2U);
}

TEST(RtlCoverage, WaivedPointsDoNotCount) {
  const RtlCoverage coverage = merge_coverage(
      {toggle("a[0]", 0), toggle("a[1]", 0), toggle("a[2]", 0), toggle("b", 9), line(8, 0), line(9, 1)},
      waivers_of("# a comment\n\n a.sv | toggle | a[0..2/2], a[1] | constant | really\na.sv|line|8:*|why\n"));
  EXPECT_EQ(coverage.stale_waivers, std::vector<std::string>());
  const FileCoverage& file = coverage.files.at(0);
  EXPECT_EQ(file.toggles.covered, 1U);
  EXPECT_EQ(file.toggles.total, 1U);
  EXPECT_EQ(file.toggles.waived, 3U);
  EXPECT_EQ(file.lines.total, 1U);
  EXPECT_TRUE(file.open.empty());
}

/// A bit of one instance that is claimed to be constant there.
CoveragePoint constant(const std::string& name, std::uint64_t count) {
  CoveragePoint point = toggle(name, count);
  point.constant = true;
  return point;
}

TEST(RtlCoverage, ConstantsAreMarkedByTheirPlaceBelowTheTop) {
  std::vector<CoveragePoint> points = {toggle("a[0]", 0), toggle("a[0]", 0), toggle("a[0]", 0), line(3, 0)};
  points[0].instance = "unit.top.u_x.u_y";
  points[1].instance = "unit.top";
  points[2].instance = "unit.top.u_z.u_y";
  points[3].name = "a[0]";
  const auto marked = [&](const std::set<std::string>& constants) {
    mark_constants(points, constants);
    std::string all;
    for (const CoveragePoint& point : points) all += point.constant ? '1' : '0';
    return all;
  };
  EXPECT_EQ(marked({"u_x.u_y.a[0]"}), "1000");
  EXPECT_EQ(marked({"a[0]"}), "0100") << "a line is no constant, nor a bit of another instance";
  EXPECT_EQ(marked({"u_y.a[0]", "top.a[0]", "a[1]", "a"}), "0000");
}

TEST(RtlCoverage, ConstantBitsDoNotCount) {
  const RtlCoverage coverage = merge_coverage({constant("a[0]", 0), constant("a[2]", 1), constant("a[3]", 1),
                                               constant("a[4]", 0), toggle("a[1]", 9), constant("b", 0), line(8, 1)},
                                              {});
  const FileCoverage& file = coverage.files.at(0);
  EXPECT_EQ(file.toggles.covered, 1U);
  EXPECT_EQ(file.toggles.total, 1U);
  EXPECT_EQ(file.toggles.constant, 5U);
  EXPECT_EQ(file.lines.constant, 0U);
  EXPECT_TRUE(file.open.empty());
  EXPECT_EQ(file.constants, (std::vector<std::string>{"a[0,2..4]", "b"}));
}

// A unit with a constant table does not hide uncovered points of a writable one.
TEST(RtlCoverage, ABitIsConstantWhereItIsSoInAllInstances) {
  const RtlCoverage open = merge_coverage({constant("a", 0), toggle("a", 2), constant("a", 1)}, {});
  EXPECT_EQ(open.files.at(0).toggles.constant, 0U);
  EXPECT_EQ(open.files.at(0).open.size(), 1U);
  EXPECT_TRUE(open.files.at(0).constants.empty());
  const RtlCoverage covered = merge_coverage({constant("a", 0), toggle("a", 3)}, {});
  EXPECT_EQ(covered.files.at(0).toggles.covered, 1U);
  EXPECT_EQ(share_of({constant("a", 0), toggle("a", 2)}, true).total, 1U);
  EXPECT_EQ(share_of({constant("a", 0), toggle("a", 2)}, true).constant, 1U);
}

TEST(RtlCoverage, AConstantThatChangesIsFound) {
  EXPECT_TRUE(changing_constants({constant("a", 0), constant("a", 1), toggle("a", 9)}).empty());
  const std::vector<CoveragePoint> changing = changing_constants({constant("a", 1), constant("b", 2)});
  ASSERT_EQ(changing.size(), 1U);
  EXPECT_EQ(changing[0].name, "b");
}

TEST(RtlCoverage, AWaiverOfAConstantIsNotNeeded) {
  const RtlCoverage coverage = merge_coverage({constant("a[0]", 0)}, waivers_of("a.sv | toggle | a[0] | why\n"));
  EXPECT_EQ(coverage.stale_waivers,
            std::vector<std::string>{"the waiver of a.sv a[0] (line 1) matches a[0], which is known to be constant"});
}

TEST(RtlCoverage, AWaiverThatIsNotNeededIsStale) {
  const auto stale = [](const std::string& waivers) {
    const RtlCoverage coverage = merge_coverage({toggle("a[0]", 0), toggle("a[1]", 9)}, waivers_of(waivers));
    return coverage.stale_waivers;
  };
  EXPECT_TRUE(stale("a.sv | toggle | a[0] | why\n").empty());
  EXPECT_EQ(stale("\na.sv | toggle | a[2] | why\n"),
            std::vector<std::string>{"the waiver of a.sv a[2] (line 2) matches no point"});
  EXPECT_EQ(stale("a.sv | toggle | a[*] | why\n"),
            std::vector<std::string>{"the waiver of a.sv a[*] (line 1) matches the covered point a[1]"});
  EXPECT_EQ(stale("a.sv | toggle | a[0..1] | why\n").size(), 1U);
  EXPECT_EQ(stale("b.sv | toggle | a[0] | why\n").size(), 1U);
  EXPECT_EQ(stale("a.sv | line | a[0] | why\n").size(), 1U);
}

TEST(RtlCoverage, WaiversNeedAFileAKindAPatternAndAReason) {
  for (const char* bad :
       {"a.sv\n", "a.sv | toggle | x\n", "a.sv | toggle | x | \n", "a.sv | bit | x | y\n", " | toggle | x | y\n",
        "a.sv | toggle | | y\n", "a.sv | toggle | x[3..1] | y\n", "a.sv | toggle | x[0..99999] | y\n",
        "a.sv | toggle | x[0..9/0] | y\n", "a.sv | toggle | x,,y | z\n"}) {
    EXPECT_NE(error_of(std::string("# first\n") + bad).find("waivers.txt:2: a waiver is"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace pwlsim::tests
