// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/golden.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

std::uint32_t address(const UnitConfig& config, Field field, int index) {
  return static_cast<std::uint32_t>(field) << config.index_bits() | static_cast<std::uint32_t>(index);
}

TEST(Golden, SegmentCountsBreakpointsBelowForAllSortedTables) {
  Random random(1);
  for (const char* name : {"int8_4", "int8_8", "int8_16", "int8_32", "int8_64"}) {
    const UnitConfig& config = find_unit(name);
    for (int round = 0; round < 200; ++round) {
      std::vector<std::int64_t> breakpoints(config.entries - 1);
      // A narrow range makes equal neighbours.
      for (auto& p : breakpoints) p = static_cast<std::int64_t>(random.below(round % 2 == 0 ? 256 : 9)) - 128;
      std::sort(breakpoints.begin(), breakpoints.end());
      GoldenUnit golden(config);
      for (int j = 0; j < config.entries - 1; ++j) {
        golden.write({address(config, Field::kBreakpoint, j), static_cast<Word>(breakpoints[j]) & 0xff});
      }
      for (int q = -128; q < 128; ++q) {
        const auto below = std::count_if(breakpoints.begin(), breakpoints.end(), [q](auto p) { return p < q; });
        ASSERT_EQ(golden.segment(static_cast<Word>(q) & 0xff), below) << name << " q=" << q;
      }
    }
  }
}

TEST(Golden, Int8AccumulatorIsExactForAllOperandsAndShifts) {
  const UnitConfig& config = find_unit("int8_4");
  for (int shift = 0; shift < 8; ++shift) {
    GoldenUnit golden(config);
    golden.write({address(config, Field::kShift, kInterceptShift), static_cast<Word>(shift)});
    for (int k = -128; k < 128; ++k) {
      for (int q = -128; q < 128; ++q) {
        for (const int b : {-128, -1, 0, 77, 127}) {
          const Word acc = golden.accumulate(
              {static_cast<Word>(q) & 0xff, static_cast<Word>(k) & 0xff, static_cast<Word>(b) & 0xff});
          ASSERT_EQ(sign_extend(acc, 16), k * q + b * (1 << shift));
        }
      }
    }
  }
}

TEST(Golden, RequantiserRoundsHalfUpAndSaturatesForAllAccumulatorsAndShifts) {
  const UnitConfig& config = find_unit("int8_8q");
  for (int shift = 0; shift < 16; ++shift) {
    GoldenUnit golden(config);
    golden.write({address(config, Field::kShift, kRequantShift), static_cast<Word>(shift)});
    for (int acc = -32768; acc < 32768; ++acc) {
      const double rounded = std::floor(std::ldexp(acc, -shift) + 0.5);
      const int expected = static_cast<int>(std::clamp(rounded, -128.0, 127.0));
      ASSERT_EQ(sign_extend(golden.requantise(static_cast<Word>(acc) & 0xffff), 8), expected);
    }
  }
}

TEST(Golden, WritesToAbsentRegistersChangeNothing) {
  const UnitConfig& config = find_unit("fp32_8");
  GoldenUnit golden(config);
  golden.write({address(config, Field::kSlope, 0), 0x3f80'0000});
  const Word before = golden.evaluate(0x4000'0000);
  golden.write({address(config, Field::kBreakpoint, 7), 0xff80'0000});
  for (int i = 0; i < 8; ++i) golden.write({address(config, Field::kShift, i), 0xffff'ffff});
  EXPECT_EQ(golden.evaluate(0x4000'0000), before);
}

TEST(Golden, NamedUnitsHaveTheirStatedLatency) {
  EXPECT_EQ(find_unit("int8_8").latency(), 2);
  EXPECT_EQ(find_unit("int8_8q").latency(), 3);
  EXPECT_EQ(find_unit("fp32_8").latency(), 4);
  EXPECT_THROW(find_unit("int8_7"), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
