// SPDX-License-Identifier: Apache-2.0
#include "hw/pwl_wide/unit_wide.h"
#include "sim/unit/pwl_wide/pwl_wide.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

std::unique_ptr<hw::Unit> pwl_wide_twin(const UnitConfig& config, const char* name) {
  const WideParameters p = wide_parameters(config.values);
  hw::WideParameters size{};
  size.x_width = p.x_width;
  size.width = p.inner.width;
  size.entries = p.inner.entries;
  return std::make_unique<hw::UnitWide>(name, size);
}

}  // namespace pwlsim::unit
