// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/lines/spread_lines.h"
#include "sim/unit/pwl_wide/parts.h"
#include "sim/unit/pwl_wide/range_reduction.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

/// An input word of 1/x whose mantissa is that code.
Word word_of_code(std::int64_t code, const WideParameters& p) {
  const int width = p.inner.width;
  const Word centred = (static_cast<Word>(code) & low_bits(width)) ^ Word { 1 } << (width - 1);
  const int point = p.x_width - 1;
  return Word{1} << point | centred << (point - width);
}

/// A run that meets each shift of the expansion: exp of all multiples of one half from underflow to saturation, with
/// the greatest intercept as the line.
DirectedRun all_expansions(const UnitConfig& config, const WideParameters& p) {
  UnitTable table = spread_codes(config, p.inner, 0, static_cast<Word>(int_max(p.inner.intercept_width)));
  const int scale = p.inner.width - 1;
  table.field("shift") = {static_cast<Word>(scale), static_cast<Word>(scale + 2), static_cast<Word>(RangeMode::kExp),
                          1};
  std::vector<Word> words;
  for (int x = -6 * p.x_width; x < 3 * p.x_width; ++x) words.push_back(static_cast<Word>(x) & low_bits(p.x_width));
  return {std::move(table), std::move(words)};
}

}  // namespace

std::vector<DirectedRun> wide_directed_runs(const UnitConfig& config, std::uint64_t /*seed*/) {
  const WideParameters p = wide_parameters(config.values);
  UnitTable spread = spread_codes(config, p.inner, 1, 1);
  const int scale = p.inner.width - 1;
  spread.field("shift") = {static_cast<Word>(scale), static_cast<Word>(scale + 2), static_cast<Word>(RangeMode::kDiv),
                           0};
  std::vector<Word> words;
  for (const std::int64_t code : breakpoint_codes(p.inner, spread)) {
    for (const std::int64_t step : {-1, 0, 1}) words.push_back(word_of_code(code + step, p));
  }
  return {{std::move(spread), std::move(words)}, all_expansions(config, p)};
}

}  // namespace pwlsim::unit
