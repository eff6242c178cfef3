// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/comparison.h"

namespace pwlsim::report {

/// The conditions of synthesis and power and a table of what each unit costs, with what INT8 saves against it, a group
/// of rows for each function; empty where nothing was synthesised.
Section cost_section(const std::vector<UnitReport>& reports, const RunConditions& conditions);

/// The same, and how area and power divide over the parts of each unit, and its critical path.
Document cost_document(const std::vector<UnitReport>& reports, const RunConditions& conditions);

}  // namespace pwlsim::report
