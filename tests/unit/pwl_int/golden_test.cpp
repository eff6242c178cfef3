// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_int/golden.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

std::uint32_t address(const UnitConfig& config, Field field, std::uint32_t index) {
  return static_cast<std::uint32_t>(field) << config.index_bits() | index;
}

TEST(IntCore, Int8AccumulatorIsExactForAllOperandsAndShifts) {
  const UnitConfig& config = find_unit("int8_4");
  for (int shift = 0; shift < 8; ++shift) {
    IntCore golden(config);
    golden.write({address(config, Field::kShift, kInterceptShift), static_cast<Word>(shift)});
    for (int k = -128; k < 128; ++k) {
      for (int q = -128; q < 128; ++q) {
        for (const int b : {-128, -1, 0, 77, 127}) {
          const Word acc = golden.accumulate({.x = static_cast<Word>(q) & 0xff,
                                              .slope = static_cast<Word>(k) & 0xff,
                                              .intercept = static_cast<Word>(b) & 0xff,
                                              .y = 0});
          ASSERT_EQ(sign_extend(acc, 16), k * q + b * (1 << shift));
        }
      }
    }
  }
}

TEST(IntCore, RequantiserRoundsHalfUpAndSaturatesForAllAccumulatorsAndShifts) {
  const UnitConfig& config = find_unit("int8_8q");
  for (int shift = 0; shift < 16; ++shift) {
    IntCore golden(config);
    golden.write({address(config, Field::kShift, kRequantShift), static_cast<Word>(shift)});
    for (int acc = -32768; acc < 32768; ++acc) {
      const double rounded = std::floor(std::ldexp(acc, -shift) + 0.5);
      const int expected = static_cast<int>(std::clamp(rounded, -128.0, 127.0));
      ASSERT_EQ(sign_extend(golden.requantise(static_cast<Word>(acc) & 0xffff), 8), expected);
    }
  }
}

/// The reference follows the definition, with 128-bit numbers and a count of breakpoints.
__extension__ using Exact = __int128;

Exact signed_value(Word word, int width) { return static_cast<Exact>(sign_extend(word, width)); }

// For any widths, entries and depth y = k*q + (b << t) modulo 2^acc, requantised half up, with the segment counted.
TEST(IntCore, RandomUnitsDoWhatTheDefinitionSays) {
  Random random(7);
  const auto between = [&](int least, int most) {
    return least + static_cast<int>(random.below(static_cast<std::uint32_t>(most - least + 1)));
  };
  int tried = 0;
  while (tried < 300) {
    Values values = {{"width", between(3, 32)},   {"slope_width", between(3, 32)}, {"intercept_width", between(3, 32)},
                     {"entries", between(2, 64)}, {"requantise", between(0, 1)},   {"stages", between(1, 3)}};
    values["breakpoint_width"] = between(2, values["width"]);
    UnitConfig config;
    try {
      config = pwl_int().configure(values);
    } catch (const InputError&) {
      continue;
    }
    ++tried;
    const IntParameters p = int_parameters(config.values);
    GoldenUnit golden(config);
    std::vector<std::int64_t> ends;
    std::vector<Word> slopes, intercepts;
    for (int j = 0; j + 1 < p.entries; ++j) {
      ends.push_back(sign_extend(random.bits(), p.breakpoint_width));
    }
    std::sort(ends.begin(), ends.end());
    for (std::size_t j = 0; j < ends.size(); ++j) {
      golden.write({address(config, Field::kBreakpoint, static_cast<std::uint32_t>(j)),
                    static_cast<Word>(ends[j]) & low_bits(config.data_bits)});
    }
    for (int i = 0; i < p.entries; ++i) {
      slopes.push_back(random.bits() & low_bits(config.data_bits));
      intercepts.push_back(random.bits() & low_bits(config.data_bits));
      golden.write({address(config, Field::kSlope, static_cast<std::uint32_t>(i)), slopes.back()});
      golden.write({address(config, Field::kIntercept, static_cast<std::uint32_t>(i)), intercepts.back()});
    }
    const int shift = between(0, (1 << p.shift_bits()) - 1);
    const int requant = between(0, (1 << log2_of(p.acc_width)) - 1);
    golden.write({address(config, Field::kShift, kInterceptShift), static_cast<Word>(shift)});
    golden.write({address(config, Field::kShift, kRequantShift), static_cast<Word>(requant)});
    const int missing = p.width - p.breakpoint_width;
    for (int n = 0; n < 50; ++n) {
      const Word x = random.bits() & low_bits(p.width);
      const std::int64_t q = sign_extend(x, p.width);
      int segment = 0;
      for (const std::int64_t end : ends) segment += q >> missing > end ? 1 : 0;
      ASSERT_EQ(golden.segment(x), segment) << config.structure->describe(config);
      const auto at = static_cast<std::size_t>(segment);
      Exact acc = signed_value(slopes[at], p.slope_width) * q;
      acc += shift >= 64 ? 0 : signed_value(intercepts[at], p.intercept_width) * (Exact{1} << shift);
      const std::int64_t kept = sign_extend(static_cast<Word>(acc) & low_bits(p.acc_width), p.acc_width);
      Exact y = kept;
      if (p.requantise) {
        y = (Exact{kept} * 2 + (requant == 0 ? 0 : Exact{1} << requant)) >> (requant + 1);
        y = std::clamp<Exact>(y, int_min(p.width), int_max(p.width));
      }
      ASSERT_EQ(golden.evaluate(x), static_cast<Word>(y) & low_bits(config.y_width()))
          << config.structure->describe(config) << " x=" << x << " shift " << shift << " requant " << requant;
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
