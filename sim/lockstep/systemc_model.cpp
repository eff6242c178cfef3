// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/systemc_model.h"

#include "sim/lockstep/systemc_bench.h"
#include "sim/lockstep/systemc_twin.h"

namespace pwlsim::lockstep {

std::unique_ptr<UnitModel> make_systemc_model(const UnitConfig& config, const std::string& trace_path) {
  const auto make_twin = config.is_wide() ? make_twin_wide : config.is_float() ? make_twin_fp : make_twin_int;
  return std::make_unique<SystemcBench>(config.name.c_str(), make_twin(config, "unit"), config, trace_path);
}

}  // namespace pwlsim::lockstep
