// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/table_error.h"

#include <algorithm>
#include <cmath>

#include "sim/base/error.h"
#include "sim/unit/golden.h"

namespace pwlsim::fit {
namespace {

constexpr int kGridPoints = 65536;

/// Inputs of a unit that reduces their range whose exact value it can hold: all words of 16 bits, or equally spaced
/// ones of more.
std::vector<double> all_inputs(const UnitTable& table, const Function& function) {
  std::vector<double> all;
  const double greatest = table.decode_output(low_bits(table.config.y_width()));
  const int x_width = table.config.x_width();
  const Word stride = x_width <= 16 ? 1 : (Word{1} << x_width) / kGridPoints + 1;
  for (Word word = 0; word <= low_bits(x_width); word += stride) {
    const double x = table.decode_input(word);
    const double exact = function.exact(x);
    if (exact >= 0 && exact <= greatest) all.push_back(x);
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// The rounded inputs to judge, ascending.
std::vector<double> inputs(const UnitTable& table, const Function& function, const std::vector<double>& sample) {
  if (table.config.reduces_range && sample.empty()) return all_inputs(table, function);
  std::vector<double> all;
  const auto add = [&](double x) {
    const double rounded = table.decode_input(table.encode_input(x));
    if (function.in_range(rounded)) all.push_back(rounded);
  };
  const UnitConfig& config = table.config;
  if (!sample.empty()) {
    for (const double x : sample) add(x);
  } else if (config.input_scale && config.x_width() <= 16) {
    for (std::int64_t q = int_min(config.x_width()); q <= int_max(config.x_width()); ++q) {
      add(std::ldexp(static_cast<double>(q), -table.scale));
    }
  } else {
    // Inputs beyond the codes would all count as the outermost code.
    double lo = function.lo;
    double hi = function.hi;
    if (config.input_scale) {
      lo = std::max(lo, std::ldexp(static_cast<double>(int_min(config.x_width())), -table.scale));
      hi = std::min(hi, std::ldexp(static_cast<double>(int_max(config.x_width())), -table.scale));
    }
    for (int i = 0; i < kGridPoints && lo <= hi; ++i) add(lo + (hi - lo) * (i / (kGridPoints - 1.0)));
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TableError table_error(const UnitTable& table, const Function& function, const std::vector<double>& sample) {
  const GoldenUnit unit(table);
  TableError result{.mse = 0, .mean_error = 0, .max_error = -1, .max_at = 0};
  const std::vector<double> judged = inputs(table, function, sample);
  for (const double x : judged) {
    const double error = table.decode_output(unit.evaluate(table.encode_input(x))) - function.exact(x);
    if (!std::isfinite(error)) {
      throw InputError("the result of " + table.config.name + " at x = " + std::to_string(x) +
                       " is not a finite number");
    }
    result.mse += error * error;
    result.mean_error += error;
    if (std::fabs(error) > result.max_error) {
      result.max_error = std::fabs(error);
      result.max_at = x;
    }
  }
  if (judged.empty()) {
    throw InputError("no input of " + table.config.name + " at scale " + std::to_string(table.scale) +
                     " lies in the range of " + function.name + (sample.empty() ? "" : " (weights)"));
  }
  result.mse /= static_cast<double>(judged.size());
  result.mean_error /= static_cast<double>(judged.size());
  return result;
}

}  // namespace pwlsim::fit
