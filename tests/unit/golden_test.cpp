// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/golden.h"

#include <gtest/gtest.h>
#include <algorithm>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/unit/lines/line_fields.h"
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
  EXPECT_THROW(find_unit("int7_8"), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
