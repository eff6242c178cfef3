// SPDX-License-Identifier: Apache-2.0
//
// The floating-point parts alone against the golden model's arithmetic, which is the host's. One test a process, see
// int_parts_test.cpp.

#include <gtest/gtest.h>

#include "hw/add_fp.h"
#include "hw/mul_fp.h"
#include "hw/order_fp.h"
#include "hw/round_fp.h"
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

template <int E, int M, bool S>
void check_multiplier(int count) {
  constexpr FloatFormat kFormat{E, M, S};
  hw::MulFp<E, M, S> part("part");
  WordSignal a, b, p;
  part.a_i(a);
  part.b_i(b);
  part.p_o(p);
  Random random(1);
  for (int i = 0; i < count; ++i) {
    const Word x = operand(random, kFormat);
    const Word y = operand(random, kFormat);
    a.write(x);
    b.write(y);
    settle();
    ASSERT_EQ(p.read(), float_multiply(x, y, kFormat)) << std::hex << x << " * " << y;
  }
}

template <int E, int M, bool S>
void check_adder(int count) {
  constexpr FloatFormat kFormat{E, M, S};
  hw::AddFp<E, M, S> add("add");
  hw::RoundFp<E, M, S> round("round");
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
    const Word first = operand(random, kFormat);
    Word second = operand(random, kFormat);
    if (i % 4 == 0) second = first ^ Word { 1 } << (kFormat.width() - 1) ^ (random.bits() & 3);  // cancellation
    a.write(first);
    b.write(second);
    settle();
    ASSERT_EQ(y.read(), float_add(first, second, kFormat)) << std::hex << first << " + " << second;
  }
}

TEST(MulFpPart, Fp32Flushing) { check_multiplier<8, 23, false>(300'000); }
TEST(MulFpPart, Fp32Subnormals) { check_multiplier<8, 23, true>(300'000); }
TEST(MulFpPart, Fp16Subnormals) { check_multiplier<5, 10, true>(300'000); }
TEST(MulFpPart, Bf16Flushing) { check_multiplier<8, 7, false>(300'000); }
TEST(AddFpPart, Fp32Flushing) { check_adder<8, 23, false>(300'000); }
TEST(AddFpPart, Fp32Subnormals) { check_adder<8, 23, true>(300'000); }
TEST(AddFpPart, Fp16Flushing) { check_adder<5, 10, false>(300'000); }
TEST(AddFpPart, Bf16Subnormals) { check_adder<8, 7, true>(300'000); }

template <bool S>
void check_order() {
  constexpr FloatFormat kFormat{5, 10, S};
  hw::OrderFp<5, 10, S> part("part");
  WordSignal x, key;
  part.x_i(x);
  part.key_o(key);
  for (Word word = 0; word <= 0xffff; ++word) {
    x.write(word);
    settle();
    ASSERT_EQ(sign_extend(key.read(), 16), float_order(word, kFormat)) << std::hex << word;
  }
}

TEST(OrderFpPart, AllHalvesFlushing) { check_order<false>(); }
TEST(OrderFpPart, AllHalvesSubnormals) { check_order<true>(); }

}  // namespace
}  // namespace pwlsim::tests
