// SPDX-License-Identifier: Apache-2.0
#include "sim/function/function.h"

#include <gtest/gtest.h>

#include <cmath>
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
  EXPECT_NEAR(find_function("erf").exact(1), 0.842700792949715, 1e-15);
  EXPECT_NEAR(find_function("softplus").exact(0), 0.693147180559945, 1e-15);
  EXPECT_NEAR(find_function("softplus").exact(-8), 3.3540637289576885e-4, 1e-18);
  EXPECT_NEAR(find_function("mish").exact(1), 0.865098388267310, 1e-14);
  EXPECT_NEAR(find_function("quick-gelu").exact(1), 0.8457957659328212, 1e-15);
  EXPECT_NEAR(find_function("elu").exact(-1), -0.632120558828558, 1e-15);
  EXPECT_DOUBLE_EQ(find_function("elu").exact(3), 3);
  EXPECT_DOUBLE_EQ(find_function("hsigmoid").exact(1), 4.0 / 6);
  EXPECT_DOUBLE_EQ(find_function("exp2").exact(-3), 0.125);
  EXPECT_NEAR(find_function("log").exact(2), 0.693147180559945, 1e-15);
  EXPECT_DOUBLE_EQ(find_function("log2").exact(0.5), -1);
  EXPECT_DOUBLE_EQ(find_function("sqrt").exact(0.25), 0.5);
}

TEST(Function, TailsMeetTheFunctionAtTheEndsOfItsRange) {
  for (const Function* function : built_in_functions()) {
    const auto gap = [&](const Line& tail, double x) {
      return std::fabs(tail.slope * x + tail.intercept - function->exact(x));
    };
    EXPECT_LT(gap(function->tail_lo, function->lo), 0.075) << function->name;
    EXPECT_LT(gap(function->tail_hi, function->hi), 0.075) << function->name;
  }
}

TEST(Function, FurtherFunctionsAreNotAmongAll) {
  for (const Function& function : further_functions()) {
    EXPECT_EQ(&find_function(function.name), &function);
    for (const Function& standard : functions()) EXPECT_NE(standard.name, function.name);
  }
  EXPECT_EQ(functions().size() + further_functions().size(), built_in_functions().size());
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
