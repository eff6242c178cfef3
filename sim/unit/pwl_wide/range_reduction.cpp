// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/pwl_wide/range_reduction.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace pwlsim::unit {
namespace {

/// The reductions for codes of `width` bits. A code stands for all mantissas that are cut to it, so the table
/// approximates the function at their middle.
std::vector<RangeReduction> make_reductions(int width) {
  const double middle = std::ldexp(0.5, -(width - 1));
  const double middle_of_root = std::ldexp(0.5, -(width - 2));
  const auto exp = [middle](double x) { return std::exp2((x + middle + 1) / 2); };
  const auto div = [middle](double x) { return 4 / (x + middle + 3); };
  const auto rsqrt = [middle_of_root](double x) { return 2 / std::sqrt(x + middle_of_root + 2); };
  return {
      // mode, mantissa: name, definition, lo, hi, exact, tail_lo, tail_hi; scale
      {RangeMode::kExp, {"exp_mantissa", "2^((x+1)/2)", -1, 1, exp, {0, 1}, {0, 2}}, width - 1},
      {RangeMode::kDiv, {"div_mantissa", "4/(x+3)", -1, 1, div, {0, 2}, {0, 1}}, width - 1},
      {RangeMode::kRsqrt, {"rsqrt_mantissa", "2/sqrt(x+2)", -1, 2, rsqrt, {0, 2}, {0, 1}}, width - 2},
  };
}

constexpr int kLeastWidth = 3, kMostWidth = 32;

const std::vector<RangeReduction>& reductions_of(int width) {
  static const std::vector<std::vector<RangeReduction>> all = [] {
    std::vector<std::vector<RangeReduction>> of_width(kMostWidth + 1);
    for (int bits = kLeastWidth; bits <= kMostWidth; ++bits) of_width[bits] = make_reductions(bits);
    return of_width;
  }();
  return all[width];
}

}  // namespace

const RangeReduction* range_reduction(int width, std::string_view function) {
  for (const RangeReduction& reduction : reductions_of(width)) {
    if (reduction.mantissa.name == std::string(function) + "_mantissa") return &reduction;
  }
  return nullptr;
}

ReducedInput reduce_range(const WideParameters& unit, RangeMode mode, int input_scale, Word x) {
  // t = scaled * 2^-width is x log2 e, m or m/4.
  std::int64_t scaled = 0;
  int exponent = 0;
  const int most = (1 << (exponent_bits(unit) - 1)) - 1;
  if (mode == RangeMode::kExp) {
    constexpr Word kLog2e = 0xb8aa'3b29'5c17'f0bb;  // log2 e with 63 fraction bits, rounded down
    const auto log2e = static_cast<std::int64_t>(kLog2e >> (63 - log2e_bits(unit)));
    scaled = sign_extend(x, unit.x_width) * log2e >> (log2e_bits(unit) - unit.inner.width + input_scale);
    exponent = static_cast<int>(std::clamp<std::int64_t>(scaled >> unit.inner.width, -most - 1, most));
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
    scaled = static_cast<std::int64_t>(x) << (mode == RangeMode::kDiv ? unit.inner.width : unit.inner.width - 2) >> n;
  }
  const Word half = Word{1} << (unit.inner.width - 1);
  return {(static_cast<Word>(scaled) - half) & low_bits(unit.inner.width), exponent};
}

Word expand_range(const WideParameters& unit, std::int64_t acc, int exponent, int base) {
  const Word greatest = low_bits(unit.y_width());
  if (acc <= 0) return 0;
  const int shift = exponent - base + unit.y_width();
  if (shift < 0) {
    // A right shift by acc_width or more leaves less than one half.
    const int right = std::min(-shift, unit.inner.acc_width);
    return static_cast<Word>(((acc >> (right - 1)) + 1) >> 1);
  }
  if (shift >= unit.y_width()) return greatest;  // acc is at least 1
  return static_cast<Word>(acc) > greatest >> shift ? greatest : static_cast<Word>(acc) << shift;
}

}  // namespace pwlsim::unit
