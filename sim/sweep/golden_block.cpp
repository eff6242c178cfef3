// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/golden_block.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "sim/number/float_arithmetic.h"

namespace pwlsim::sweep {
namespace {

float as_float(Word word) {
  const auto bits = static_cast<std::uint32_t>(word);
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::uint32_t bits_of(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

bool is_fp32(const UnitConfig& config) {
  return config.is_float() && config.format.exponent == 8 && config.format.mantissa == 23;
}

/// Binary search in breakpoints that are not sorted finds segments that do not ascend.
bool is_sorted(const UnitTable& table) {
  const auto order = [&](Word word) {
    return table.config.is_float() ? float_order(word, table.config.format) : sign_extend(word, table.config.width);
  };
  return std::is_sorted(table.breakpoints.begin(), table.breakpoints.end(),
                        [&](Word a, Word b) { return order(a) < order(b); });
}

}  // namespace

GoldenBlock::GoldenBlock(const UnitTable& table) : unit_(table), lines_(!table.config.is_wide() && is_sorted(table)) {}

void GoldenBlock::run(Word first, std::size_t count, Word* y, std::uint8_t* segment) const {
  if (!lines_) {
    for (std::size_t i = 0; i < count; ++i) {
      y[i] = unit_.evaluate(first + i);
      segment[i] = static_cast<std::uint8_t>(unit_.segment(first + i));
    }
    return;
  }
  const Word negative = Word{1} << (unit_.config().width - 1);
  std::size_t positive = 0;
  if (first < negative) positive = std::min<Word>(count, negative - first);
  run_same_sign(first, positive, y, segment);
  run_same_sign(first + positive, count - positive, y + positive, segment + positive);
}

/// Halves the words until their ends, and so all of them, lie in one segment.
void GoldenBlock::run_same_sign(Word first, std::size_t count, Word* y, std::uint8_t* segment) const {
  if (count == 0) return;
  const int of_first = unit_.segment(first);
  if (of_first == unit_.segment(first + count - 1)) {
    std::memset(segment, of_first, count);
    run_one_line(first, count, y);
    return;
  }
  const std::size_t half = count / 2;
  run_same_sign(first, half, y, segment);
  run_same_sign(first + half, count - half, y + half, segment + half);
}

void GoldenBlock::run_one_line(Word first, std::size_t count, Word* y) const {
  GoldenUnit::Line line = unit_.line(first);
  if (is_fp32(unit_.config())) {
    run_fp32_line(line, first, count, y);
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    line.x = first + i;
    const Word acc = unit_.accumulate(line);
    y[i] = unit_.has_post_stage() ? unit_.finish(line, acc) : acc;
  }
}

/// The host's operations are the unit's where operands and results are normal numbers, zeros or infinities (a product
/// below all subnormals is a zero in both). For the rest, NaNs and what may be flushed, the golden unit is asked.
void GoldenBlock::run_fp32_line(const GoldenUnit::Line& line, Word first, std::size_t count, Word* y) const {
  const FloatFormat format = unit_.config().format;
  const float slope = as_float(float_flush(line.slope, format));
  const float intercept = as_float(float_flush(line.intercept, format));
  const auto is_plain = [](float value) { return std::fabs(value) > std::numeric_limits<float>::min() || value == 0; };
  constexpr std::size_t kStretch = 64;
  for (std::size_t begin = 0; begin < count; begin += kStretch) {
    const std::size_t end = std::min(begin + kStretch, count);
    bool all_plain = true;
    for (std::size_t i = begin; i < end; ++i) {
      const float x = as_float(first + i);
      const float product = slope * x;
      const float sum = product + intercept;
      y[i] = bits_of(sum);
      all_plain = all_plain && is_plain(x) && is_plain(product) && is_plain(sum);
    }
    if (all_plain) continue;
    for (std::size_t i = begin; i < end; ++i) {
      GoldenUnit::Line one = line;
      one.x = first + i;
      y[i] = unit_.accumulate(one);
    }
  }
}

}  // namespace pwlsim::sweep
