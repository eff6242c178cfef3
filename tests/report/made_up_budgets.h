// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/report/budgets.h"
#include "tests/report/made_up_reports.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Budgets that fit made-up reports exactly, made under the made-up conditions.
inline Budgets made_up_budgets(const std::vector<UnitReport>& reports) {
  Budgets budgets{.file = "budgets.json",
                  .function = "gelu",
                  .method = "uniform",
                  .stimulus = "codes8",
                  .storage = "flop",
                  .library = "",
                  .corner = "",
                  .areas = "",
                  .wires = "",
                  .clock_buffer = "",
                  .tools = "",
                  .seed = 1,
                  .clock_ns = 10,
                  .tolerances = {},
                  .units = {}};
  for (const BudgetFigure& figure : budget_figures()) budgets.tolerances[figure.key] = figure.tolerance;
  for (const UnitReport& report : reports) budgets.units.push_back({report.registers.config.name, {}});
  return updated(budgets, reports, *made_up_conditions().cost);
}

}  // namespace pwlsim::tests
