// SPDX-License-Identifier: Apache-2.0
#include "sim/function/function.h"

#include <algorithm>
#include <cmath>

#include "sim/base/elementary.h"
#include "sim/base/find_named.h"

namespace pwlsim::function {
namespace {

double gelu(double x) { return 0.5 * x * elementary::erfc(-x * std::sqrt(0.5)); }
double hswish(double x) { return x * std::clamp(x + 3.0, 0.0, 6.0) / 6.0; }
double sigmoid(double x) { return 1.0 / (1.0 + elementary::exp(-x)); }
double silu(double x) { return x * sigmoid(x); }
double tanh_(double x) { return elementary::tanh(x); }
double exp_(double x) { return elementary::exp(x); }
double div_(double x) { return 1.0 / x; }
double rsqrt(double x) { return 1.0 / std::sqrt(x); }
double erf(double x) { return elementary::erf(x); }
double softplus(double x) { return std::max(x, 0.0) + elementary::log1p(elementary::exp(-std::fabs(x))); }
double mish(double x) { return x * elementary::tanh(softplus(x)); }
double quick_gelu(double x) { return x * sigmoid(1.702 * x); }
double elu(double x) { return x > 0 ? x : elementary::expm1(x); }
double hsigmoid(double x) { return std::clamp(x + 3.0, 0.0, 6.0) / 6.0; }
double log_(double x) { return elementary::log(x); }
double log2_(double x) { return elementary::log2(x); }
double exp2_(double x) { return elementary::exp2(x); }
double sqrt_(double x) { return std::sqrt(x); }

}  // namespace

const std::vector<Function>& functions() {
  static const std::vector<Function> all = {
      // name, definition, lo, hi, exact, tail_lo, tail_hi
      {"gelu", "x/2 (1 + erf(x/sqrt 2))", -4, 4, gelu, {0, 0}, {1, 0}},
      {"hswish", "x min(max(x+3, 0), 6)/6", -4, 4, hswish, {0, 0}, {1, 0}},
      {"silu", "x/(1 + exp(-x))", -4, 4, silu, {0, 0}, {1, 0}},
      {"sigmoid", "1/(1 + exp(-x))", -8, 8, sigmoid, {0, 0}, {0, 1}},
      {"tanh", "tanh x", -4, 4, tanh_, {0, -1}, {0, 1}},
      {"exp", "exp x", -8, 0, exp_, {0, 0}, {0, 1}},
      {"div", "1/x", 0.5, 4, div_, {0, 2}, {0, 0.25}},
      {"rsqrt", "1/sqrt x", 0.25, 4, rsqrt, {0, 2}, {0, 0.5}},
  };
  return all;
}

const std::vector<Function>& further_functions() {
  const double log_2 = elementary::log(2);
  static const std::vector<Function> all = {
      {"erf", "erf x", -4, 4, erf, {0, -1}, {0, 1}},
      {"mish", "x tanh(log(1 + exp x))", -4, 4, mish, {0, 0}, {1, 0}},
      {"softplus", "log(1 + exp x)", -8, 8, softplus, {0, 0}, {1, 0}},
      {"quick-gelu", "x/(1 + exp(-1.702 x))", -4, 4, quick_gelu, {0, 0}, {1, 0}},
      {"elu", "x, below 0 exp x - 1", -4, 4, elu, {0, -1}, {1, 0}},
      {"hsigmoid", "min(max(x+3, 0), 6)/6", -4, 4, hsigmoid, {0, 0}, {0, 1}},
      {"exp2", "2^x", -8, 0, exp2_, {0, 0}, {0, 1}},
      {"log", "log x", 0.25, 4, log_, {0, -2 * log_2}, {0, 2 * log_2}},
      {"log2", "log2 x", 0.25, 4, log2_, {0, -2}, {0, 2}},
      {"sqrt", "sqrt x", 0.25, 4, sqrt_, {0, 0.5}, {0, 2}},
  };
  return all;
}

const std::vector<const Function*>& built_in_functions() {
  static const std::vector<const Function*> all = [] {
    std::vector<const Function*> both;
    for (const Function& function : functions()) both.push_back(&function);
    for (const Function& function : further_functions()) both.push_back(&function);
    return both;
  }();
  return all;
}

const Function* built_in_function(std::string_view name) {
  const std::vector<const Function*>& all = built_in_functions();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Function* one) { return one->name == name; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace pwlsim::function
