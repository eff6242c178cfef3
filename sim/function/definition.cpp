// SPDX-License-Identifier: Apache-2.0
#include "sim/function/definition.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <mutex>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/find_named.h"
#include "sim/function/expression.h"

namespace pwlsim::function {
namespace {

/// The shortest decimal that reads back as the number.
std::string text_of(double number) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  return {buffer, end};
}

/// A user's function and what it is made of.
struct Own {
  Definition definition;
  Function function;
};

/// Users' functions. Their places stay what they are.
struct Registry {
  std::mutex mutex;
  std::deque<Own> all;
};

Registry& registry() {
  static Registry one;
  return one;
}

/// Straight lines between samples; beyond them the tails.
double interpolated(const std::vector<Sample>& samples, const Line& tail_lo, const Line& tail_hi, double x) {
  if (!(x >= samples.front().x)) return tail_lo.slope * x + tail_lo.intercept;
  if (x > samples.back().x) return tail_hi.slope * x + tail_hi.intercept;
  const auto after = std::upper_bound(samples.begin(), samples.end(), x,
                                      [](double value, const Sample& sample) { return value < sample.x; });
  const Sample& a = *(after - 1);
  if (after == samples.end() || a.x == x) return a.y;
  return a.y + (after->y - a.y) * ((x - a.x) / (after->x - a.x));
}

Line constant(double value) { return {0, value}; }

void check_samples(const std::vector<Sample>& samples) {
  if (samples.size() < 2) throw InputError("has fewer than two samples");
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!std::isfinite(samples[i].x) || !std::isfinite(samples[i].y)) {
      throw InputError("sample " + std::to_string(i + 1) + " is not a finite number");
    }
    if (i > 0 && samples[i].x <= samples[i - 1].x) {
      throw InputError("sample " + std::to_string(i + 1) + " has x " + text_of(samples[i].x) + " after " +
                       text_of(samples[i - 1].x) + ": x has to ascend");
    }
  }
}

/// The function has a value wherever it may be asked for one: at the ends of its range and at many points between.
void check_values(const Function& function) {
  constexpr int kSteps = 1000;
  for (int i = 0; i <= kSteps; ++i) {
    const double x = i == kSteps ? function.hi : function.lo + (function.hi - function.lo) * i / kSteps;
    if (!std::isfinite(function.exact(x))) {
      throw InputError("has no value at " + text_of(x) + "; choose a --range where it has");
    }
  }
}

Function made_from(const Definition& own) {
  if (!std::isfinite(own.lo) || !std::isfinite(own.hi) || own.lo >= own.hi) {
    throw InputError("its range is not ascending: " + text_of(own.lo) + ":" + text_of(own.hi));
  }
  Function function{.name = own.name,
                    .definition = own.expression,
                    .lo = own.lo,
                    .hi = own.hi,
                    .exact = {},
                    .tail_lo = {},
                    .tail_hi = {}};
  if (!own.expression.empty()) {
    function.exact = parse_expression(own.expression);
    check_values(function);
    function.tail_lo = own.tail_lo.value_or(constant(function.exact(own.lo)));
    function.tail_hi = own.tail_hi.value_or(constant(function.exact(own.hi)));
    return function;
  }
  check_samples(own.samples);
  const Sample& first = own.samples.front();
  const Sample& last = own.samples.back();
  if (own.lo < first.x || own.hi > last.x) {
    throw InputError("has samples from " + text_of(first.x) + " to " + text_of(last.x) + ", not over the range " +
                     text_of(own.lo) + ":" + text_of(own.hi));
  }
  const auto value = [&](double x) { return interpolated(own.samples, {}, {}, x); };
  function.definition = std::to_string(own.samples.size()) + " samples, straight lines between";
  function.tail_lo = own.tail_lo.value_or(constant(value(own.lo)));
  function.tail_hi = own.tail_hi.value_or(constant(value(own.hi)));
  function.exact = [samples = own.samples, lo = function.tail_lo, hi = function.tail_hi](double x) {
    return interpolated(samples, lo, hi, x);
  };
  return function;
}

std::string identity_of(const Definition& own, const Function& function) {
  std::string text = own.name + " = " + own.expression + " over " + text_of(own.lo) + ":" + text_of(own.hi) +
                     ", tails " + line_text(function.tail_lo) + ":" + line_text(function.tail_hi);
  for (const Sample& sample : own.samples) text += " " + text_of(sample.x) + "," + text_of(sample.y);
  return text;
}

}  // namespace

const Function& define_function(const Definition& definition) {
  const std::string where = printable(definition.name) + ": ";
  if (built_in_function(definition.name) != nullptr) {
    throw InputError(where + "is the name of a built-in function; choose another, as in NAME=EXPRESSION");
  }
  if (definition.name.empty()) throw InputError("the name of a function is missing, as in NAME=EXPRESSION");
  for (const char c : definition.name) {
    if (c > ' ' && c != ',' && c != '=') continue;
    throw InputError(where + "is no name of a function: it has no blanks, commas or =");
  }
  Own own{definition, {}};
  try {
    own.function = made_from(definition);
  } catch (const InputError& error) {
    throw InputError(where + error.what());
  }
  Registry& all = registry();
  const std::lock_guard lock(all.mutex);
  for (const Own& there : all.all) {
    if (there.function.name != definition.name) continue;
    if (identity(there.function) == identity_of(definition, own.function)) return there.function;
    throw InputError(where + "is the name of another function already, " + there.function.definition +
                     "; give each a name of its own, as in NAME=EXPRESSION");
  }
  Own& kept = all.all.emplace_back(std::move(own));
  kept.function.own = &kept.definition;
  return kept.function;
}

const Function& find_function(std::string_view name) {
  {
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    for (const Own& own : all.all) {
      if (own.function.name == name) return own.function;
    }
  }
  if (const Function* const function = built_in_function(name)) return *function;
  std::vector<std::string> names;
  for (const Function* function : built_in_functions()) names.push_back(function->name);
  throw unknown_name("function", name, names);
}

Line parse_line(const std::string& expression) {
  const std::function<double(double)> value = parse_expression(expression);
  const double far = std::ldexp(1.0, 500);  // there the intercept does not show, and the slope is exact
  const Line line{value(far) / far, value(0)};
  for (const double x : {-1000.0, -1.0, 0.5, 2.0, 3.0, 1000.0}) {
    const double expected = line.slope * x + line.intercept;
    const double largest = std::max(std::fabs(line.slope * x), std::fabs(line.intercept));
    if (!(std::fabs(value(x) - expected) <= 1e-9 * largest)) {
      throw InputError("'" + printable(expression) + "': is no straight line, such as 0, x or 0.5*x+1");
    }
  }
  return line;
}

std::string line_text(const Line& line) {
  if (line.slope == 0) return text_of(line.intercept);
  std::string slope = line.slope == 1 ? "x" : text_of(line.slope) + "*x";
  if (line.intercept == 0) return slope;
  return slope + (line.intercept < 0 ? "" : "+") + text_of(line.intercept);
}

std::string identity(const Function& function) {
  return function.own == nullptr ? function.name : identity_of(*function.own, function);
}

}  // namespace pwlsim::function
