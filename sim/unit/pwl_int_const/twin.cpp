// SPDX-License-Identifier: Apache-2.0
#include "hw/pwl_int_const/unit_int_const.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/pwl_int_const/pwl_int_const.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

std::unique_ptr<hw::Unit> pwl_int_const_twin(const UnitConfig& config, const char* name) {
  const IntParameters p = int_parameters(config.values);
  hw::IntConstParameters parameters{};
  parameters.width = p.width;
  parameters.slope_width = p.slope_width;
  parameters.intercept_width = p.intercept_width;
  parameters.breakpoint_width = p.breakpoint_width;
  parameters.acc_width = p.acc_width;
  parameters.requantise = p.requantise;
  parameters.breakpoints = config.constants.at(0);  // constants are in the order of the fields
  parameters.slopes = config.constants.at(1);
  parameters.intercepts = config.constants.at(2);
  // Masked to the widths of the RTL's parameters.
  parameters.shift = static_cast<unsigned>(config.constants.at(3).at(0) & low_bits(p.shift_bits()));
  if (p.requantise) {
    parameters.requant = static_cast<unsigned>(config.constants.at(3).at(1) & low_bits(log2_of(p.acc_width)));
  }
  return std::make_unique<hw::UnitIntConst>(name, parameters);
}

}  // namespace pwlsim::unit
