// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/mean_values.h"

#include <algorithm>

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

}  // namespace pwlsim::fit
