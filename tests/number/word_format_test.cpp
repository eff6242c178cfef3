// SPDX-License-Identifier: Apache-2.0
#include "sim/number/word_format.h"

#include <gtest/gtest.h>
#include <set>

#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

// Random words fit their format, and the extremes are among them.
TEST(RandomWord, FitsItsFormatOfAnyWidth) {
  Random random(1);
  for (int width = 1; width <= 64; ++width) {
    std::set<Word> drawn;
    for (int i = 0; i < 400; ++i) drawn.insert(random_word(random, signed_word(width)));
    EXPECT_LE(*drawn.rbegin(), low_bits(width)) << width;
    const Word sign = Word{1} << (width - 1);
    for (const Word extreme : {Word{0}, low_bits(width), sign - 1, sign}) {
      EXPECT_EQ(drawn.count(extreme), 1U) << width << " " << extreme;
    }
  }
}

}  // namespace
}  // namespace pwlsim::tests
