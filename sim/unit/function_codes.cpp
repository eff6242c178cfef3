// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/function_codes.h"

#include <cmath>

#include "sim/base/error.h"
#include "sim/unit/line_format.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {
namespace {

// Scales beyond any function's needs, which doubles can still hold.
constexpr int kFinest = 60;

/// The format for default_scale() and default_output_scale().
LineTableFormat format_of(int width, int out_width) {
  LineTableFormat format;
  format.x_width = format.slope_width = format.intercept_width = width;
  format.acc_width = 2 * width;
  format.output_width = out_width;
  return format;
}

}  // namespace

int code_scale(const Function& function, int width) { return default_scale(function, format_of(width, width)); }

void set_code_scales(UnitTable& table, const Function& function, int width, int out_width,
                     const QuantiseOptions& options, const std::string& unit) {
  table.scale = options.scale.value_or(code_scale(function, width));
  check_scale(table.scale, width, unit);
  table.output_scale =
      options.output_scale.value_or(default_output_scale(function, format_of(width, out_width), table.scale, kFinest));
  if (table.output_scale < -kFinest || table.output_scale > kFinest) {
    throw InputError("output scale " + std::to_string(table.output_scale) + " is out of range for " + unit + ": " +
                     std::to_string(-kFinest) + " to " + std::to_string(kFinest));
  }
  table.x.step = std::ldexp(1.0, -table.scale);
  table.y.step = std::ldexp(1.0, -table.output_scale);
}

std::vector<Word> codes_of(const UnitTable& registers, const Table& table, const Function& function,
                           const std::string& unit) {
  if (table.values.empty()) return function_codes(registers, function);
  const std::size_t count = std::size_t{1} << registers.x.word.width;
  if (table.values.size() != count) {
    throw InputError("the table has " + std::to_string(table.values.size()) + " values, " + unit + " has " +
                     std::to_string(count) + " words");
  }
  std::vector<Word> codes;
  for (const double value : table.values) {
    const double code = value / registers.y.step;
    // A value of exactly 2^n counts as the greatest code, as those of functions do.
    const int width = registers.y.word.width;
    if (!(code >= static_cast<double>(int_min(width)) && code <= static_cast<double>(int_max(width)) + 1)) {
      throw InputError("value " + std::to_string(codes.size()) + " of the table (" + std::to_string(value) +
                       ") is out of range for " + unit + " at output scale " + std::to_string(registers.output_scale));
    }
    codes.push_back(registers.y.encode(value));
  }
  return codes;
}

Table decoded_values(const UnitTable& registers, std::size_t first) {
  const std::vector<Word>& words = registers.field("value");
  Table table;
  for (std::size_t i = 0; i < std::size_t{1} << registers.x.word.width; ++i) {
    table.values.push_back(registers.decode_output(words.at(first + i)));
  }
  return table;
}

std::vector<Word> function_codes(const UnitTable& table, const Function& function) {
  std::vector<Word> codes(std::size_t{1} << table.x.word.width);
  for (Word word = 0; word < codes.size(); ++word) {
    const double x = table.decode_input(word);
    const Line& tail = x < function.lo ? function.tail_lo : function.tail_hi;
    codes[word] = table.y.encode(function.in_range(x) ? function.exact(x) : tail.slope * x + tail.intercept);
  }
  return codes;
}

}  // namespace pwlsim::unit
