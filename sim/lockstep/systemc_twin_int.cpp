// SPDX-License-Identifier: Apache-2.0
#include "hw/pwl_int/unit_int.h"
#include "sim/lockstep/systemc_twin.h"

namespace pwlsim::lockstep {

std::unique_ptr<hw::Unit> make_twin_int(const UnitConfig& config, const char* name) {
  hw::IntParameters size{};
  size.width = config.width;
  size.slope_width = config.slope_width;
  size.intercept_width = config.intercept_width;
  size.breakpoint_width = config.breakpoint_width;
  size.acc_width = config.acc_width;
  size.entries = config.entries;
  size.requantise = config.requantise;
  size.stages = config.stages;
  return std::make_unique<hw::UnitInt>(name, size);
}

}  // namespace pwlsim::lockstep
