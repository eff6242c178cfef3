// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/line_format.h"

#include <cmath>

#include "sim/unit/range_reduction.h"

namespace pwlsim::unit {

double LineTableFormat::nearest_breakpoint(double x, int scale) const {
  const int low = breakpoint_shift();
  // Ties go to the even word, as everywhere.
  return std::nearbyint(std::ldexp(x, scale - low) - (1 - std::ldexp(1.0, -low)));
}

double LineTableFormat::last_code(double p) const {
  const double cell = std::ldexp(1.0, breakpoint_shift());
  return p * cell + (cell - 1);
}

double LineTableFormat::end_at_or_above(double code) const {
  return last_code(std::floor(std::ldexp(code, -breakpoint_shift())));
}

LineTableFormat line_format(const UnitConfig& config) {
  const UnitConfig& unit = config.is_wide() ? inner_unit(config) : config;
  LineTableFormat format;
  format.entries = unit.entries;
  if (unit.is_float()) {
    format.floats = unit.format;
    return format;
  }
  format.x_width = unit.width;
  format.breakpoint_width = unit.breakpoint_width;
  format.slope_width = unit.slope_width;
  format.intercept_width = unit.intercept_width;
  format.acc_width = unit.acc_width;
  format.output_width = unit.requantise ? unit.width : 0;
  return format;
}

}  // namespace pwlsim::unit
