// SPDX-License-Identifier: Apache-2.0
//
// The two stages around the integer unit of a wide unit, each alone, against the golden model's arithmetic. One
// simulation per process; see int_parts_test.cpp.

#include <gtest/gtest.h>
#include <vector>

#include "hw/pwl_wide/expand_int.h"
#include "hw/pwl_wide/reduce_int.h"
#include "sim/base/random.h"
#include "sim/unit/pwl_wide/range_reduction.h"
#include "sim/unit/unit_config.h"
#include "tests/hw/part_bench.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// A reduction with its clock.
class ReduceBench {
 public:
  explicit ReduceBench(const char* unit)
      : config_(wide_parameters(find_unit(unit).values)), part_("part", config_.x_width, config_.inner.width) {
    part_.clk_i(clk_);
    part_.load_i(load_);
    part_.x_i(x_);
    part_.mode_i(mode_);
    part_.scale_i(scale_);
    part_.code_o(code_);
    part_.exponent_o(exponent_);
    load_.write(1);
  }

  void expect_golden(unsigned mode, unsigned scale, Word x) {
    x_.write(x);
    mode_.write(mode);
    scale_.write(scale);
    settle();
    clk_.write(true);
    settle();
    clk_.write(false);
    const ReducedInput golden =
        reduce_range(config_, static_cast<RangeMode>(std::min(mode, 2U)), static_cast<int>(scale), x);
    ASSERT_EQ(code_.read(), golden.code) << "mode " << mode << " s=" << scale << " x=" << x;
    ASSERT_EQ(sign_extend(exponent_.read(), exponent_bits(config_)), golden.exponent)
        << "mode " << mode << " s=" << scale << " x=" << x;
  }

 private:
  const WideParameters config_;
  hw::ReduceInt part_;
  BitSignal clk_;
  NumberSignal load_, mode_, scale_, exponent_;
  WordSignal x_, code_;
};

TEST(ReduceIntPart, AllWordsOf16BitsInAllModesAtAllScales) {
  ReduceBench bench("wide16_8");
  for (Word x = 0; x < 65'536; ++x) {
    for (unsigned scale = 0; scale < 16; ++scale) bench.expect_golden(0, scale, x);
    for (unsigned mode = 1; mode < 4; ++mode) bench.expect_golden(mode, static_cast<unsigned>(x % 16), x);
  }
}

void words_of_32_bits(const char* unit) {
  ReduceBench bench(unit);
  Random random(1);
  std::vector<Word> words;
  for (int n = 0; n < 32; ++n) {
    for (const Word near : {(Word{1} << n) - 1, Word{1} << n, (Word{1} << n) + 1}) {
      words.push_back(near);
      words.push_back((0 - near) & low_bits(32));
    }
  }
  for (int i = 0; i < 2000; ++i) words.push_back(random.bits() >> (32 + random.below(32)));
  for (const Word x : words) {
    for (unsigned scale = 0; scale < 32; ++scale) bench.expect_golden(0, scale, x);
    for (unsigned mode = 1; mode < 4; ++mode) bench.expect_golden(mode, random.below(32), x);
  }
}

TEST(ReduceIntPart, WordsOf32BitsToCodesOf8) { words_of_32_bits("wide32_8"); }
TEST(ReduceIntPart, WordsOf32BitsToCodesOf16) { words_of_32_bits("wide32x16_16"); }

class ExpandBench {
 public:
  explicit ExpandBench(const char* unit)
      : config_(wide_parameters(find_unit(unit).values)),
        acc_width_(config_.inner.acc_width),
        part_("part", config_.x_width, acc_width_) {
    part_.acc_i(acc_);
    part_.exponent_i(exponent_);
    part_.base_i(base_);
    part_.y_o(y_);
  }

  void expect_golden(std::int64_t acc, int exponent, int base) {
    acc_.write(static_cast<Word>(acc) & low_bits(acc_width_));
    exponent_.write(static_cast<unsigned>(exponent) & static_cast<unsigned>(low_bits(exponent_bits(config_))));
    base_.write(static_cast<unsigned>(base));
    settle();
    ASSERT_EQ(y_.read(), expand_range(config_, acc, exponent, base)) << acc << " * 2^(" << exponent << "-" << base;
  }

  /// Compares for every exponent and base.
  void expect_golden_everywhere(std::int64_t acc) {
    const int most = 1 << (exponent_bits(config_) - 1);
    for (int exponent = -most; exponent < most; ++exponent) {
      for (int base = 0; base < acc_width_; ++base) expect_golden(acc, exponent, base);
    }
  }

 private:
  const WideParameters config_;
  const int acc_width_;
  hw::ExpandInt part_;
  NumberSignal exponent_, base_;
  WordSignal acc_, y_;
};

void expand_all(const char* unit) {
  const int acc_width = wide_parameters(find_unit(unit).values).inner.acc_width;
  ExpandBench bench(unit);
  for (const std::int64_t acc : {int_min(acc_width), int_max(acc_width), std::int64_t{-1}, std::int64_t{0},
                                 std::int64_t{1}, std::int64_t{3}, std::int64_t{0x2aaa}, std::int64_t{0x3fff}}) {
    bench.expect_golden_everywhere(acc);
  }
  Random random(2);
  const int exponents = 2 << log2_of(4 * find_unit(unit).x_width());
  for (int i = 0; i < 200'000; ++i) {
    const std::int64_t acc =
        sign_extend(random.bits(), acc_width) >> random.below(static_cast<std::uint32_t>(acc_width));
    const int exponent = static_cast<int>(random.below(static_cast<std::uint32_t>(exponents))) - exponents / 2;
    bench.expect_golden(acc, exponent, static_cast<int>(random.below(static_cast<std::uint32_t>(acc_width))));
  }
}

TEST(ExpandIntPart, Words16) { expand_all("wide16_8"); }
TEST(ExpandIntPart, Words32) { expand_all("wide32_8"); }
TEST(ExpandIntPart, Words32Codes16) { expand_all("wide32x16_16"); }

// All 16-bit accumulators, with results around the lower and the upper end of the word.
TEST(ExpandIntPart, AllAccumulatorsAtTheEndsOfTheWord) {
  ExpandBench bench("wide16_8");
  for (int acc = -32'768; acc < 32'768; ++acc) {
    for (const int exponent : {-34, -31, -30, -29, -16, -2, -1, 0, 1, 2, 3}) bench.expect_golden(acc, exponent, 15);
  }
}

}  // namespace
}  // namespace pwlsim::tests
