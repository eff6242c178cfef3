// SPDX-License-Identifier: Apache-2.0
#include "sim/function/expression.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "sim/base/error.h"
#include "sim/function/function.h"

namespace pwlsim::tests {
namespace {

using namespace pwlsim::function;

double value(const std::string& text, double x = 0) { return parse_expression(text)(x); }

TEST(Expression, HasTheUsualPrecedence) {
  EXPECT_EQ(value("1+2*3"), 7);
  EXPECT_EQ(value("-x^2", 3), -9);
  EXPECT_EQ(value("2^3^2"), 512);
  EXPECT_EQ(value("8/4/2"), 1);
  EXPECT_EQ(value("5-2-1"), 2);
  EXPECT_EQ(value("2^-1"), 0.5);
  EXPECT_EQ(value("1e-05*x", 1e5), 1);
  EXPECT_EQ(value("x>0 ? x : -x", -3), 3);
  EXPECT_EQ(value("x>=1 && x<2 || x==5", 5), 1);
  EXPECT_EQ(value("x!=1", 1), 0);
  EXPECT_EQ(value("min(x,2)+max(x,2)+clamp(x,0,1)", 3), 6);
  EXPECT_DOUBLE_EQ(value("ln(e)+cos(pi)"), 0);
}

TEST(Expression, ItsFunctionsAreThoseOfTheCLibrary) {
  struct Known {
    const char* name;
    double (*exact)(double);
  };
  const Known all[] = {{"exp", std::exp},     {"exp2", std::exp2},   {"expm1", std::expm1}, {"log", std::log},
                       {"ln", std::log},      {"log2", std::log2},   {"log10", std::log10}, {"log1p", std::log1p},
                       {"sqrt", std::sqrt},   {"cbrt", std::cbrt},   {"abs", std::fabs},    {"floor", std::floor},
                       {"ceil", std::ceil},   {"round", std::round}, {"sin", std::sin},     {"cos", std::cos},
                       {"tan", std::tan},     {"asin", std::asin},   {"acos", std::acos},   {"atan", std::atan},
                       {"sinh", std::sinh},   {"cosh", std::cosh},   {"tanh", std::tanh},   {"asinh", std::asinh},
                       {"acosh", std::acosh}, {"atanh", std::atanh}, {"erf", std::erf},     {"erfc", std::erfc}};
  for (const Known& one : all) {
    for (const double x : {0.1, 0.5, 0.9}) {
      const double expected = one.exact(x);
      const double found = value(std::string(one.name) + "(x)", x);
      if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(found)) << one.name;
      } else {
        EXPECT_NEAR(found, expected, 4e-16 * std::fabs(expected)) << one.name;
      }
    }
    EXPECT_NE((", " + expression_functions() + ",").find(std::string(", ") + one.name + ","), std::string::npos);
  }
}

TEST(Expression, CallsEachBuiltInFunction) {
  for (const Function* function : built_in_functions()) {
    std::string name = function->name;
    for (char& c : name) c = c == '-' ? '_' : c;
    const std::function<double(double)> call = parse_expression(name + "(x)");
    for (int i = 0; i <= 100; ++i) {
      const double x = function->lo + (function->hi - function->lo) * i / 100;
      ASSERT_EQ(call(x), function->exact(x)) << name << " at " << x;
    }
  }
}

TEST(Expression, WhatIsNoneNamesThePlace) {
  for (const char* text : {"", " ", "x+", "foo(x)", "y", "x=3", "(x", "x)", "1 2", "min(x)", "x,1", "\"x\"", "x?1",
                           "sin", "1..2", "exp()", "x[0]", "\xff", "x@2"}) {
    EXPECT_THROW(parse_expression(text), InputError) << text;
  }
  try {
    parse_expression("x+foo(x)");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("\"foo\" found at position 2"), std::string::npos) << error.what();
  }
}

TEST(Expression, LongAndDeepOnesDoNoHarm) {
  EXPECT_THROW(parse_expression(std::string(100'000, '(')), InputError);
  std::string sum = "x";
  for (int i = 0; i < 1000; ++i) sum += "+x";
  EXPECT_EQ(value(sum, 1), 1001);
}

TEST(Expression, SeveralThreadsMayCallIt) {
  const std::function<double(double)> square = parse_expression("x*x+0*exp(x)");
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20'000; ++i) {
        const double x = (i % 17) + t;
        wrong[t] += square(x) != x * x;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace pwlsim::tests
