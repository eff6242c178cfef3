// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/unit_coverage.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cstdlib>

#include "sim/lockstep/golden_model.h"
#include "sim/pwl/error.h"
#include "tests/scratch_folder.h"

namespace pwlsim {
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

TEST(UnitCoverage, DeadCodeInTheRtlStaysOpen) {
  const ScratchFolder folder;
  for (const auto& entry : std::filesystem::directory_iterator(rtl_folder())) {
    std::string text = ScratchFolder::read_whole(entry.path());
    if (entry.path().filename() == "pwl_add_int.sv") {
      const std::string dead =
          "  logic dead;\n"
          "  always_comb begin\n"
          "    dead = 1'b0;\n"
          "    if (shift_i == '1 && shift_i == '0) dead = product_i[0];\n"
          "  end\n";
      text.insert(text.find("endmodule"), dead);
    }
    folder.write(entry.path().filename().string(), text);
  }
  setenv("PWLSIM_RTL", folder.path().c_str(), 1);
  const UnitCoverage coverage = measure("int8_8", directed_runs(find_unit("int8_8"), 1));
  unsetenv("PWLSIM_RTL");
  EXPECT_EQ(coverage.mismatch, "");
  const RtlCoverage rtl = merge_coverage(coverage.points, {});
  std::vector<std::string> open;
  for (const CoveragePoint& point : file_of(rtl, "pwl_add_int.sv").open) open.push_back(point.name);
  EXPECT_EQ(open, (std::vector<std::string>{"if", "dead"}));
}

TEST(UnitCoverage, OnlyAModelBuiltForItHasCoverage) {
  const UnitConfig& unit = find_unit("int8_8");
  const RtlLoader loader;
  EXPECT_THROW(coverage_data(*loader.load(own_rtl(unit), unit, 1)), InputError);
  GoldenModel golden(unit);
  EXPECT_THROW(coverage_data(golden), InputError);
}

}  // namespace
}  // namespace pwlsim
