// SPDX-License-Identifier: Apache-2.0
#include "hw/pwl_fp/unit_fp.h"
#include "sim/lockstep/systemc_twin.h"

namespace pwlsim::lockstep {

std::unique_ptr<hw::Unit> make_twin_fp(const UnitConfig& config, const char* name) {
  hw::FpParameters size{};
  size.format = config.format;
  size.entries = config.entries;
  return std::make_unique<hw::UnitFp>(name, size);
}

}  // namespace pwlsim::lockstep
