// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_wide/range_reduction.h"

#include <gtest/gtest.h>
#include <cmath>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

const long double kLog2e = 1 / std::log(2.0L);

std::vector<const UnitConfig*> wide_units() {
  std::vector<const UnitConfig*> wide;
  for (const UnitConfig& unit : named_units()) {
    if (unit.structure == &pwl_wide()) wide.push_back(&unit);
  }
  return wide;
}

/// For 16 bits all words; for 32 bits powers of two and their neighbours, with both signs, and random words of all
/// sizes.
std::vector<Word> words_of(const UnitConfig& unit) {
  std::vector<Word> words;
  if (unit.x_width() == 16) {
    for (Word x = 0; x < 65'536; ++x) words.push_back(x);
    return words;
  }
  for (int n = 0; n < unit.x_width(); ++n) {
    for (const Word near : {(Word{1} << n) - 1, Word{1} << n, (Word{1} << n) + 1}) {
      words.push_back(near);
      words.push_back((0 - near) & low_bits(unit.x_width()));
    }
  }
  Random random(1);
  for (int i = 0; i < 50'000; ++i) words.push_back(random.bits() >> (32 + random.below(32)));
  return words;
}

TEST(RangeReduction, ExpIsOffByASixteenthOfACodeAtMostWhereverTheResultIsNoTail) {
  for (const UnitConfig* unit : wide_units()) {
    long double worst = 0;
    for (int scale = 0; scale < unit->x_width(); ++scale) {
      for (const Word x : words_of(*unit)) {
        const ReducedInput reduced = reduce_range(wide_parameters(unit->values), RangeMode::kExp, scale, x);
        const long double t = std::ldexp(static_cast<long double>(sign_extend(x, unit->x_width())), -scale) * kLog2e;
        if (std::fabs(t) > 2 * unit->x_width()) {
          // Every table saturates or underflows for such an exponent.
          ASSERT_TRUE(t < 0 ? reduced.exponent <= -2 * unit->x_width() : reduced.exponent >= 2 * unit->x_width() - 1);
          continue;
        }
        const auto code = sign_extend(reduced.code, unit->data_bits) + (std::int64_t{1} << (unit->data_bits - 1));
        const long double cut = std::ldexp(t - reduced.exponent, unit->data_bits) - static_cast<long double>(code);
        worst = std::max({worst, -cut, cut - 1});
      }
    }
    EXPECT_LT(worst, 1 / 16.0L) << unit->name;
    EXPECT_GT(worst, 0) << unit->name;
  }
}

// x lies in the bin of its code and exponent.
TEST(RangeReduction, ReciprocalAndRootCutTheMantissa) {
  for (const UnitConfig* unit : wide_units()) {
    for (const Word x : words_of(*unit)) {
      if (x == 0) continue;
      const ReducedInput div = reduce_range(wide_parameters(unit->values), RangeMode::kDiv, 5, x);
      const int n = -div.exponent - 1;
      const long double m = std::ldexp(static_cast<long double>(x), -n);
      ASSERT_TRUE(m >= 1 && m < 2);
      ASSERT_EQ(sign_extend(div.code, unit->data_bits),
                std::floor(std::ldexp(m - 1, unit->data_bits)) - std::ldexp(1.0L, unit->data_bits - 1));

      const ReducedInput root = reduce_range(wide_parameters(unit->values), RangeMode::kRsqrt, 5, x);
      const int pair = -2 * root.exponent - 2;
      const long double m4 = std::ldexp(static_cast<long double>(x), -pair);
      ASSERT_TRUE(m4 >= 1 && m4 < 4);
      ASSERT_EQ(sign_extend(root.code, unit->data_bits), std::floor(std::ldexp(m4 - 2, unit->data_bits - 2)))
          << unit->name << " x=" << x;
    }
  }
}

TEST(RangeReduction, ExpandRoundsHalfUpSaturatesAndNeverWraps) {
  for (const UnitConfig* unit : wide_units()) {
    Random random(2);
    const long double greatest = std::ldexp(1.0L, unit->y_width()) - 1;
    for (int i = 0; i < 300'000; ++i) {
      const std::int64_t acc = sign_extend(random.bits(), (2 * unit->data_bits)) >> random.below(40);
      const int exponent = static_cast<int>(sign_extend(random.bits(), exponent_bits(wide_parameters(unit->values))));
      const int base = static_cast<int>(random.below(static_cast<std::uint32_t>((2 * unit->data_bits))));
      const long double value = std::ldexp(static_cast<long double>(acc), exponent - base + unit->y_width());
      const long double rounded = value >= 1e19L ? value : std::floor(value + 0.5L);
      const long double expected = rounded < 0 ? 0 : rounded > greatest ? greatest : rounded;
      ASSERT_EQ(static_cast<long double>(expand_range(wide_parameters(unit->values), acc, exponent, base)), expected)
          << unit->name << " " << acc << " 2^" << exponent << " - " << base;
    }
  }
}

/// The relative error of reduction and expansion alone, with exact mantissas in place of registers.
double relative_error(const UnitTable& table, const RangeReduction& reduction, Word x) {
  const UnitConfig& unit = table.config;
  const int scale = table.scale;
  const ReducedInput reduced = reduce_range(wide_parameters(unit.values), reduction.mode, scale, x);
  const int fraction = unit.data_bits - 2 + reduction.scale;
  const double code = std::ldexp(static_cast<double>(sign_extend(reduced.code, unit.data_bits)), -reduction.scale);
  const auto acc = std::llround(std::ldexp(reduction.mantissa.exact(code), fraction));
  const double y = table.decode_output(expand_range(wide_parameters(unit.values), acc, reduced.exponent, fraction + 2));
  const std::string name = reduction.mantissa.name.substr(0, reduction.mantissa.name.find('_'));
  const double exact = find_function(name).exact(table.decode_input(x));
  if (exact > table.decode_output(low_bits(unit.y_width()))) return 0;
  return (std::fabs(y - exact) - table.output_step() / 2) / exact;
}

UnitTable table_of(const UnitConfig& unit, const char* name, std::optional<int> scale = {}) {
  const Function& function = find_function(name);
  return quantise(fit_table("uniform", {function, unit}), function, unit, {scale, {}});
}

// Reduction and expansion add at most half a bin of the mantissa and the accumulator's step to the error of a table.
TEST(RangeReduction, RelativeErrorStaysWithinHalfABinOverTheWholeRange) {
  for (const UnitConfig* unit : wide_units()) {
    // Steepest relative slope times half a code: ln 2/2 * 2^-W for exp, 1/2 * 2^-W for 1/x, 1/2 * 2 * 2^-W for the
    // root.
    const double bound = 0.51 * std::ldexp(2.0, -unit->data_bits) + std::ldexp(1.0, -2 * unit->data_bits + 3);
    for (const char* name : {"exp", "div", "rsqrt"}) {
      const RangeReduction& reduction = *range_reduction(unit->data_bits, name);
      for (const int scale : {0, 7, unit->x_width() / 2, unit->x_width() - 1}) {
        const UnitTable table = table_of(*unit, name, scale);
        double worst = 0;
        for (const Word x : words_of(*unit)) {
          if (x == 0 && reduction.mode != RangeMode::kExp) continue;
          worst = std::max(worst, relative_error(table, reduction, x));
        }
        EXPECT_LT(worst, bound) << unit->name << " " << name << " s=" << scale;
        EXPECT_GT(worst, bound / 8) << unit->name << " " << name << " s=" << scale << ": the bound is loose";
      }
    }
  }
}

TEST(RangeReduction, TailsAreDefined) {
  for (const UnitConfig* unit : wide_units()) {
    const Word greatest = low_bits(unit->y_width());
    EXPECT_EQ(GoldenUnit(table_of(*unit, "div")).evaluate(0), greatest);
    EXPECT_EQ(GoldenUnit(table_of(*unit, "rsqrt")).evaluate(0), greatest);
    const Word most_negative = Word{1} << (unit->x_width() - 1);
    for (int scale = 0; scale + 6 < unit->x_width(); ++scale) {
      const GoldenUnit exp(table_of(*unit, "exp", scale));
      // Inputs beyond the ends, at every power of two and at the extremes, never give a wrapped result.
      for (Word x = Word{2} << scale; x < most_negative; x *= 2) EXPECT_EQ(exp.evaluate(x), greatest) << x;
      EXPECT_EQ(exp.evaluate(most_negative - 1), greatest);
      for (Word x = Word{64} << scale; x <= most_negative; x *= 2) {
        EXPECT_EQ(exp.evaluate((0 - x) & low_bits(unit->x_width())), 0U) << x;
      }
    }
  }
}

TEST(RangeReduction, WordsOfAWideUnit) {
  const UnitTable exp = table_of(find_unit("wide16_8"), "exp");
  EXPECT_EQ(exp.scale, 8);
  EXPECT_EQ(exp.encode_input(-1), 0xff00U);
  EXPECT_EQ(exp.encode_input(-1e9), 0x8000U);
  EXPECT_EQ(exp.encode_input(1e9), 0x7fffU);
  EXPECT_EQ(exp.decode_input(0xff00), -1);
  EXPECT_EQ(exp.decode_output(Word{1} << 30), 1);
  const UnitTable div = table_of(find_unit("wide16_8"), "div", 3);
  EXPECT_EQ(div.encode_input(-1), 0U);
  EXPECT_EQ(div.encode_input(0.125), 1U);
  EXPECT_EQ(div.encode_input(1e9), 0xffffU);
  EXPECT_EQ(div.decode_input(0xffff), 65'535 / 8.0);
  EXPECT_EQ(div.decode_output(Word{1} << 30), 8);
  const UnitTable rsqrt = table_of(find_unit("wide32_8"), "rsqrt", 3);
  EXPECT_EQ(rsqrt.decode_input(0xffff'ffff), 4'294'967'295 / 8.0);
  EXPECT_DOUBLE_EQ(rsqrt.decode_output(Word{1} << 62), std::sqrt(8.0));
  EXPECT_DOUBLE_EQ(rsqrt.decode_output(low_bits(64)), 4 * std::sqrt(8.0));
}

TEST(RangeReduction, WhatItCannotServeIsRefusedByName) {
  const UnitConfig& unit = find_unit("wide16_8");
  for (const Function& function : functions()) {
    const bool served = function.name == "exp" || function.name == "div" || function.name == "rsqrt";
    EXPECT_EQ(serves(unit, function), served);
    EXPECT_TRUE(serves(find_unit("int8_8"), function));
    if (served) continue;
    try {
      fit_table("uniform", {function, unit});
      FAIL();
    } catch (const InputError& error) {
      EXPECT_EQ(error.what(), "wide16_8 serves exp, div and rsqrt, not " + function.name);
    }
  }
  EXPECT_THROW(table_of(unit, "exp", 16), InputError);
  EXPECT_THROW(table_of(unit, "exp", -1), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
