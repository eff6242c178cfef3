// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <vector>

#include "sim/base/random.h"
#include "sim/fit/fit.h"
#include "sim/lockstep/stimulus.h"
#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

UnitTable uniform_table(const char* unit, const char* function) {
  const UnitConfig& config = find_unit(unit);
  const Function& f = find_function(function);
  return quantise(fit_table("uniform", {f, config}), f, config);
}

/// Compares the block evaluation of consecutive words with the evaluation of each word.
void expect_golden(const UnitTable& table, Word first, std::size_t count) {
  const GoldenUnit unit(table);
  std::vector<Word> y(count);
  std::vector<std::uint8_t> segment(count);
  GoldenUnit(table).evaluate_block(first, count, y.data(), segment.data());
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_EQ(y[i], unit.evaluate(first + i)) << table.config.name << " x " << std::hex << first + i;
    ASSERT_EQ(segment[i], unit.segment(first + i)) << table.config.name << " x " << std::hex << first + i;
  }
}

TEST(GoldenBlock, IsTheGoldenUnitAtAllWordsOf16Bits) {
  for (const char* unit : {"fp16_8", "fp16_8s", "bf16_8", "bf16_8s", "int16_8", "int16_8q"}) {
    expect_golden(uniform_table(unit, "gelu"), 0, 1 << 16);
  }
  expect_golden(uniform_table("wide16_8", "rsqrt"), 0, 1 << 16);
}

TEST(GoldenBlock, IsTheGoldenUnitWhereFp32Changes) {
  constexpr std::size_t kCount = 3000;
  for (const char* unit : {"fp32_8", "fp32_8s"}) {
    for (const char* function : {"gelu", "rsqrt", "exp"}) {
      const UnitTable table = uniform_table(unit, function);
      std::vector<Word> places = {0, 0x0080'0000, 0x7f80'0000, 0x8000'0000, 0x8080'0000, 0xff80'0000, 0xffff'ffff};
      places.insert(places.end(), table.field("breakpoint").begin(), table.field("breakpoint").end());
      for (const Word place : places) {
        const Word first = std::min<Word>(place < kCount / 2 ? 0 : place - kCount / 2, 0x1'0000'0000 - kCount);
        expect_golden(table, first, kCount);
      }
    }
  }
}

TEST(GoldenBlock, IsTheGoldenUnitForAnyRegisters) {
  Random random(1);
  for (const char* unit : {"fp32_8", "fp32_8s", "int32_8", "int32w_8q", "int8_16", "wide32_8"}) {
    UnitTable table = uniform_table(unit, "exp");
    const int width = table.config.x_width();
    for (int round = 0; round < 60; ++round) {
      for (Word& word : table.field("slope")) word = random_register(random, table.config);
      for (Word& word : table.field("intercept")) word = random_register(random, table.config);
      // Half of the tables are not even sorted.
      if (round % 2 == 1) {
        for (Word& word : table.field("breakpoint")) word = random_register(random, table.config);
      }
      const std::size_t count = width == 8 ? 256 : 700;
      const Word x = width == 8 ? 0 : random_word(random, table.config);
      expect_golden(table, std::min(x, low_bits(width) - count + 1), count);
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
