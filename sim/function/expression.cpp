// SPDX-License-Identifier: Apache-2.0
#include "sim/function/expression.h"

#include <muParser.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/base/elementary.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/function/function.h"

namespace pwlsim::function {
namespace {

using elementary::rounded;

double power(double base, double exponent) {
  if (exponent == 2) return base * base;
  if (exponent == 3) return base * base * base;
  return static_cast<double>(powl(base, exponent));
}

double remainder(double a, double b) { return std::fmod(a, b); }

struct OfOne {
  const char* name;
  double (*exact)(double);
};

const std::vector<OfOne>& functions_of_one() {
  static const std::vector<OfOne> all = {
      {"exp", elementary::exp},
      {"exp2", elementary::exp2},
      {"expm1", elementary::expm1},
      {"log", elementary::log},
      {"ln", elementary::log},
      {"log2", elementary::log2},
      {"log10", elementary::log10},
      {"log1p", elementary::log1p},
      {"sqrt", std::sqrt},
      {"cbrt", rounded<cbrtl>},
      {"abs", std::fabs},
      {"floor", std::floor},
      {"ceil", std::ceil},
      {"round", std::round},
      {"sin", rounded<sinl>},
      {"cos", elementary::cos},
      {"tan", rounded<tanl>},
      {"asin", rounded<asinl>},
      {"acos", rounded<acosl>},
      {"atan", rounded<atanl>},
      {"sinh", rounded<sinhl>},
      {"cosh", rounded<coshl>},
      {"tanh", elementary::tanh},
      {"asinh", rounded<asinhl>},
      {"acosh", rounded<acoshl>},
      {"atanh", rounded<atanhl>},
      {"erf", elementary::erf},
      {"erfc", elementary::erfc},
      {"sign", [](double x) { return x > 0   ? 1.0
                                     : x < 0 ? -1.0
                                             : x; }},
      {"relu", [](double x) { return std::max(x, 0.0); }},
  };
  return all;
}

struct OfTwo {
  const char* name;
  double (*exact)(double, double);
};

const std::vector<OfTwo>& functions_of_two() {
  static const std::vector<OfTwo> all = {
      {"pow", power},
      {"mod", remainder},
      {"min", [](double a, double b) { return std::min(a, b); }},
      {"max", [](double a, double b) { return std::max(a, b); }},
  };
  return all;
}

double clamp(double x, double lo, double hi) { return std::min(std::max(x, lo), hi); }

struct Operator {
  const char* name;
  unsigned precedence;
  double (*exact)(double, double);
};

/// The parser's own operators are not used: its power has a result that depends on the CPU, and it has assignments.
const std::vector<Operator>& operators() {
  static const std::vector<Operator> all = {
      {"||", mu::prLOR, [](double a, double b) { return a != 0 || b != 0 ? 1.0 : 0.0; }},
      {"&&", mu::prLAND, [](double a, double b) { return a != 0 && b != 0 ? 1.0 : 0.0; }},
      {"<=", mu::prCMP, [](double a, double b) { return a <= b ? 1.0 : 0.0; }},
      {">=", mu::prCMP, [](double a, double b) { return a >= b ? 1.0 : 0.0; }},
      {"!=", mu::prCMP, [](double a, double b) { return a != b ? 1.0 : 0.0; }},
      {"==", mu::prCMP, [](double a, double b) { return a == b ? 1.0 : 0.0; }},
      {"<", mu::prCMP, [](double a, double b) { return a < b ? 1.0 : 0.0; }},
      {">", mu::prCMP, [](double a, double b) { return a > b ? 1.0 : 0.0; }},
      {"+", mu::prADD_SUB, [](double a, double b) { return a + b; }},
      {"-", mu::prADD_SUB, [](double a, double b) { return a - b; }},
      {"*", mu::prMUL_DIV, [](double a, double b) { return a * b; }},
      {"/", mu::prMUL_DIV, [](double a, double b) { return a / b; }},
  };
  return all;
}

/// Whether the parser gets this built-in function besides those of the lists above.
bool is_further(const Function& function) {
  const auto is_it = [&](const OfOne& one) { return function.name == one.name; };
  return std::none_of(functions_of_one().begin(), functions_of_one().end(), is_it);
}

/// The parser takes plain functions only, so each built-in function has one of its own.
template <std::size_t place>
double built_in(double x) {
  return built_in_functions()[place]->exact(x);
}

constexpr std::size_t kMostBuiltIn = 32;

template <std::size_t place = 0>
void define_built_in(mu::Parser& parser) {
  if constexpr (place < kMostBuiltIn) {
    if (place == built_in_functions().size()) return;
    const Function& function = *built_in_functions()[place];
    if (is_further(function)) parser.DefineFun(name_in_expressions(function), built_in<place>);
    define_built_in<place + 1>(parser);
  } else {
    throw std::logic_error("there are more built-in functions than expressions can call");
  }
}

/// A parser with its variable.
class Expression {
 public:
  explicit Expression(const std::string& text) {
    parser_.EnableBuiltInOprt(false);
    parser_.ClearFun();
    parser_.ClearConst();
    for (const OfOne& one : functions_of_one()) parser_.DefineFun(one.name, one.exact);
    for (const OfTwo& one : functions_of_two()) parser_.DefineFun(one.name, one.exact);
    parser_.DefineFun("clamp", clamp);
    define_built_in(parser_);
    for (const Operator& one : operators()) parser_.DefineOprt(one.name, one.exact, one.precedence);
    parser_.DefineOprt("^", power, mu::prPOW, mu::oaRIGHT);
    parser_.DefineConst("pi", 3.14159265358979323846);
    parser_.DefineConst("e", 2.71828182845904523536);
    parser_.DefineVar("x", &x_);
    parser_.SetExpr(text);
  }
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  /// The parser returns the last of a list.
  int results() const { return parser_.GetNumResults(); }

  double operator()(double x) {
    x_ = x;
    return parser_.Eval();
  }

 private:
  double x_ = 0;
  mu::Parser parser_;
};

/// A parser keeps the value of x while it works, so each thread has its own.
double evaluate(std::uint64_t id, const std::string& text, double x) {
  thread_local std::map<std::uint64_t, Expression> expressions;
  auto found = expressions.find(id);
  if (found == expressions.end()) found = expressions.try_emplace(id, text).first;
  return found->second(x);
}

}  // namespace

std::string name_in_expressions(const Function& function) {
  std::string name = function.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string expression_functions() {
  std::string list;
  const auto add = [&](const std::string& name) { list += (list.empty() ? "" : ", ") + name; };
  for (const OfOne& one : functions_of_one()) add(one.name);
  for (const OfTwo& one : functions_of_two()) add(one.name);
  add("clamp");
  for (const Function* function : built_in_functions()) {
    if (is_further(*function)) add(name_in_expressions(*function));
  }
  return list;
}

std::function<double(double)> parse_expression(const std::string& text) {
  const std::string where = "'" + printable(text) + "': ";
  if (text.find_first_not_of(" \t") == std::string::npos) throw InputError(where + "the expression is empty");
  try {
    Expression expression(text);
    expression(0);
    if (expression.results() != 1) throw InputError(where + "is a list of expressions; one is meant");
  } catch (const mu::Parser::exception_type& error) {
    std::string reason = error.GetMsg();
    while (!reason.empty() && (reason.back() == '.' || reason.back() == '\n')) reason.pop_back();
    throw InputError(where + "is no expression of x: " + printable(reason) +
                     "; it may have numbers, x, pi, e, + - * / ^ ( ), comparisons, && ||, a ? b : c and " +
                     expression_functions());
  }
  static std::atomic<std::uint64_t> ids = 0;
  return [id = ids++, text](double x) { return evaluate(id, text, x); };
}

}  // namespace pwlsim::function
