// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/quantise_lines.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/unit/unit_table.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

LineTableFormat random_format(Random& random) {
  LineTableFormat format;
  format.entries = 2 + static_cast<int>(random.below(11));
  format.x_width = 3 + static_cast<int>(random.below(8));
  format.breakpoint_width = 3 + static_cast<int>(random.below(static_cast<std::uint32_t>(format.x_width) - 2));
  format.slope_width = 3 + static_cast<int>(random.below(10));
  format.intercept_width = std::min(3 + static_cast<int>(random.below(10)), format.x_width + format.slope_width - 1);
  format.acc_width = format.x_width + format.slope_width;
  return format;
}

Table random_table(Random& random, int entries) {
  Table table{.function = "gelu", .method = "test", .breakpoints = {}, .slopes = {}, .intercepts = {}};
  for (int i = 0; i < entries; ++i) {
    table.slopes.push_back(random.uniform() * 2 - 1);
    table.intercepts.push_back(random.uniform() * 2 - 1);
    if (i > 0) table.breakpoints.push_back(random.uniform() * 10 - 5);
  }
  std::sort(table.breakpoints.begin(), table.breakpoints.end());
  return table;
}

std::string text_of(const LineTableFormat& format) {
  std::string text;
  for (const int number : {format.entries, format.x_width, format.breakpoint_width, format.slope_width,
                           format.intercept_width, format.acc_width}) {
    text += std::to_string(number) + " ";
  }
  return text;
}

/// The accumulator before it wraps, by the definition of the format in plain integers.
std::int64_t accumulator(const LineTableFormat& format, const QuantisedLines& lines, std::int64_t q) {
  std::size_t segment = 0;
  for (const Word p : lines.breakpoints) {
    const std::int64_t cell = std::int64_t{1} << (format.x_width - format.breakpoint_width);
    if (q > sign_extend(p, format.breakpoint_width) * cell + cell - 1) ++segment;
  }
  return sign_extend(lines.slopes[segment], format.slope_width) * q +
         sign_extend(lines.intercepts[segment], format.intercept_width) * (std::int64_t{1} << lines.intercept_shift);
}

TEST(QuantiseLines, ResultsAreThoseOfTheRoundedTableAtEveryCode) {
  Random random(1);
  for (int trial = 0; trial < 300; ++trial) {
    const LineTableFormat format = random_format(random);
    const int scale = static_cast<int>(random.below(static_cast<std::uint32_t>(format.x_width)));
    const Table table = random_table(random, format.entries);
    SCOPED_TRACE(text_of(format) + "at scale " + std::to_string(scale));
    const Function& function = find_function("gelu");
    const QuantisedLines lines = quantise_lines(table, function, format, scale, "x");
    const int extra = std::min(format.intercept_width - format.slope_width, scale);
    ASSERT_EQ(lines.intercept_shift, scale - extra);
    ASSERT_GE(lines.intercept_shift, 0);
    ASSERT_LT(lines.intercept_shift, format.x_width + format.slope_width - format.intercept_width);
    // The greatest number of fraction bits with which slopes and intercepts fit.
    const auto fits = [&](int fraction) {
      const auto all = [](const std::vector<double>& numbers, int f, int width) {
        return std::all_of(numbers.begin(), numbers.end(), [&](double number) {
          const double word = std::nearbyint(std::ldexp(number, f));
          return word >= -std::ldexp(1.0, width - 1) && word < std::ldexp(1.0, width - 1);
        });
      };
      return all(table.slopes, fraction, format.slope_width) &&
             all(table.intercepts, fraction + extra, format.intercept_width);
    };
    ASSERT_TRUE(fits(lines.fraction));
    ASSERT_TRUE(lines.fraction == format.slope_width - 2 || !fits(lines.fraction + 1));
    // Codes at which a segment can end; a breakpoint stands for the nearest.
    std::vector<double> ends;
    const std::int64_t half = std::int64_t{1} << (format.x_width - 1);
    for (std::int64_t q = -half; q < half; ++q) {
      if ((q + 1) % (std::int64_t{1} << (format.x_width - format.breakpoint_width)) == 0) {
        ends.push_back(static_cast<double>(q));
      }
    }
    std::vector<double> last_codes;
    for (const double p : table.breakpoints) {
      const double at = std::ldexp(p, scale);
      // One more breakpoint lies below all of them; its segment has no inputs.
      const double below = ends[0] - (ends[1] - ends[0]);
      const double nearest = *std::min_element(
          ends.begin(), ends.end(), [&](double a, double b) { return std::fabs(a - at) < std::fabs(b - at); });
      last_codes.push_back(std::fabs(below - at) < std::fabs(nearest - at) ? below : nearest);
    }
    for (std::int64_t q = -half; q < half; ++q) {
      const auto segment = static_cast<std::size_t>(std::count_if(
          last_codes.begin(), last_codes.end(), [&](double last) { return last < static_cast<double>(q); }));
      const double slope = std::nearbyint(std::ldexp(table.slopes[segment], lines.fraction));
      const double intercept = std::nearbyint(std::ldexp(table.intercepts[segment], lines.fraction + extra));
      const double y = std::ldexp(slope * static_cast<double>(q), -lines.fraction - scale) +
                       std::ldexp(intercept, -lines.fraction - extra);
      const double step = std::ldexp(1.0, -lines.fraction - scale);
      const std::int64_t acc = accumulator(format, lines, q);
      ASSERT_EQ(static_cast<double>(acc) * step, y) << q;
      ASSERT_EQ(sign_extend(static_cast<Word>(acc) & low_bits(format.acc_width), format.acc_width), acc) << q;
    }
  }
}

// When the accumulator has fewer bits than the product, fraction bits are reduced until nothing wraps over the
// function's range.
TEST(QuantiseLines, NarrowAccumulatorsDoNotWrap) {
  Random random(2);
  const Function& function = find_function("gelu");
  int narrowed = 0;
  for (int trial = 0; trial < 300; ++trial) {
    LineTableFormat format = random_format(random);
    const int scale = static_cast<int>(random.below(static_cast<std::uint32_t>(format.x_width)));
    const Table table = random_table(random, format.entries);
    const int most = quantise_lines(table, function, format, scale, "x").fraction;
    format.acc_width -= 1 + static_cast<int>(random.below(4));
    SCOPED_TRACE(text_of(format) + "at scale " + std::to_string(scale));
    ASSERT_TRUE(format.wraps());
    QuantisedLines lines;
    try {
      lines = quantise_lines(table, function, format, scale, "x");
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("take a smaller scale"), std::string::npos) << error.what();
      continue;
    }
    ASSERT_LE(lines.fraction, most);
    narrowed += lines.fraction < most ? 1 : 0;
    const std::int64_t half = std::int64_t{1} << (format.x_width - 1);
    for (std::int64_t q = -half; q < half; ++q) {
      if (!function.in_range(std::ldexp(static_cast<double>(q), -scale))) continue;
      const std::int64_t acc = accumulator(format, lines, q);
      ASSERT_EQ(sign_extend(static_cast<Word>(acc) & low_bits(format.acc_width), format.acc_width), acc) << q;
    }
  }
  EXPECT_GT(narrowed, 50);
}

TEST(QuantiseLines, SaysWhatDoesNotFit) {
  Random random(3);
  LineTableFormat format = line_format(find_unit("int8_8"));
  format.entries = 12;
  format.intercept_width = 10;
  const Function& function = find_function("gelu");
  const auto complaint = [&](const Table& table, int scale) -> std::string {
    try {
      quantise_lines(table, function, format, scale, "a unit");
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  Table table = random_table(random, 12);
  EXPECT_EQ(complaint(table, 5), "");
  EXPECT_EQ(complaint(random_table(random, 8), 5), "the table has 8 entries, a unit has 12");
  EXPECT_EQ(complaint(table, 8), "scale 8 is out of range for a unit: 0 to 7");
  table.slopes[3] = 200;
  EXPECT_EQ(complaint(table, 5),
            "a slope or intercept of the table is out of range for the 8-bit slopes and 10-bit intercepts of a unit");
}

TEST(LineTableFormat, OfNamedUnits) {
  const LineTableFormat plain = line_format(find_unit("int8_16q"));
  EXPECT_EQ(plain.entries, 16);
  EXPECT_EQ(plain.output_width, 8);
  EXPECT_FALSE(plain.wraps());
  EXPECT_EQ(plain.intercept_shift(5), 5);
  EXPECT_TRUE(line_format(find_unit("int32_8")).wraps());
  EXPECT_FALSE(line_format(find_unit("int32w_8")).wraps());
  EXPECT_EQ(line_format(find_unit("wide32x16_16")).x_width, 16);
  EXPECT_EQ(line_format(find_unit("fp16_8")).floats->mantissa, 10);
  LineTableFormat narrow = plain;
  narrow.x_width = 3;
  EXPECT_EQ(default_scale(find_function("exp"), narrow), 0) << "-8 to 0 does not fit, so that nothing is finer";
}

}  // namespace
}  // namespace pwlsim::tests
