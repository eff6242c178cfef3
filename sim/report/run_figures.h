// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/report/comparison.h"
#include "sim/report/document.h"

namespace pwlsim::report {

/// The table "runs", a row for each report, those of one function under its name. People see the columns of a
/// comparison; without `shown` none.
DataTable runs_table(const std::vector<UnitReport>& reports, bool shown);

/// What all runs have in common, as JSON has it.
std::vector<Document::Fact> run_facts(const RunConditions& conditions);

/// "equal" or "DIFFERS".
Cell verdict_cell(bool equal);

}  // namespace pwlsim::report
