// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/unit_table.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

#include "sim/base/error.h"
#include "sim/fit/fit.h"
#include "sim/unit/golden.h"
#include "sim/unit/pwl_int/golden.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/random_unit.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

Table uniform_table(const Function& function, int entries) {
  return find_fit_method("uniform").fit({function, find_unit("int8_" + std::to_string(entries))});
}

TEST(UnitTable, DefaultScaleIsTheFinestThatHoldsTheRange) {
  EXPECT_EQ(default_scale(find_function("gelu"), find_unit("int8_8")), 5);
  EXPECT_EQ(default_scale(find_function("exp"), find_unit("int8_8")), 4);
  EXPECT_EQ(default_scale(find_function("gelu"), find_unit("int16_8")), 13);
  EXPECT_EQ(default_scale(find_function("gelu"), find_unit("int32w_8")), 29);
  EXPECT_EQ(default_scale(find_function("gelu"), find_unit("int32_8")), 13);
}

TEST(UnitTable, SlopesBeyondTwoTakeFractionBits) {
  Table table{.function = "gelu",
              .method = "test",
              .breakpoints = {-1, 0, 1},
              .slopes = {0, 1, -4, 1.5},
              .intercepts = {0, 0, 1, 0}};
  EXPECT_EQ(quantise(table, find_function("gelu"), find_unit("int8_4")).fraction, 5);
  table.slopes[2] = -1;
  EXPECT_EQ(quantise(table, find_function("gelu"), find_unit("int8_4")).fraction, 6);
  table.slopes[2] = 2;  // +2 needs one bit more than -2 does
  EXPECT_EQ(quantise(table, find_function("gelu"), find_unit("int8_4")).fraction, 5);
  table.slopes[2] = -2;
  EXPECT_EQ(quantise(table, find_function("gelu"), find_unit("int8_4")).fraction, 6);
}

TEST(UnitTable, NumbersThatTheFormatCannotHoldAreRefused) {
  Table table{.function = "gelu",
              .method = "test",
              .breakpoints = {-1, 0, 1},
              .slopes = {0, 1, 1e3, 0},
              .intercepts = {0, 0, 0, 0}};
  EXPECT_THROW(quantise(table, find_function("gelu"), find_unit("int8_4")), InputError);
  const Table wide{.function = "gelu",
                   .method = "test",
                   .breakpoints = {-1, 0, 1, 2, 3, 4, 5},
                   .slopes = {0, 1, 1, 1, 1, 1, 1, 7e4},
                   .intercepts = {0, 0, 0, 0, 0, 0, 0, 0}};
  EXPECT_THROW(quantise(wide, find_function("gelu"), find_unit("fp16_8")), InputError);
  EXPECT_NO_THROW(quantise(wide, find_function("gelu"), find_unit("bf16_8")));
  EXPECT_THROW(quantise(wide, find_function("gelu"), find_unit("int8_4")), InputError);  // 8 entries into 4
  EXPECT_THROW(quantise(uniform_table(find_function("gelu"), 8), find_function("gelu"), find_unit("int8_8"), {8, {}}),
               InputError);
  EXPECT_THROW(quantise(uniform_table(find_function("gelu"), 8), find_function("gelu"), find_unit("int8_8q"), {{}, 12}),
               InputError);
}

TEST(UnitTable, TheLow32BitsHoldEveryResultOverTheRange) {
  const UnitConfig& unit = find_unit("int32_8");
  for (const Function& function : functions()) {
    for (const int scale : {4, 9, default_scale(function, unit), 20, 25}) {
      const UnitTable table = quantise(uniform_table(function, 8), function, unit, {scale, {}});
      IntCore core(unit);
      for (const RegisterWrite& write : table.writes()) core.write(write);
      const auto first = static_cast<std::int64_t>(std::ceil(std::ldexp(function.lo, scale)));
      const auto last = static_cast<std::int64_t>(std::floor(std::ldexp(function.hi, scale)));
      const std::int64_t step = std::max<std::int64_t>(1, (last - first) / 60'000);
      for (std::int64_t q = first; q <= last; q += step) {
        IntCore::Slot line{};
        core.take(static_cast<Word>(q) & low_bits(32), line);
        core.take_line(line);
        const std::int64_t product = sign_extend(line.slope, 32) * q;
        const std::int64_t exact = product + sign_extend(line.intercept, 32) * (std::int64_t{1} << scale);
        ASSERT_LE(std::llabs(product), int_max(32)) << function.name << " s=" << scale << " q=" << q;
        ASSERT_EQ(sign_extend(core.accumulate(line), 32), exact) << function.name << " s=" << scale << " q=" << q;
      }
      // No fraction bit is wasted: one more would overflow, or the registers have no more.
      const double magnitude = std::max(std::fabs(function.lo), std::fabs(function.hi)) + 4;
      EXPECT_GE(table.fraction, std::min(28, 29 - scale - static_cast<int>(std::log2(magnitude)) - 2)) << function.name;
    }
  }
  // A slope of 1000 at s = 22 needs 34 bits even without a fraction.
  Table steep = uniform_table(find_function("gelu"), 8);
  steep.slopes[7] = 1000;
  EXPECT_THROW(quantise(steep, find_function("gelu"), unit, {22, {}}), InputError);
  EXPECT_NO_THROW(quantise(steep, find_function("gelu"), unit, {18, {}}));
}

TEST(UnitTable, BreakpointsBelowTheLeastCodeKeepEveryCodesLine) {
  // At s = 6 codes reach from -2 to 1.98; breakpoints at -3 and -2.5 cannot be represented.
  const Table table{.function = "gelu",
                    .method = "test",
                    .breakpoints = {-3, -2.5, 1},
                    .slopes = {0.25, 0.5, 1, -1},
                    .intercepts = {0, 0.25, 0.5, 1}};
  const UnitTable unit = quantise(table, find_function("gelu"), find_unit("int8_4"), {6, {}});
  const GoldenUnit golden(unit);
  for (int q = -128; q < 128; ++q) {
    const double x = std::ldexp(q, -6);
    EXPECT_DOUBLE_EQ(unit.decode_output(golden.evaluate(static_cast<Word>(q) & 0xff)), table.evaluate(x)) << q;
  }
}

TEST(UnitTable, InputsAreRoundedToTheNearestCodeAndSaturate) {
  const UnitTable unit = quantise(uniform_table(find_function("gelu"), 8), find_function("gelu"), find_unit("int8_8"));
  EXPECT_EQ(unit.encode_input(0.5), 16U);
  EXPECT_EQ(unit.encode_input(-0.5), 0xf0U);
  EXPECT_EQ(unit.encode_input(1e30), 127U);
  EXPECT_EQ(unit.encode_input(-1e30), 0x80U);
  EXPECT_EQ(unit.encode_input(2.5 / 32), 2U);  // ties to even
  for (Word word = 0; word < 256; ++word) EXPECT_EQ(unit.encode_input(unit.decode_input(word)), word);
}

// Tails reach to the ends of the input codes, and the default output codes hold them.
TEST(UnitTable, DefaultOutputCodesHoldWhatInputCodesReach) {
  for (const UnitConfig& unit : named_units()) {
    if (!unit.output_scale) continue;
    for (const Function& function : functions()) {
      for (int scale = 0; scale < unit.x_width(); ++scale) {
        const int output_scale = default_output_scale(function, line_format(unit), scale, 1000);
        const double end = std::ldexp(1.0, unit.x_width() - 1);
        double largest = 0;
        const std::int64_t step = unit.x_width() <= 16 ? 1 : 1'000'003;
        for (std::int64_t q = int_min(unit.x_width()); q <= int_max(unit.x_width()); q += step) {
          const double x = std::ldexp(static_cast<double>(q), -scale);
          const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
          const double y = function.in_range(x) ? function.exact(x) : tail.slope * x + tail.intercept;
          largest = std::max(largest, std::fabs(y));
        }
        // At most a step beyond the greatest code, as for 1 with 127/128, and no finer scale holds it.
        EXPECT_LE(std::ldexp(largest, output_scale), end) << unit.name << function.name << scale;
        EXPECT_GT(std::ldexp(largest, output_scale + 1), 0.999 * end) << unit.name << function.name << scale;
      }
    }
  }
  const auto output_scale = [](const char* function, int scale) {
    const Table table = uniform_table(find_function(function), 8);
    return quantise(table, find_function(function), find_unit("int8_8q"), {scale, {}}).output_scale;
  };
  EXPECT_EQ(output_scale("gelu", 6), 6);  // codes end at 1.984, before the range
  EXPECT_EQ(output_scale("gelu", 5), 5);
  EXPECT_EQ(output_scale("gelu", 3), 3);  // codes reach 15.875, and so do their results
  EXPECT_EQ(output_scale("gelu", 0), 0);
  EXPECT_EQ(output_scale("sigmoid", 0),
            default_output_scale(find_function("sigmoid"), line_format(find_unit("int8_8q")), 4, 6));
}

TEST(UnitTable, WritesCoverEveryRegisterOnce) {
  const UnitTable unit = quantise(uniform_table(find_function("gelu"), 8), find_function("gelu"), find_unit("int8_8q"));
  std::vector<std::uint32_t> addresses;
  for (const RegisterWrite& write : unit.writes()) addresses.push_back(write.address);
  const std::vector<std::uint32_t> expected = {0,  1,  2,  3,  4,  5,  6,  8,  9,  10, 11, 12, 13,
                                               14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25};
  EXPECT_EQ(addresses, expected);
}

// What a structure's tables are made of, the format of their lines and the numbers that registers stand for agree.
TEST(UnitTable, TablesOfLinesHaveAFormatAndFieldsOfTheirNumbers) {
  for (const UnitConfig* const unit : random_units(60, 5)) {
    const bool lines = unit->structure->table_kind() == TableKind::kLines;
    EXPECT_EQ(unit->structure->line_format(*unit).has_value(), lines) << unit->name;
    std::vector<std::vector<double> Table::*> numbers;
    for (const RegisterField& field : unit->registers) {
      if (field.numbers == nullptr) continue;
      EXPECT_TRUE(field.per_entry) << unit->name << ' ' << field.name;
      EXPECT_EQ(field.is_limit, field.numbers == &Table::breakpoints) << unit->name << ' ' << field.name;
      EXPECT_EQ(std::count(numbers.begin(), numbers.end(), field.numbers), 0) << unit->name << ' ' << field.name;
      numbers.push_back(field.numbers);
    }
    EXPECT_EQ(numbers.size(), lines ? 3U : 1U) << unit->name;
    EXPECT_EQ(unit->has_fraction(), lines && unit->input_scale) << unit->name;
  }
}

}  // namespace
}  // namespace pwlsim::tests
