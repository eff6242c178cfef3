// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/fit.h"
#include "sim/lockstep/lockstep.h"

namespace pwlsim {

/// The lockstep run that has to catch every fault: random words, random stalls, registers rewritten and resets under
/// way.
inline LockstepResult run_for_faults(const UnitConfig& config, UnitModel& model) {
  const Function& function = find_function(config.is_wide() ? "rsqrt" : "gelu");
  const UnitTable table = quantise(fit("uniform", {function, config}), function, config);
  const auto stimulus = make_stimulus({"words", 1, 100'000, {}, ""}, function, config);
  LockstepOptions options;
  options.stall = Stall::parse("random");
  options.rewrite = 0.3;
  options.reset = 0.01;
  return run_lockstep(table, {&model}, *stimulus, options);
}

}  // namespace pwlsim
