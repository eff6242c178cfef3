// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/lines/spread_lines.h"

#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

UnitTable spread_codes(const UnitConfig& config, const IntParameters& parameters, Word slope, Word intercept) {
  UnitTable table = empty_table(config);
  const int bits = parameters.breakpoint_width;
  std::vector<Word>& breakpoints = table.field("breakpoint");
  for (int j = 1; j < parameters.entries; ++j) {
    const auto step =
        static_cast<std::int64_t>((Word{1} << bits) * static_cast<Word>(j) / static_cast<Word>(parameters.entries));
    breakpoints[static_cast<std::size_t>(j - 1)] = static_cast<Word>(int_min(bits) + step) & low_bits(bits);
  }
  for (Word& word : table.field("slope")) word = slope;
  for (Word& word : table.field("intercept")) word = intercept;
  return table;
}

std::vector<std::int64_t> breakpoint_codes(const IntParameters& parameters, const UnitTable& table) {
  const int missing = parameters.width - parameters.breakpoint_width;
  std::vector<std::int64_t> codes;
  for (const Word word : table.field("breakpoint")) {
    codes.push_back((sign_extend(word, parameters.breakpoint_width) + 1) * (std::int64_t{1} << missing) - 1);
  }
  return codes;
}

}  // namespace pwlsim::unit
