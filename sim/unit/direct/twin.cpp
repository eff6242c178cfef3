// SPDX-License-Identifier: Apache-2.0
#include "hw/direct/unit_direct.h"
#include "sim/unit/direct/direct.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

std::unique_ptr<hw::Unit> direct_twin(const UnitConfig& config, const char* name) {
  const DirectParameters p = direct_parameters(config.values);
  hw::DirectParameters size{};
  size.width = p.width;
  size.out_width = p.out_width;
  return std::make_unique<hw::UnitDirect>(name, size);
}

}  // namespace pwlsim::unit
