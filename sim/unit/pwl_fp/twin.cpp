// SPDX-License-Identifier: Apache-2.0
#include "hw/pwl_fp/unit_fp.h"
#include "sim/unit/pwl_fp/pwl_fp.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

std::unique_ptr<hw::Unit> pwl_fp_twin(const UnitConfig& config, const char* name) {
  const FpParameters p = fp_parameters(config.values);
  hw::FpParameters size{};
  size.format = p.format;
  size.entries = p.entries;
  return std::make_unique<hw::UnitFp>(name, size);
}

}  // namespace pwlsim::unit
