// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/functional_coverage.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <set>

#include "sim/coverage/directed_runs.h"
#include "sim/lockstep/lockstep.h"
#include "sim/number/float_arithmetic.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// The bins of a unit after some runs of the golden model alone.
std::vector<Bin> bins_after(const UnitConfig& config, std::vector<CoverageRun> runs) {
  FunctionalCoverage coverage(config);
  for (CoverageRun& run : runs) {
    const LockstepOptions options = lockstep_options(run, LockstepOptions().seed);
    coverage.stalls_follow(run.stall);
    const LockstepResult result = run_lockstep(run.table, {&coverage}, *run.stimulus, options);
    EXPECT_TRUE(result.passed()) << "the collector is no golden model any more";
  }
  return coverage.bins();
}

std::vector<CoverageRun> one_run(UnitTable table, std::vector<Word> words) {
  std::vector<CoverageRun> runs;
  runs.push_back({std::move(table), word_list(std::move(words))});
  return runs;
}

std::uint64_t hits(const std::vector<Bin>& bins, const std::string& name) {
  const auto bin = std::find_if(bins.begin(), bins.end(), [&](const Bin& b) { return b.name == name; });
  EXPECT_NE(bin, bins.end()) << name;
  return bin == bins.end() ? 0 : bin->hits;
}

/// Names of the bins met that begin with `group`.
std::set<std::string> met(const std::vector<Bin>& bins, const std::string& group) {
  std::set<std::string> names;
  for (const Bin& bin : bins) {
    if (bin.hits > 0 && bin.name.rfind(group, 0) == 0) names.insert(bin.name);
  }
  return names;
}

/// Breakpoints 0, 10, 20 … of a unit with one line.
UnitTable table_of(const std::string& unit, Word slope, Word intercept) {
  UnitTable table = empty_table(find_unit(unit));
  const WordFormat& x = table.config.x;
  std::vector<Word>& breakpoints = table.field("breakpoint");
  for (std::size_t j = 0; j < breakpoints.size(); ++j) {
    breakpoints[j] = x.is_real() ? float_encode(10.0 * static_cast<double>(j), x.floats) : static_cast<Word>(10 * j);
  }
  for (Word& word : table.field("slope")) word = slope;
  for (Word& word : table.field("intercept")) word = intercept;
  return table;
}

TEST(Bins, AMetUnreachableBinIsAnError) {
  const BinSummary summary = summarise({{"a", "", 1}, {"b", "", 0}, {"c", "never", 0}, {"d", "never", 2}});
  EXPECT_EQ(summary.hit, 1U);
  EXPECT_EQ(summary.reachable, 2U);
  EXPECT_EQ(summary.unreachable, 2U);
  EXPECT_EQ(summary.missed, std::vector<std::string>{"b"});
  EXPECT_EQ(summary.contradicted, std::vector<std::string>{"d"});
  EXPECT_FALSE(summary.complete());
  EXPECT_TRUE(summarise({{"a", "", 1}, {"c", "never", 0}}).complete());
}

class DirectedRuns : public ::testing::TestWithParam<std::string> {};

TEST_P(DirectedRuns, MeetEveryBin) {
  const UnitConfig& unit = find_unit(GetParam());
  const BinSummary summary = summarise(bins_after(unit, directed_runs(unit, 1)));
  EXPECT_EQ(summary.missed, std::vector<std::string>());
  EXPECT_EQ(summary.contradicted, std::vector<std::string>());
  EXPECT_GT(summary.hit, 80U);
}

std::vector<std::string> unit_names() {
  std::vector<std::string> names;
  for (const UnitConfig& unit : named_units()) names.push_back(unit.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Units, DirectedRuns, ::testing::ValuesIn(unit_names()),
                         [](const auto& unit) { return unit.param; });

TEST(FunctionalCoverage, BinsHaveNamesOfTheirOwn) {
  for (const UnitConfig& unit : named_units()) {
    std::set<std::string> names;
    const FunctionalCoverage coverage(unit);
    for (const Bin& bin : coverage.bins()) EXPECT_TRUE(names.insert(bin.name).second) << bin.name;
  }
}

TEST(FunctionalCoverage, AStimulusWithoutASegmentLeavesItsBinOpen) {
  const UnitConfig& unit = find_unit("int8_8");
  std::vector<Word> words;
  for (Word word = 0; word < 256; ++word) {
    if (word <= 20 || word > 30) words.push_back(word);  // segment 3
  }
  const std::vector<Bin> bins = bins_after(unit, one_run(table_of("int8_8", 1, 1), words));
  EXPECT_EQ(met(bins, "segment."), (std::set<std::string>{"segment.0", "segment.1", "segment.2", "segment.4",
                                                          "segment.5", "segment.6", "segment.7"}));
  // Neither its upper breakpoint nor inputs within it are met.
  EXPECT_EQ(hits(bins, "breakpoint.2.exact"), 1U);
  EXPECT_EQ(hits(bins, "breakpoint.2.step_above"), 0U);
  EXPECT_EQ(hits(bins, "breakpoint.3.step_below"), 0U);
  EXPECT_EQ(hits(bins, "breakpoint.3.exact"), 0U);
  EXPECT_EQ(hits(bins, "breakpoint.3.step_above"), 1U);
}

TEST(FunctionalCoverage, RunsWithoutAKindOfStallLeaveItOpen) {
  const UnitConfig& unit = find_unit("int8_8q");
  std::vector<CoverageRun> runs = directed_runs(unit, 1);
  runs.erase(std::remove_if(runs.begin(), runs.end(), [](const CoverageRun& run) { return run.stall == "burst"; }),
             runs.end());
  EXPECT_EQ(summarise(bins_after(unit, std::move(runs))).missed, std::vector<std::string>{"stall.burst"});
}

TEST(FunctionalCoverage, WithoutStallsOnlyFreeFlowIsMet) {
  std::vector<Word> words(100, 5);
  const std::vector<Bin> bins = bins_after(find_unit("int8_8"), one_run(table_of("int8_8", 1, 1), words));
  EXPECT_EQ(met(bins, "flow."), (std::set<std::string>{"flow.back_to_back", "flow.input_starved"}));
  EXPECT_EQ(met(bins, "stall."), std::set<std::string>{"stall.none"});
  EXPECT_EQ(met(bins, "reset."), std::set<std::string>{"reset.results_in_flight.0"});
  EXPECT_EQ(hits(bins, "handshake.stages_11.offered.taken"), 98U);
  EXPECT_EQ(hits(bins, "handshake.stages_11.offered.refused"), 0U);
}

TEST(FunctionalCoverage, OnlyTheScaleInTheRegisterIsMet) {
  UnitTable table = table_of("int16_8q", 3, 5);
  table.field("shift") = {6, 10};
  const std::vector<Bin> bins = bins_after(table.config, one_run(table, {7}));
  EXPECT_EQ(met(bins, "scale."), std::set<std::string>{"scale.6"});
  EXPECT_EQ(met(bins, "requant.shift."), std::set<std::string>{"requant.shift.10"});
}

struct Requantised {
  int shift;
  Word slope, x;
  const char* bin;
};

TEST(FunctionalCoverage, RequantiserSaturatesAndRounds) {
  const std::vector<Requantised> cases = {
      {0, 16, 16, "requant.saturated_high"},        {0, 0xf0, 16, "requant.saturated_low"},
      {1, 15, 17, "requant.saturated_by_rounding"},  // 127.5
      {1, 127, 2, "requant.not_saturated"},         {1, 3, 1, "requant.positive.tie"},
      {1, 0xfd, 1, "requant.negative.tie"},         {2, 3, 1, "requant.positive.up"},
      {2, 5, 1, "requant.positive.down"},           {2, 0xf8, 1, "requant.negative.exact"},
  };
  for (const Requantised& c : cases) {
    UnitTable table = table_of("int8_8q", c.slope, 0);
    table.field("shift") = {0, static_cast<Word>(c.shift)};
    EXPECT_EQ(hits(bins_after(table.config, one_run(table, {c.x})), c.bin), 1U) << c.bin;
  }
}

struct FloatCase {
  const char* unit;
  double slope, x, intercept;
  const char* bin;
};

TEST(FunctionalCoverage, FloatsMeetTheirCases) {
  const double infinity = HUGE_VAL;
  const double ulp = 0x1p-10;  // of fp16 at 1
  const std::vector<FloatCase> cases = {
      {"fp16_8", 1, infinity, -infinity, "sum.infinity_minus_infinity"},
      {"fp16_8", 0, infinity, 1, "product.zero_times_infinity"},
      {"fp16_8", 0, infinity, 1, "y.quiet_nan"},
      {"fp16_8", 60000, 2, 0, "product.overflow"},
      {"fp16_8", 1, 65504, 16, "sum.overflow_by_rounding"},
      {"fp16_8", 1, 1.5, -1.5, "sum.exact_cancellation"},
      {"fp16_8", 1, 1 + ulp, -1, "sum.normalised_by.10"},
      {"fp16_8", 1, 1, ulp / 2, "sum.tie_to_even_down"},
      {"fp16_8", 1, 1 + ulp, ulp / 2, "sum.tie_to_even_up"},
      {"fp16_8", 1, 2 - ulp, ulp / 2, "sum.carry_into_exponent"},
      {"fp16_8", 0x1p-8, 0x1p-8, 0, "product.underflow_to_zero"},
      {"fp16_8s", 0x1p-8, 0x1p-8, 0, "product.gradual_underflow"},
      {"fp16_8s", 1, 0x1p-20, 0, "x.subnormal"},
      {"fp16_8s", 1, 0x1p-20, 0, "product.subnormal_factor_zeros.6"},
      {"fp16_8s", 1, 0x1p-20, 0, "y.subnormal"},
      {"fp16_8", -1, 0x1p-14, 0, "product.minus_least_normal"},
      {"fp16_8", 0, 1, -0.0, "sum.zeros_of_both_signs"},
      {"fp16_8", 1, 1, 8, "sum.exponents_apart.3"},
  };
  for (const FloatCase& c : cases) {
    const FloatFormat format = find_unit(c.unit).x.floats;
    const UnitTable table = table_of(c.unit, float_encode(c.slope, format), float_encode(c.intercept, format));
    EXPECT_EQ(hits(bins_after(table.config, one_run(table, {float_encode(c.x, format)})), c.bin), 1U) << c.bin;
  }
}

TEST(FunctionalCoverage, NeighboursOfAFloatBreakpointAreOneStepAway) {
  const UnitTable table = table_of("fp16_8", 1, 1);
  const Word ten = table.field("breakpoint")[1];
  const std::vector<Bin> around = bins_after(table.config, one_run(table, {ten - 2, ten - 1, ten + 2}));
  EXPECT_EQ(met(around, "breakpoint."), std::set<std::string>{"breakpoint.1.step_below"});
  // Flushed subnormals are zero, so the neighbour of zero is the least normal number.
  const std::vector<Bin> zero = bins_after(table.config, one_run(table, {1, 0x8001}));
  EXPECT_EQ(met(zero, "breakpoint."), std::set<std::string>{"breakpoint.0.exact"});
  const std::vector<Bin> least = bins_after(table.config, one_run(table, {0x0400, 0x8400}));
  EXPECT_EQ(met(least, "breakpoint."), (std::set<std::string>{"breakpoint.0.step_above", "breakpoint.0.step_below"}));
  const std::vector<Bin> subnormal = bins_after(find_unit("fp16_8s"), one_run(table_of("fp16_8s", 1, 1), {1}));
  EXPECT_EQ(met(subnormal, "breakpoint."), std::set<std::string>{"breakpoint.0.step_above"});
}

TEST(FunctionalCoverage, WideUnitsMeetModesAndLeadingZeros) {
  UnitTable table = table_of("wide16_8", 1, 1);
  table.field("shift") = {6, 8, 2, 3};  // mode rsqrt, scale 3
  const std::vector<Bin> bins = bins_after(table.config, one_run(table, {0, 1, 0x8000}));
  EXPECT_EQ(met(bins, "mode."), std::set<std::string>{"mode.2"});
  EXPECT_EQ(met(bins, "rsqrt."),
            (std::set<std::string>{"rsqrt.leading_zeros.0", "rsqrt.leading_zeros.15", "rsqrt.leading_zeros.16"}));
  EXPECT_EQ(met(bins, "exp."), std::set<std::string>());
}

}  // namespace
}  // namespace pwlsim::tests
