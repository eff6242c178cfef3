// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/mean_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.h"
#include "sim/number/word.h"

namespace pwlsim::fit {

std::vector<double> mean_values(const UnitTable& registers, const Function& function, const Activations& activations) {
  const UnitConfig& unit = registers.config;
  if (unit.write_bits() == 0) {
    throw InputError("the words of " + unit.name + " are the function's values; activations cannot change them");
  }
  std::vector<double> values = unit.structure->table_of(registers).values;
  const double least = static_cast<double>(int_min(unit.y_width())) * registers.output_step();
  const double greatest = static_cast<double>(int_max(unit.y_width())) * registers.output_step();
  for (const Gathered& at : gather_codes(activations, function, unit.x_width(), registers.scale)) {
    values.at(registers.encode_input(at.x)) = std::clamp(at.mean(), least, greatest);
  }
  return values;
}

int best_output_scale(const UnitTable& registers, const Function& function, const Activations& activations) {
  constexpr int kCoarser = 16;  // steps that are tried
  const int width = registers.config.y_width();
  const std::vector<Gathered> all = gather_codes(activations, function, registers.config.x_width(), registers.scale);
  int best = registers.output_scale;
  double least = std::numeric_limits<double>::infinity();
  for (int scale = registers.output_scale; scale > registers.output_scale - kCoarser; --scale) {
    double error = 0;
    for (const Gathered& at : all) {
      const double code = std::clamp(std::nearbyint(std::ldexp(at.mean(), scale)), static_cast<double>(int_min(width)),
                                     static_cast<double>(int_max(width)));
      error += at.count * std::pow(std::ldexp(code, -scale) - at.mean(), 2);
    }
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
}

}  // namespace pwlsim::fit
