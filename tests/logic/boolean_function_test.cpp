// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/boolean_function.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// The values of a function of A, B, C for CBA = 111 down to 000.
std::string table(const std::string& text) {
  const BooleanFunction function = parse_boolean(text);
  std::string values;
  for (int k = 7; k >= 0; --k) {
    std::uint64_t inputs = 0;
    for (std::size_t i = 0; i < function.inputs.size(); ++i) {
      if ((k >> (function.inputs[i][0] - 'A') & 1) != 0) inputs |= std::uint64_t{1} << i;
    }
    values += evaluate(function, inputs) ? '1' : '0';
  }
  return values;
}

TEST(BooleanFunction, ReadsTheOperatorsOfLibertyAndHowTheyBind) {
  EXPECT_EQ(table("A"), "10101010");
  EXPECT_EQ(table("!A"), "01010101");
  EXPECT_EQ(table("A'"), "01010101");
  EXPECT_EQ(table("!A'"), "10101010");
  EXPECT_EQ(table("(A B)'"), table("!(A & B)"));
  EXPECT_EQ(table("A B+C"), table("(A*B)|C"));
  EXPECT_EQ(table("A+B C"), table("A|(B&C)"));
  EXPECT_EQ(table("A(B)"), table("A&B"));
  EXPECT_EQ(table("A^B C"), table("(A^B)&C"));
  EXPECT_NE(table("A^B C"), table("A^(B&C)"));
  EXPECT_EQ(table("!A^B"), table("(!A)^B"));
  EXPECT_EQ(table("((A^B)^C)"), "10010110");
  EXPECT_EQ(table("1"), "11111111");
  EXPECT_EQ(table("0 + A*1"), table("A"));
}

TEST(BooleanFunction, RefusesWhatIsNoFunction) {
  for (const std::string text : {"", " ", "(A", "A)", "A+", "+A", "A & | B", "A ? B", "!", "()", "A\"B"}) {
    EXPECT_THROW(parse_boolean(text), InputError) << text;
  }
}

TEST(BooleanFunction, RefusesTextsThatWouldExhaustStackOrMemory) {
  EXPECT_THROW(parse_boolean(std::string(1'000'000, '(')), InputError);
  EXPECT_THROW(parse_boolean(std::string(1'000'000, '!')), InputError);
  std::string sum = "A";
  for (int i = 0; i < 100'000; ++i) sum += "+A";
  EXPECT_THROW(parse_boolean(sum), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
