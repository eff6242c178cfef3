// SPDX-License-Identifier: Apache-2.0
#include "hw/pwl_wide/unit_wide.h"
#include "sim/lockstep/systemc_twin.h"

namespace pwlsim::lockstep {

std::unique_ptr<hw::Unit> make_twin_wide(const UnitConfig& config, const char* name) {
  hw::WideParameters size{};
  size.x_width = config.wide_width;
  size.width = config.width;
  size.entries = config.entries;
  return std::make_unique<hw::UnitWide>(name, size);
}

}  // namespace pwlsim::lockstep
