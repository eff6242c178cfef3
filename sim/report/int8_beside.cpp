// SPDX-License-Identifier: Apache-2.0
#include "sim/report/int8_beside.h"

namespace pwlsim::report {

std::string int8_beside(const UnitConfig& unit) {
  if (unit.output_scale || unit.reduces_range) return "";
  const std::string name = "int8_" + std::to_string(unit.entries);
  return name == unit.name ? "" : name;
}

}  // namespace pwlsim::report
