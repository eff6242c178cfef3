// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_fp/golden.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/base/random.h"
#include "sim/number/float_arithmetic.h"
#include "sim/unit/golden.h"
#include "sim/unit/unit_config.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

// For any format and number of entries y = RN(RN(k*x) + b), with the segment counted by comparing numbers.
TEST(FpCore, RandomUnitsDoWhatTheDefinitionSays) {
  Random random(5);
  const auto between = [&](int least, int most) {
    return least + static_cast<int>(random.below(static_cast<std::uint32_t>(most - least + 1)));
  };
  for (int round = 0; round < 200; ++round) {
    const int exponent = between(3, 8);
    const int most = std::min(23, (1 << exponent) - 6);
    const UnitConfig config = pwl_fp().configure({{"exponent", exponent},
                                                  {"mantissa", between(2, most)},
                                                  {"entries", between(2, 64)},
                                                  {"subnormals", between(0, 1)}});
    const FloatFormat format = config.x.floats;
    GoldenUnit golden(config);
    std::vector<Word> ends, slopes, intercepts;
    for (int i = 0; i < config.entries; ++i) {
      ends.push_back(float_encode(8 * random.uniform() - 4, format));
      slopes.push_back(random_word(random, config.x));
      intercepts.push_back(random_word(random, config.x));
    }
    ends.pop_back();
    std::sort(ends.begin(), ends.end(),
              [&](Word a, Word b) { return float_order(a, format) < float_order(b, format); });
    const auto write = [&](Field field, const std::vector<Word>& words) {
      std::uint32_t address = static_cast<std::uint32_t>(field) << config.index_bits();
      for (const Word word : words) golden.write({address++, word});
    };
    write(Field::kBreakpoint, ends);
    write(Field::kSlope, slopes);
    write(Field::kIntercept, intercepts);
    for (int n = 0; n < 100; ++n) {
      const Word x = n % 2 == 0 ? float_encode(8 * random.uniform() - 4, format) : random_word(random, config.x);
      const double number = float_decode(float_flush(x, format), format);
      std::size_t segment = 0;
      if (std::isnan(number)) continue;
      for (const Word end : ends) segment += float_decode(float_flush(end, format), format) < number ? 1 : 0;
      ASSERT_EQ(golden.segment(x), static_cast<int>(segment)) << config.structure->describe(config);
      const Word product = float_multiply(slopes[segment], x, format);
      ASSERT_EQ(golden.evaluate(x), float_add(product, intercepts[segment], format));
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
