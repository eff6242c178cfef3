// SPDX-License-Identifier: Apache-2.0
//
// Each floating-point part alone against the golden model's arithmetic, which is the host's. One test per process; see
// int_parts_test.cpp.

#include <gtest/gtest.h>

#include "hw/pwl_fp/add_fp.h"
#include "hw/pwl_fp/mul_fp.h"
#include "hw/pwl_fp/order_fp.h"
#include "hw/pwl_fp/round_fp.h"
#include "sim/base/random.h"
#include "sim/number/float_arithmetic.h"
#include "tests/hw/part_bench.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// Words whose products and sums meet ties, cancellation and both ends of the range.
Word operand(Random& random, FloatFormat format) {
  const Word bits = random.bits() & low_bits(format.width());
  const Word one = low_bits(format.exponent - 1) << format.mantissa;
  switch (random.below(4)) {
    case 0:
      return bits;
    case 1:
      return (bits & ~(low_bits(format.exponent) << format.mantissa)) | one;
    case 2:
      return ((bits & ~(low_bits(format.exponent) << format.mantissa)) | one) & ~low_bits(format.mantissa / 2 + 1);
    default:
      return bits & ~(low_bits(format.exponent - 1) << (format.mantissa + 1));  // subnormal or next to it
  }
}

void check_multiplier(FloatFormat format, int count) {
  hw::MulFp part("part", format);
  WordSignal a, b, p;
  part.a_i(a);
  part.b_i(b);
  part.p_o(p);
  Random random(1);
  for (int i = 0; i < count; ++i) {
    const Word x = operand(random, format);
    const Word y = operand(random, format);
    a.write(x);
    b.write(y);
    settle();
    ASSERT_EQ(p.read(), float_multiply(x, y, format)) << std::hex << x << " * " << y;
  }
}

void check_adder(FloatFormat format, int count) {
  hw::AddFp add("add", format);
  hw::RoundFp round("round", format);
  WordSignal a, b, sum, y;
  NumberSignal exponent, special;
  BitSignal sign;
  add.a_i(a);
  add.b_i(b);
  add.sum_o(sum);
  add.exponent_o(exponent);
  add.sign_o(sign);
  add.special_o(special);
  round.sum_i(sum);
  round.exponent_i(exponent);
  round.sign_i(sign);
  round.special_i(special);
  round.y_o(y);
  Random random(2);
  for (int i = 0; i < count; ++i) {
    const Word first = operand(random, format);
    Word second = operand(random, format);
    if (i % 4 == 0) second = first ^ Word { 1 } << (format.width() - 1) ^ (random.bits() & 3);  // cancellation
    a.write(first);
    b.write(second);
    settle();
    ASSERT_EQ(y.read(), float_add(first, second, format)) << std::hex << first << " + " << second;
  }
}

TEST(MulFpPart, Fp32Flushing) { check_multiplier({8, 23, false}, 300'000); }
TEST(MulFpPart, Fp32Subnormals) { check_multiplier({8, 23, true}, 300'000); }
TEST(MulFpPart, Fp16Subnormals) { check_multiplier({5, 10, true}, 300'000); }
TEST(MulFpPart, Bf16Flushing) { check_multiplier({8, 7, false}, 300'000); }
TEST(MulFpPart, SmallestFormats) { check_multiplier({3, 2, true}, 100'000); }
TEST(AddFpPart, Fp32Flushing) { check_adder({8, 23, false}, 300'000); }
TEST(AddFpPart, Fp32Subnormals) { check_adder({8, 23, true}, 300'000); }
TEST(AddFpPart, Fp16Flushing) { check_adder({5, 10, false}, 300'000); }
TEST(AddFpPart, Bf16Subnormals) { check_adder({8, 7, true}, 300'000); }

void check_order(bool subnormals) {
  const FloatFormat format{5, 10, subnormals};
  hw::OrderFp part("part", format);
  WordSignal x, key;
  part.x_i(x);
  part.key_o(key);
  for (Word word = 0; word <= 0xffff; ++word) {
    x.write(word);
    settle();
    ASSERT_EQ(sign_extend(key.read(), 16), float_order(word, format)) << std::hex << word;
  }
}

TEST(OrderFpPart, AllHalvesFlushing) { check_order(false); }
TEST(OrderFpPart, AllHalvesSubnormals) { check_order(true); }

}  // namespace
}  // namespace pwlsim::tests
