// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/cost/unit_cost.h"
#include "sim/report/document.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// All that synthesis and power say of a unit, in SI units as the keys name them; for JSON and CSV.
Figures<UnitCost> cost_figures();

/// The conditions of synthesis and power, below "cost".
std::vector<Document::Fact> cost_facts(const CostConditions& cost);

}  // namespace pwlsim::report
