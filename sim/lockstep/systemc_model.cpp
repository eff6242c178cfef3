// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/systemc_model.h"

#include "sim/base/error.h"

namespace pwlsim::lockstep {

std::unique_ptr<UnitModel> make_systemc_model(const UnitConfig& config, const std::string& trace_path) {
  std::unique_ptr<UnitModel> model = config.is_wide()    ? make_systemc_model_wide(config, trace_path)
                                     : config.is_float() ? make_systemc_model_fp(config, trace_path)
                                                         : make_systemc_model_int(config, trace_path);
  if (!model) throw InputError("there is no SystemC model of unit '" + config.name + "'");
  return model;
}

}  // namespace pwlsim::lockstep
