// SPDX-License-Identifier: Apache-2.0
#include "sim/function/function.h"

#include <gtest/gtest.h>
#include <string>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(Function, ValuesAgreeWithPublishedConstants) {
  EXPECT_NEAR(find_function("gelu").exact(1), 0.841344746068543, 1e-15);        // Phi(1)
  EXPECT_NEAR(find_function("gelu").exact(-3), -3 * 0.001349898031630, 1e-14);  // -3 Phi(-3)
  EXPECT_DOUBLE_EQ(find_function("hswish").exact(1), 4.0 / 6);
  EXPECT_DOUBLE_EQ(find_function("hswish").exact(-3.5), 0);
  EXPECT_DOUBLE_EQ(find_function("hswish").exact(3.5), 3.5);
  EXPECT_NEAR(find_function("sigmoid").exact(1), 0.731058578630005, 1e-15);
  EXPECT_NEAR(find_function("silu").exact(2), 2 * 0.880797077977882, 1e-14);
  EXPECT_NEAR(find_function("tanh").exact(0.5), 0.462117157260010, 1e-15);
  EXPECT_NEAR(find_function("exp").exact(-1), 0.367879441171442, 1e-15);
  EXPECT_DOUBLE_EQ(find_function("div").exact(3), 1.0 / 3);
  EXPECT_DOUBLE_EQ(find_function("rsqrt").exact(0.25), 2);
}

TEST(Function, UnknownNameListsTheKnownOnes) {
  try {
    find_function("relu");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("'relu' (did you mean gelu?); known: gelu, hswish"), std::string::npos);
  }
}

}  // namespace
}  // namespace pwlsim::tests
