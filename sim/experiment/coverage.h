// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sim/coverage/unit_coverage.h"
#include "sim/experiment/feedback.h"
#include "sim/experiment/rtl_request.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// What the directed runs of these units, and recorded activations through their best tables, meet; on all cores. A
/// foreign unit with a fixed table runs with that. Throws InputError for a foreign unit of another latency, whose cases
/// would be those of another pipeline.
std::vector<UnitCoverage> measure_units(const std::vector<const UnitConfig*>& units, std::uint64_t seed,
                                        const RtlRequest& rtl, Feedback& feedback);

}  // namespace pwlsim::experiment
