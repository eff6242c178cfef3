// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "sim/rooms.h"
#include "sim/stress/scenario.h"

namespace pwlsim::report {

/// The cycles around the difference, or the last ones without a difference, at most `most` of them: inputs as in the
/// scenario's file, and what golden model and models put out. Outputs unlike the golden ones are marked.
std::string scenario_table(const Scenario& scenario, const ScenarioRun& run, std::size_t most);

/// "cycle 12: RTL y_o is 0x3, expected 0x2".
std::string difference_text(const Difference& difference);

}  // namespace pwlsim::report
