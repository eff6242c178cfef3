// SPDX-License-Identifier: Apache-2.0
#include "hw/pwl_int/unit_int.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

std::unique_ptr<hw::Unit> pwl_int_twin(const UnitConfig& config, const char* name) {
  const IntParameters p = int_parameters(config.values);
  hw::IntParameters size{};
  size.width = p.width;
  size.slope_width = p.slope_width;
  size.intercept_width = p.intercept_width;
  size.breakpoint_width = p.breakpoint_width;
  size.acc_width = p.acc_width;
  size.entries = p.entries;
  size.requantise = p.requantise;
  size.stages = p.stages;
  return std::make_unique<hw::UnitInt>(name, size);
}

}  // namespace pwlsim::unit
