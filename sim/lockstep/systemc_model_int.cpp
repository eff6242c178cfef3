// SPDX-License-Identifier: Apache-2.0
#include "hw/unit_int.h"
#include "sim/lockstep/systemc_bench.h"
#include "sim/lockstep/systemc_model.h"

namespace pwlsim::lockstep {

std::unique_ptr<UnitModel> make_systemc_model_int(const UnitConfig& config, const std::string& trace_path) {
#define PWL_UNIT_FP(...)
#define PWL_UNIT_WIDE(...)
#define PWL_UNIT_INT(id, width, acc_width, entries, requantise)             \
  if (config.name == #id) {                                                 \
    using Unit = hw::UnitInt<width, acc_width, entries, (requantise) != 0>; \
    return std::make_unique<SystemcBench<Unit>>(#id, config, trace_path);   \
  }
#include "sim/unit/units.def"
#undef PWL_UNIT_INT
#undef PWL_UNIT_FP
#undef PWL_UNIT_WIDE
  return nullptr;
}

}  // namespace pwlsim::lockstep
