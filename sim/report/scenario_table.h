// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "sim/report/document.h"
#include "sim/rooms.h"
#include "sim/stress/scenario.h"

namespace pwlsim::report {

/// The cycles around the difference, or the last ones without a difference, at most `most` of them: inputs as in the
/// scenario's file, and what golden model and models put out. Outputs unlike the golden ones are marked.
DataTable scenario_table(const Scenario& scenario, const ScenarioRun& run, std::size_t most);

/// What the table's outputs are.
inline constexpr const char* kOutputsNote =
    "outputs: valid_o (v), ready_o (r), y_o, segment_o; cycles below 0 reset the unit and clear its registers";

/// What a scenario of a file came to: `most` cycles of it.
Document scenario_document(const std::string& file, const Scenario& scenario, const ScenarioRun& run, std::size_t most);

}  // namespace pwlsim::report
