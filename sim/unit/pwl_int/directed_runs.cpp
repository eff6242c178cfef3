// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/lines/spread_lines.h"
#include "sim/unit/pwl_int/parts.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

/// A run with acc = 2 * greatest + 1, which a rounding shift by one place takes just beyond the greatest code.
DirectedRun rounding_saturates(const UnitConfig& config, const IntParameters& p) {
  UnitTable table = spread_codes(config, p, 1, static_cast<Word>(int_max(p.intercept_width)));
  table.field("shift") = {1, 1};
  return {std::move(table), {1}};
}

}  // namespace

std::vector<DirectedRun> int_directed_runs(const UnitConfig& config, std::uint64_t /*seed*/) {
  const IntParameters p = int_parameters(config.values);
  UnitTable spread = spread_codes(config, p, 1, 1);
  std::vector<Word> words;
  for (const std::int64_t code : breakpoint_codes(p, spread)) {
    for (const std::int64_t step : {-1, 0, 1}) words.push_back(static_cast<Word>(code + step) & low_bits(p.width));
  }
  std::vector<DirectedRun> runs = {{std::move(spread), std::move(words)}};
  if (p.requantise) runs.push_back(rounding_saturates(config, p));
  return runs;
}

}  // namespace pwlsim::unit
