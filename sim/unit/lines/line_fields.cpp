// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/lines/line_fields.h"

#include "sim/number/word.h"
#include "sim/unit/table.h"

namespace pwlsim::unit {

std::vector<RegisterField> line_fields(int entries, const WordFormat& breakpoint, const WordFormat& slope,
                                       const WordFormat& intercept, int shifts, int shift_bits,
                                       const std::string& shifts_meaning) {
  const int bits = log2_of(entries);
  const int span = 1 << bits;
  const auto address = [&](Field field) { return static_cast<std::uint32_t>(field) << bits; };
  std::vector<RegisterField> fields = {
      // name, address, span, count, word, meaning, per_entry, constant, is_limit, numbers
      {"breakpoint", address(Field::kBreakpoint), span, entries - 1, breakpoint, "the last input of a segment", true,
       false, true, &Table::breakpoints},
      {"slope", address(Field::kSlope), span, entries, slope, "k of a segment", true, false, false, &Table::slopes},
      {"intercept", address(Field::kIntercept), span, entries, intercept, "b of a segment", true, false, false,
       &Table::intercepts},
      {"shift", address(Field::kShift), span, shifts, unsigned_word(shift_bits), shifts_meaning}};
  return fields;
}

}  // namespace pwlsim::unit
