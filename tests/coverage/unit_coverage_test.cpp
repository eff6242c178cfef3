// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/unit_coverage.h"

#include <gtest/gtest.h>
#include <algorithm>

#include "sim/base/error.h"
#include "sim/coverage/constant_bits.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

UnitCoverage measure(const std::string& unit, std::vector<CoverageRun> runs) {
  return measure_coverage(find_unit(unit), RtlLoader(), std::move(runs), 1, own_rtl(find_unit(unit)));
}

const FileCoverage& file_of(const RtlCoverage& coverage, const std::string& name) {
  return *std::find_if(coverage.files.begin(), coverage.files.end(),
                       [&](const FileCoverage& file) { return file.file == name; });
}

TEST(UnitCoverage, CoversWhatItRunsAndNothingElse) {
  const UnitConfig& unit = find_unit("int8_8");
  const UnitCoverage all = measure("int8_8", directed_runs(unit, 1));
  EXPECT_EQ(all.mismatch, "");
  const RtlCoverage full = merge_coverage(all.points, {});
  EXPECT_TRUE(file_of(full, "pwl_pipe.sv").open.empty());
  EXPECT_TRUE(file_of(full, "pwl_table.sv").open.empty());

  // Only one breakpoint's three inputs, no stall.
  std::vector<CoverageRun> runs = directed_runs(unit, 1);
  runs.resize(1);
  const UnitCoverage few = measure("int8_8", std::move(runs));
  EXPECT_FALSE(summarise(few.bins).complete());
  const RtlCoverage open = merge_coverage(few.points, {});
  const std::vector<CoveragePoint>& pipe = file_of(open, "pwl_pipe.sv").open;
  EXPECT_TRUE(std::any_of(pipe.begin(), pipe.end(), [](const CoveragePoint& p) { return p.name == "ready_i"; }));
  EXPECT_FALSE(file_of(open, "pwl_table.sv").open.empty());
}

// All bits that the table's constants fix are found, and no others are missing.
TEST(UnitCoverage, AConstantTableLeavesNothingOpen) {
  const UnitConfig& unit = find_unit("pwl_int_const");
  const UnitCoverage all = measure("pwl_int_const", directed_runs(unit, 1));
  EXPECT_EQ(all.mismatch, "");
  EXPECT_TRUE(changing_constants(all.points).empty());
  const CoverageShare toggles = share_of(all.points, true);
  EXPECT_EQ(toggles.covered, toggles.total);
  EXPECT_EQ(file_of(merge_coverage(all.points, {}), "pwl_segment_int.sv").constants,
            (std::vector<std::string>{"below[7]", "breakpoints_i[0..55]"}));
  EXPECT_EQ(file_of(merge_coverage(all.points, {}), "pwl_segment_int.sv").path, "rtl/common/pwl_segment_int.sv");
}

// These bits are not constant in a writable unit, and a claim that they are fails.
TEST(UnitCoverage, AWrongClaimOfConstantsIsNoticed) {
  const UnitConfig& unit = find_unit("int8_8");
  UnitCoverage written = measure("int8_8", directed_runs(unit, 1));
  EXPECT_TRUE(changing_constants(written.points).empty());
  EXPECT_EQ(file_of(merge_coverage(written.points, {}), "pwl_segment_int.sv").constants,
            std::vector<std::string>{"below[7]"});
  mark_constants(written.points, constant_bits(own_rtl(find_unit("pwl_int_const"))));
  EXPECT_GE(changing_constants(written.points).size(), 56U);
}

TEST(UnitCoverage, OnlyAModelBuiltForItHasCoverage) {
  const UnitConfig& unit = find_unit("int8_8");
  const RtlLoader loader;
  EXPECT_THROW(coverage_data(*loader.load(own_rtl(unit), unit, 1)), InputError);
  GoldenModel golden(unit);
  EXPECT_THROW(coverage_data(golden), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
