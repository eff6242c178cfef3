// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sim/cli/options.h"
#include "sim/cost/synthesis.h"
#include "sim/lockstep/rtl_loader.h"

namespace pwlsim {

/// The models of a unit that stand beside the golden one: SystemC (but for a foreign latency, which it does not have),
/// RTL, and gates where they are wanted.
struct UnitModels {
  const UnitConfig* unit;
  int latency;
  std::unique_ptr<UnitModel> systemc, rtl;
  std::unique_ptr<GatesModel> gates;

  std::vector<UnitModel*> all() const;
};

/// Builds and loads the models of these units, on all cores, with progress. A non-empty --trace writes waveforms; with
/// options.cost.wanted the units are synthesised and their gates come along. Throws InputError.
std::vector<UnitModels> load_unit_models(const Options& options, const std::vector<const UnitConfig*>& units);

}  // namespace pwlsim
