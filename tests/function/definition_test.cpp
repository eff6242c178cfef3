// SPDX-License-Identifier: Apache-2.0
#include "sim/function/definition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "sim/base/error.h"

namespace pwlsim::tests {
namespace {

using namespace pwlsim::function;

Definition by_expression(const std::string& name, const std::string& expression, double lo, double hi) {
  Definition own;
  own.name = name;
  own.expression = expression;
  own.lo = lo;
  own.hi = hi;
  return own;
}

Definition by_samples(const std::string& name, std::vector<Sample> samples) {
  Definition own;
  own.name = name;
  own.lo = samples.front().x;
  own.hi = samples.back().x;
  own.samples = std::move(samples);
  return own;
}

TEST(Definition, IsFoundByItsName) {
  Definition own = by_expression("cube", "x^3", -2, 1);
  own.tail_hi = Line{3, -2};
  const Function& made = define_function(own);
  EXPECT_EQ(&find_function("cube"), &made);
  EXPECT_EQ(made.exact(-2), -8);
  EXPECT_EQ(made.tail_lo.slope, 0);
  EXPECT_EQ(made.tail_lo.intercept, -8) << "the value at that end";
  EXPECT_EQ(made.tail_hi.slope, 3);
  ASSERT_NE(made.own, nullptr);
  EXPECT_EQ(made.own->expression, "x^3");
  EXPECT_EQ(&define_function(own), &made) << "the same again";
}

TEST(Definition, ANameHasOneFunction) {
  define_function(by_expression("taken", "x", 0, 1));
  EXPECT_THROW(define_function(by_expression("taken", "x+1", 0, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("taken", "x", 0, 2)), InputError);
  Definition with_tail = by_expression("taken", "x", 0, 1);
  with_tail.tail_lo = Line{1, 0};
  EXPECT_THROW(define_function(with_tail), InputError);
  EXPECT_THROW(define_function(by_expression("gelu", "x", 0, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("mish", "x", 0, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("", "x", 0, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("two words", "x", 0, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("a,b", "x", 0, 1)), InputError);
}

TEST(Definition, RefusesARangeWithoutValues) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(define_function(by_expression("r1", "x", 1, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("r2", "x", 2, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("r3", "x", 0, kInfinity)), InputError);
  EXPECT_THROW(define_function(by_expression("r4", "x", NAN, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("r5", "log(x)", 0, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("r6", "sqrt(x)", -1, 1)), InputError);
  EXPECT_THROW(define_function(by_expression("r7", "1/x", -1, 1)), InputError);
  EXPECT_NO_THROW(define_function(by_expression("r8", "sqrt(x)", 0, 1)));
}

TEST(Definition, SamplesHaveStraightLinesBetween) {
  const Function& made = define_function(by_samples("zigzag", {{-1, 5}, {0, 1}, {2, 3}}));
  EXPECT_EQ(made.exact(-1), 5);
  EXPECT_EQ(made.exact(-0.5), 3);
  EXPECT_EQ(made.exact(0), 1);
  EXPECT_EQ(made.exact(1.5), 2.5);
  EXPECT_EQ(made.exact(2), 3);
  EXPECT_EQ(made.exact(7), 3) << "beyond them the tails";
  EXPECT_EQ(made.exact(-7), 5);
}

TEST(Definition, RefusesSamplesThatAreNoFunction) {
  EXPECT_THROW(define_function(by_samples("s1", {{0, 1}})), InputError);
  EXPECT_THROW(define_function(by_samples("s2", {{0, 1}, {0, 2}})), InputError);
  EXPECT_THROW(define_function(by_samples("s3", {{1, 1}, {0, 2}})), InputError);
  EXPECT_THROW(define_function(by_samples("s4", {{0, NAN}, {1, 2}})), InputError);
  Definition wide = by_samples("s5", {{0, 1}, {1, 2}});
  wide.hi = 2;
  EXPECT_THROW(define_function(wide), InputError);
}

TEST(Definition, LinesAreExpressions) {
  const auto same = [](const Line& a, const Line& b) { return a.slope == b.slope && a.intercept == b.intercept; };
  EXPECT_TRUE(same(parse_line("0"), {0, 0}));
  EXPECT_TRUE(same(parse_line("x"), {1, 0}));
  EXPECT_TRUE(same(parse_line("0.1*x+0.2"), {0.1, 0.2}));
  EXPECT_TRUE(same(parse_line("1-x/4"), {-0.25, 1}));
  EXPECT_THROW(parse_line("x*x"), InputError);
  EXPECT_THROW(parse_line("abs(x)"), InputError);
  EXPECT_THROW(parse_line("1/0"), InputError);
  EXPECT_THROW(parse_line("floor(x)"), InputError);
  for (const Line line : {Line{0, 0}, Line{1, 0}, Line{0.1, 0.2}, Line{-0.3, -1e-7}, Line{1e-20, 3}, Line{1, -2}}) {
    EXPECT_TRUE(same(parse_line(line_text(line)), line)) << line_text(line);
  }
}

TEST(Definition, IdentityTellsFunctionsApart) {
  EXPECT_EQ(identity(find_function("gelu")), "gelu");
  const Function& a = define_function(by_expression("ida", "x", 0, 1));
  const Function& b = define_function(by_samples("idb", {{0, 0}, {1, 1}}));
  EXPECT_NE(identity(a), identity(b));
  EXPECT_NE(identity(a).find("0:1"), std::string::npos);
}

}  // namespace
}  // namespace pwlsim::tests
