// SPDX-License-Identifier: Apache-2.0
#include "hw/hardwired/unit_hardwired.h"
#include "sim/unit/hardwired/hardwired.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

// Uses nothing of hardwired.cpp, because a mutant is compiled from this file alone.
std::unique_ptr<hw::Unit> hardwired_twin(const UnitConfig& config, const char* name) {
  hw::HardwiredParameters parameters;
  parameters.width = config.values.at("width");
  parameters.values = config.constants.at(0);
  parameters.select_width = log2_of(static_cast<int>(parameters.values.size() >> parameters.width));
  return std::make_unique<hw::UnitHardwired>(name, parameters);
}

}  // namespace pwlsim::unit
