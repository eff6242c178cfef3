// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sim/coverage/unit_coverage.h"
#include "sim/experiment/feedback.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// What the directed runs of these units, and recorded activations through their best tables, meet; on all cores.
std::vector<UnitCoverage> measure_units(const std::vector<const UnitConfig*>& units, std::uint64_t seed,
                                        Feedback& feedback);

}  // namespace pwlsim::experiment
