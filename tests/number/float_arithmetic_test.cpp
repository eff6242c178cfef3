// SPDX-License-Identifier: Apache-2.0
#include "sim/number/float_arithmetic.h"

#include <gtest/gtest.h>
#include <cmath>
#include <cstring>
#include <limits>

#include "sim/base/random.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

constexpr FloatFormat kFp32{8, 23, true};
constexpr FloatFormat kFp32Flush{8, 23, false};
constexpr FloatFormat kFp16{5, 10, true};
constexpr FloatFormat kBf16{8, 7, true};

float as_float(Word word) {
  const auto bits = static_cast<std::uint32_t>(word);
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

Word as_word(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// FP32 patterns whose exponents lie close together or at the ends of the range.
Word random_fp32(Random& random) {
  const Word bits = random.bits();
  switch (bits >> 61) {
    case 0:
      return bits & 0xffff'ffff;
    case 1:
      return (bits & 0x80ff'ffff) | (random.below(2) != 0 ? 0 : 0x7e00'0000);  // ends
    case 2:
      return (bits & 0x807f'f000) | 0x3f80'0000;  // few bits
    default:
      return (bits & 0x81ff'ffff) | 0x3e00'0000;
  }
}

TEST(FloatArithmetic, EncodeRoundsDoublesAsTheHostDoes) {
  Random random(1);
  for (int i = 0; i < 5'000'000; ++i) {
    // Doubles over FP32's whole exponent range and beyond, every fourth one a tie or next to one.
    Word bits = (random.bits() & 0x800f'ffff'ffff'ffff) | static_cast<Word>(1023 - 160 + random.below(300)) << 52;
    if (i % 4 == 0) bits = (bits & ~Word{0x1fff'ffff}) | 0x1000'0000;
    if (i % 8 == 0) bits += random.below(3) - 1;
    double value;
    std::memcpy(&value, &bits, sizeof value);
    ASSERT_EQ(float_encode(value, kFp32), as_word(static_cast<float>(value))) << value;
  }
}

TEST(FloatArithmetic, EveryHalfPrecisionWordSurvivesDecodeAndEncode) {
  for (const FloatFormat format : {kFp16, kBf16}) {
    for (Word word = 0; word <= 0xffff; ++word) {
      const double value = float_decode(word, format);
      ASSERT_EQ(float_encode(value, format), std::isnan(value) ? float_nan(format) : word);
    }
  }
}

TEST(FloatArithmetic, HalfwayBetweenNeighbouringHalvesGoesToTheEvenOne) {
  for (Word word = 0; word < 0x7bff; ++word) {
    const double low = float_decode(word, kFp16);
    const double high = float_decode(word + 1, kFp16);
    const double middle = (low + high) / 2;
    ASSERT_EQ(float_encode(middle, kFp16), word + (word & 1));
    ASSERT_EQ(float_encode(std::nextafter(middle, 0), kFp16), word);
    ASSERT_EQ(float_encode(std::nextafter(middle, 1e9), kFp16), word + 1);
  }
}

TEST(FloatArithmetic, Fp32EqualsTheHostsFloats) {
  Random random(2);
  for (int i = 0; i < 10'000'000; ++i) {
    const Word a = random_fp32(random);
    const Word b = random_fp32(random);
    volatile float x = as_float(a);  // keeps the compiler from merging the two operations
    volatile float y = as_float(b);
    const float product = x * y;
    const float sum = x + y;
    ASSERT_EQ(float_multiply(a, b, kFp32), std::isnan(product) ? float_nan(kFp32) : as_word(product)) << a << " " << b;
    ASSERT_EQ(float_add(a, b, kFp32), std::isnan(sum) ? float_nan(kFp32) : as_word(sum)) << a << " " << b;
  }
}

TEST(FloatArithmetic, FlushedResultsAreTheHostsOrZero) {
  Random random(3);
  constexpr float kLeast = std::numeric_limits<float>::min();
  int flushed = 0;
  for (int i = 0; i < 5'000'000; ++i) {
    const Word a = random_fp32(random);
    const Word b = random_fp32(random);
    const auto daz = [](Word word) { return (word & 0x7f80'0000) == 0 ? word & 0x8000'0000 : word; };
    const float product = as_float(daz(a)) * as_float(daz(b));
    if (std::isnan(product) || std::fabs(product) == kLeast) continue;  // another test covers the boundary
    const bool tiny = std::fabs(product) < kLeast;
    flushed += tiny && product != 0 ? 1 : 0;
    ASSERT_EQ(float_multiply(a, b, kFp32Flush), tiny ? as_word(std::copysign(0.0F, product)) : as_word(product));
  }
  EXPECT_GT(flushed, 1000);
}

TEST(FloatArithmetic, TininessIsJudgedAfterRounding) {
  const auto product = [](float a, float b) { return as_float(float_multiply(as_word(a), as_word(b), kFp32Flush)); };
  // 2^-126 (1 - 2^-24) is a tie at 24 bits and rounds up to the least normal number; an ulp less does not.
  EXPECT_EQ(product(0x1.fffffep-1F, 0x1p-126F), 0.0F);
  EXPECT_EQ(product(0x1.fffffep-64F, 0x1.000001p-63F), 0.0F);
  EXPECT_EQ(float_encode(0x1p-126 * (1 - 0x1p-25), kFp32Flush), as_word(0x1p-126F));
  EXPECT_EQ(float_encode(0x1p-126 * (1 - 0x1p-24), kFp32Flush), as_word(0.0F));
  EXPECT_EQ(float_encode(-0x1p-126 * (1 - 0x1p-24), kFp32Flush), as_word(-0.0F));
}

TEST(FloatArithmetic, InvalidOperationsGiveTheCanonicalNan) {
  const Word infinity = as_word(std::numeric_limits<float>::infinity());
  const Word minus = 0x8000'0000;
  EXPECT_EQ(float_multiply(infinity, 0, kFp32), 0x7fc0'0000U);
  EXPECT_EQ(float_multiply(infinity, 1, kFp32Flush), 0x7fc0'0000U);  // the subnormal counts as zero
  EXPECT_EQ(float_multiply(infinity, 1, kFp32), infinity);
  EXPECT_EQ(float_add(infinity, infinity | minus, kFp32), 0x7fc0'0000U);
  EXPECT_EQ(float_add(0xffff'ffff, 0, kFp32), 0x7fc0'0000U);
  EXPECT_EQ(float_add(minus, minus, kFp32), minus);
  EXPECT_EQ(float_add(minus, 0, kFp32), 0U);
}

TEST(FloatArithmetic, OrderIsTheOrderOfNumbers) {
  for (const FloatFormat format : {kFp16, kBf16, FloatFormat{5, 10, false}}) {
    const auto value = [&](Word word) { return float_decode(float_flush(word, format), format); };
    Random random(4);
    for (int i = 0; i < 1'000'000; ++i) {
      const Word a = random.bits() & 0xffff;
      const Word b = i % 2 == 0 ? random.bits() & 0xffff : a ^ (random.bits() & 0x8003);
      if (std::isnan(value(a)) || std::isnan(value(b))) continue;
      ASSERT_EQ(float_order(a, format) < float_order(b, format), value(a) < value(b)) << a << " " << b;
    }
    const Word infinity = float_encode(std::numeric_limits<double>::infinity(), format);
    EXPECT_GT(float_order(float_nan(format), format), float_order(infinity, format));
    EXPECT_LT(float_order(float_nan(format) | 0x8000, format), float_order(infinity | 0x8000, format));
  }
}

}  // namespace
}  // namespace pwlsim::tests
