// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/range_reduction.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sim/base/error.h"

namespace pwlsim::unit {
namespace {

/// The reductions for codes of so many bits. A code stands for all mantissas that are cut to it: the table approximates
/// the function in their middle.
std::vector<RangeReduction> make_reductions(int width) {
  const double middle = std::ldexp(0.5, -(width - 1));
  const double middle_of_root = std::ldexp(0.5, -(width - 2));
  const auto exp = [middle](double x) { return std::exp2((x + middle + 1) / 2); };
  const auto div = [middle](double x) { return 4 / (x + middle + 3); };
  const auto rsqrt = [middle_of_root](double x) { return 2 / std::sqrt(x + middle_of_root + 2); };
  return {
      {RangeMode::kExp, {"exp_mantissa", "2^((x+1)/2)", -1, 1, exp, 1, 2.01, {0, 1}, {0, 2}}, width - 1},
      {RangeMode::kDiv, {"div_mantissa", "4/(x+3)", -1, 1, div, 0.99, 2, {0, 2}, {0, 1}}, width - 1},
      {RangeMode::kRsqrt, {"rsqrt_mantissa", "2/sqrt(x+2)", -1, 2, rsqrt, 0.99, 2, {0, 2}, {0, 1}}, width - 2},
  };
}

constexpr int kLeastWidth = 3, kMostWidth = 32;

const std::vector<RangeReduction>& reductions_of(const UnitConfig& config) {
  static const std::vector<std::vector<RangeReduction>> all = [] {
    std::vector<std::vector<RangeReduction>> of_width(kMostWidth + 1);
    for (int width = kLeastWidth; width <= kMostWidth; ++width) of_width[width] = make_reductions(width);
    return of_width;
  }();
  if (!config.is_wide()) throw InputError(config.name + " is not a wide unit");
  return all[config.width];
}

bool is_mantissa_of(const RangeReduction& reduction, std::string_view function) {
  return reduction.mantissa.name == std::string(function) + "_mantissa";
}

}  // namespace

const RangeReduction& find_range_reduction(const UnitConfig& config, std::string_view function) {
  for (const RangeReduction& reduction : reductions_of(config)) {
    if (is_mantissa_of(reduction, function)) return reduction;
  }
  throw InputError(config.name + " serves exp, div and rsqrt, not " + std::string(function));
}

const RangeReduction* reduction_of(const UnitConfig& config, std::string_view function) {
  return config.is_wide() ? &find_range_reduction(config, function) : nullptr;
}

bool serves(const UnitConfig& config, std::string_view function) {
  if (!config.is_wide()) return true;
  const std::vector<RangeReduction>& all = reductions_of(config);
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& reduction) { return is_mantissa_of(reduction, function); });
}

const UnitConfig& inner_unit(const UnitConfig& config) {
  return find_unit("pwl_int:width=" + std::to_string(config.width) + ",entries=" + std::to_string(config.entries));
}

ReducedInput reduce_range(const UnitConfig& config, RangeMode mode, int input_scale, Word x) {
  // t = scaled * 2^-width is x log2 e, m or m/4.
  std::int64_t scaled = 0;
  int exponent = 0;
  const int most = (1 << (exponent_bits(config) - 1)) - 1;
  if (mode == RangeMode::kExp) {
    constexpr Word kLog2e = 0xb8aa'3b29'5c17'f0bb;  // log2 e with 63 fraction bits, rounded down
    const auto log2e = static_cast<std::int64_t>(kLog2e >> (63 - log2e_bits(config)));
    scaled = sign_extend(x, config.wide_width) * log2e >> (log2e_bits(config) - config.width + input_scale);
    exponent = static_cast<int>(std::clamp<std::int64_t>(scaled >> config.width, -most - 1, most));
  } else if (x == 0) {
    exponent = most;
  } else {
    int n = std::ilogb(static_cast<double>(x));
    if (mode == RangeMode::kDiv) {
      exponent = -n - 1;
    } else {
      n -= n % 2;
      exponent = -n / 2 - 1;
    }
    scaled = static_cast<std::int64_t>(x) << (mode == RangeMode::kDiv ? config.width : config.width - 2) >> n;
  }
  const Word half = Word{1} << (config.width - 1);
  return {(static_cast<Word>(scaled) - half) & low_bits(config.width), exponent};
}

Word expand_range(const UnitConfig& config, std::int64_t acc, int exponent, int base) {
  const Word greatest = low_bits(config.y_width());
  if (acc <= 0) return 0;
  const int shift = exponent - base + config.y_width();
  if (shift < 0) {
    // Less than a half from one bit beyond the accumulator's on.
    const int right = std::min(-shift, config.acc_width);
    return static_cast<Word>(((acc >> (right - 1)) + 1) >> 1);
  }
  if (shift >= config.y_width()) return greatest;  // acc is at least 1
  return static_cast<Word>(acc) > greatest >> shift ? greatest : static_cast<Word>(acc) << shift;
}

}  // namespace pwlsim::unit
