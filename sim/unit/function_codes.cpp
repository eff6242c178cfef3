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
