// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/table_error.h"

#include <algorithm>
#include <cmath>
#include <vector>

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

/// The inputs to judge where all count alike, ascending.
std::vector<Gathered> even_inputs(const UnitTable& table, const Function& function) {
  std::vector<double> all;
  const auto add = [&](double x) {
    const double rounded = table.decode_input(table.encode_input(x));
    if (function.in_range(rounded)) all.push_back(rounded);
  };
  const UnitConfig& config = table.config;
  if (config.reduces_range) {
    all = all_inputs(table, function);
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
  std::vector<Gathered> inputs;
  for (const double x : all) {
    const double exact = function.exact(x);
    inputs.push_back({x, 1, exact, 0});
  }
  return inputs;
}

/// What there is to judge, ascending.
std::vector<Gathered> inputs(const UnitTable& table, const Function& function, const Activations& sample) {
  if (sample.empty()) return even_inputs(table, function);
  if (table.config.input_scale) return gather_codes(sample, function, table.config.x_width(), table.scale);
  return gather(sample, function, [&](double x) { return table.decode_input(table.encode_input(x)); });
}

}  // namespace

double TableError::nmse() const { return variance > 0 ? mse / variance : NAN; }

double TableError::bias_share() const { return mse > 0 ? std::min(1.0, mean_error * mean_error / mse) : 0; }

TableError table_error(const UnitTable& table, const Function& function, const Activations& sample) {
  const GoldenUnit unit(table);
  TableError result{.mse = 0, .mean_error = 0, .max_error = -1, .max_at = 0};
  const std::vector<Gathered> judged = inputs(table, function, sample);
  double count = 0;
  for (const Gathered& at : judged) {
    const double error = table.decode_output(unit.evaluate(table.encode_input(at.x))) - at.mean();
    if (!std::isfinite(error)) {
      throw InputError("the result of " + table.config.name + " at x = " + std::to_string(at.x) +
                       " is not a finite number");
    }
    count += at.count;
    result.mse += at.count * error * error + at.spread;
    result.mean_error += at.count * error;
    if (std::fabs(error) > result.max_error) {
      result.max_error = std::fabs(error);
      result.max_at = at.x;
    }
  }
  if (judged.empty()) {
    throw InputError(sample.empty() ? "no input of " + table.config.name + " at scale " + std::to_string(table.scale) +
                                          " lies in the range of " + function.name
                                    : function.name + " has no finite value at any of the activations");
  }
  result.mse /= count;
  result.mean_error /= count;
  result.variance = variance_of(judged);
  return result;
}

}  // namespace pwlsim::fit
