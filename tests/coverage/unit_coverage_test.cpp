// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/unit_coverage.h"

#include <gtest/gtest.h>
#include <algorithm>

#include "sim/base/error.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

UnitCoverage measure(const std::string& unit, std::vector<CoverageRun> runs) {
  return measure_coverage(find_unit(unit), RtlLoader(), std::move(runs), 1);
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

TEST(UnitCoverage, OnlyAModelBuiltForItHasCoverage) {
  const UnitConfig& unit = find_unit("int8_8");
  const RtlLoader loader;
  EXPECT_THROW(coverage_data(*loader.load(own_rtl(unit), unit, 1)), InputError);
  GoldenModel golden(unit);
  EXPECT_THROW(coverage_data(golden), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
