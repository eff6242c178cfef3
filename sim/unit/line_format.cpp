// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/line_format.h"

#include <cmath>

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

}  // namespace pwlsim::unit
