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

const Function& find_function(std::string_view name) { return find_named(functions(), "function", name); }

}  // namespace pwlsim::function
