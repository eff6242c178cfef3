// SPDX-License-Identifier: Apache-2.0
#include "hw/unit_wide.h"
#include "sim/lockstep/systemc_bench.h"
#include "sim/lockstep/systemc_model.h"

namespace pwlsim::lockstep {

std::unique_ptr<UnitModel> make_systemc_model_wide(const UnitConfig& config, const std::string& trace_path) {
#define PWL_UNIT_INT(...)
#define PWL_UNIT_FP(...)
#define PWL_UNIT_WIDE(id, x_width, width, entries)                        \
  if (config.name == #id) {                                               \
    using Unit = hw::UnitWide<x_width, width, entries>;                   \
    return std::make_unique<SystemcBench<Unit>>(#id, config, trace_path); \
  }
#include "sim/unit/units.def"
#undef PWL_UNIT_INT
#undef PWL_UNIT_FP
#undef PWL_UNIT_WIDE
  return nullptr;
}

}  // namespace pwlsim::lockstep
