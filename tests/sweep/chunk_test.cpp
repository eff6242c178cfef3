// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/chunk.h"

#include <gtest/gtest.h>
#include <filesystem>
#include <string>

#include "sim/base/file.h"
#include "sim/base/replace_once.h"
#include "sim/fit/fit.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

const std::atomic<bool> kGoOn{false};

UnitTable uniform_table(const std::string& unit, const char* function) {
  const UnitConfig& config = find_unit(unit);
  const Function& f = find_function(function);
  return quantise(fit_table("uniform", {f, config}), f, config);
}

/// The totals of the words `from` to `to`, swept in chunks of `size`.
SweepTotals sweep(SweepModel& model, const SweepWork& work, Word from, Word to, std::uint64_t size) {
  SweepTotals totals;
  for (Word x = from; x <= to; x += size) {
    totals.add(sweep_chunk(model, work, x, std::min(size, to - x + 1), kGoOn).value());
  }
  return totals;
}

TEST(SweepChunk, FindsAllUnitsEqualHoweverTheInputsAreCut) {
  // Odd sizes and positions, so that some cycles are not full.
  struct Case {
    const char *unit, *function;
    Word from, to;
  };
  for (const Case& c : {Case{"int8_8", "gelu", 0, 0xff}, Case{"int8_8q", "exp", 0, 0xff},
                        Case{"bf16_8", "gelu", 0, 0xffff}, Case{"int32w_8", "gelu", 0x7fff'8001, 0x8000'8000},
                        Case{"wide16_8", "rsqrt", 0, 0xffff}, Case{"fp32_8", "gelu", 0xbf7f'0001, 0xbf81'0003}}) {
    const UnitTable table = uniform_table(c.unit, c.function);
    SweepModel model(RtlLoader(), own_rtl(table.config), table.config, 1);
    model.load(table);
    const SweepWork work{
        .table = &table, .function = &find_function(c.function), .latency = table.config.latency(), .judge_each = 1};
    const SweepTotals whole = sweep(model, work, c.from, c.to, c.to - c.from + 1);
    EXPECT_EQ(whole.results, c.to - c.from + 1) << c.unit;
    EXPECT_EQ(whole.mismatches, 0U) << c.unit << " x " << std::hex << (whole.first ? whole.first->x : 0);
    EXPECT_TRUE(whole.max_error) << c.unit;
    EXPECT_LT(whole.max_error.value_or(9), 0.4) << c.unit;
    const SweepTotals cut = sweep(model, work, c.from, c.to, 77);
    EXPECT_EQ(cut.digest, whole.digest) << c.unit;
    EXPECT_EQ(cut.results, whole.results) << c.unit;
    EXPECT_EQ(cut.nans, whole.nans) << c.unit;
    EXPECT_EQ(cut.judged, whole.judged) << c.unit;
    EXPECT_EQ(cut.max_error, whole.max_error) << c.unit;
    EXPECT_EQ(cut.max_error_at, whole.max_error_at) << c.unit;
  }
}

TEST(SweepChunk, CountsWhatTheGoldenUnitReturns) {
  const UnitTable table = uniform_table("fp16_8s", "gelu");
  SweepModel model(RtlLoader(), own_rtl(table.config), table.config, 1);
  model.load(table);
  const SweepTotals totals =
      sweep(model, {&table, &find_function("gelu"), table.config.latency(), 1}, 0, 0xffff, 0x10000);
  const GoldenUnit unit(table);
  std::uint64_t nans = 0, infinities = 0;
  for (Word x = 0; x < 0x10000; ++x) {
    const Word y = unit.evaluate(x) & 0x7fff;
    nans += y > 0x7c00 ? 1 : 0;
    infinities += y == 0x7c00 ? 1 : 0;
  }
  EXPECT_EQ(totals.nans, nans);
  EXPECT_GE(nans, 2046U);
  EXPECT_EQ(totals.infinities, infinities);
}

/// A replacement of a text in a file of the RTL.
struct Fault {
  std::string file, from, to;
};

/// The RTL with that fault.
RtlSource mutant(const ScratchFolder& folder, const UnitConfig& config, const Fault& fault) {
  RtlSource source = own_rtl(config);
  for (std::filesystem::path& file : source.files) {
    if (file.filename() != fault.file) continue;
    file = folder.write(fault.file, replace_once(read_file(file), fault.from, fault.to, fault.file));
    return source;
  }
  throw std::runtime_error(fault.file + ": is not there");
}

TEST(SweepChunk, FindsOneWrongBitOfOneInput) {
  const ScratchFolder folder;
  const UnitTable table = uniform_table("fp32_8", "gelu");
  const Fault fault{.file = "pwl_unit_fp.sv",
                    .from = "x_q         <= x_i;",
                    .to = "x_q         <= x_i ^ (x_i == 32'h3f912345 ? 32'h1000 : 32'h0);"};
  SweepModel model(RtlLoader(), mutant(folder, table.config, fault), table.config, 1);
  model.load(table);
  const SweepWork work{
      .table = &table, .function = &find_function("gelu"), .latency = table.config.latency(), .judge_each = 1021};
  const GoldenUnit unit(table);
  EXPECT_EQ(sweep(model, work, 0x3f90'0000, 0x3f91'2344, 100'000).mismatches, 0U);
  const SweepTotals totals = sweep(model, work, 0x3f90'0000, 0x3f91'ffff, 100'000);
  EXPECT_EQ(totals.mismatches, 1U);
  ASSERT_TRUE(totals.first);
  EXPECT_EQ(totals.first->x, 0x3f91'2345U);
  EXPECT_EQ(totals.first->expected, unit.evaluate(0x3f91'2345));
  EXPECT_EQ(totals.first->actual, unit.evaluate(0x3f91'3345));
  EXPECT_EQ(totals.first->number, table.decode_input(0x3f91'2345));
  EXPECT_FALSE(totals.first->missing);
}

TEST(SweepChunk, FindsAWrongSegmentWithRightResults) {
  const ScratchFolder folder;
  const UnitTable table = uniform_table("int8_8", "gelu");
  const Fault fault{.file = "pwl_unit_int.sv",
                    .from = "    .x_i, .breakpoints_i(breakpoints), .segment_o\n  );",
                    .to =
                        "    .x_i, .breakpoints_i(breakpoints), .segment_o(segment)\n  );\n"
                        "  assign segment_o = segment ^ (x_i == 8'h85 ? 3'd1 : 3'd0);"};
  RtlSource source = mutant(folder, table.config, fault);
  for (const std::filesystem::path& file : source.files) {
    if (file.filename() != "pwl_unit_int.sv") continue;
    std::string text = read_file(file);
    text = replace_once(text, "logic [STAGES-1:0] load;", "logic [STAGES-1:0] load; logic [2:0] segment;",
                        "pwl_unit_int.sv");
    text = replace_once(text, ".segment_i(segment_o)", ".segment_i(segment)", "pwl_unit_int.sv");
    folder.write("pwl_unit_int.sv", text);
  }
  SweepModel model(RtlLoader(), source, table.config, 1);
  model.load(table);
  const SweepTotals totals = sweep(model, {&table, &find_function("gelu"), 2, 1}, 0, 0xff, 0x100);
  EXPECT_EQ(totals.mismatches, 1U);
  ASSERT_TRUE(totals.first);
  EXPECT_EQ(totals.first->x, 0x85U);
  EXPECT_EQ(totals.first->expected, totals.first->actual);
  EXPECT_EQ(totals.first->expected_segment ^ 1, totals.first->actual_segment);
}

TEST(SweepChunk, FindsResultsThatDoNotCome) {
  const ScratchFolder folder;
  const UnitTable table = uniform_table("int8_8", "gelu");
  const Fault fault{.file = "pwl_unit_int.sv",
                    .from = ".clk_i, .rst_ni, .valid_i, .ready_o",
                    .to = ".clk_i, .rst_ni, .valid_i(valid_i && x_i != 8'h46), .ready_o"};
  SweepModel model(RtlLoader(), mutant(folder, table.config, fault), table.config, 1);
  model.load(table);
  const SweepTotals totals = sweep(model, {&table, &find_function("gelu"), 2, 1}, 0, 0xff, 0x100);
  EXPECT_EQ(totals.results, 0x46U);
  EXPECT_EQ(totals.mismatches, 0x100U - 0x46U);
  ASSERT_TRUE(totals.first);
  EXPECT_EQ(totals.first->x, 0x46U);
  EXPECT_TRUE(totals.first->missing);
  // Nothing is judged in a unit that is a cycle early either.
  SweepModel good(RtlLoader(), own_rtl(table.config), table.config, 1);
  good.load(table);
  const SweepTotals early = sweep(good, {&table, &find_function("gelu"), 3, 1}, 0, 0xff, 0x100);
  EXPECT_EQ(early.results, 0U);
  EXPECT_EQ(early.mismatches, 0x100U);
  EXPECT_TRUE(early.first && early.first->missing);
}

TEST(SweepChunk, StopsWhenAsked) {
  const UnitTable table = uniform_table("int8_8", "gelu");
  SweepModel model(RtlLoader(), own_rtl(table.config), table.config, 1);
  model.load(table);
  const std::atomic<bool> stop{true};
  EXPECT_FALSE(sweep_chunk(model, {&table, &find_function("gelu"), 2, 1}, 0, 256, stop));
}

}  // namespace
}  // namespace pwlsim::tests
