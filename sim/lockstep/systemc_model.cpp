// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/systemc_model.h"

#include "sim/lockstep/systemc_bench.h"

namespace pwlsim::lockstep {

std::unique_ptr<UnitModel> make_systemc_model(const UnitConfig& config, const std::string& trace_path) {
  // Several units of one configuration may run together.
  return std::make_unique<SystemcBench>(sc_core::sc_gen_unique_name("bench"),
                                        config.structure->twin()(config, sc_core::sc_gen_unique_name("unit")), config,
                                        trace_path);
}

}  // namespace pwlsim::lockstep
