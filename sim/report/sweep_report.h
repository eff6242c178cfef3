// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/evidence.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"
#include "sim/sweep/merge.h"

namespace pwlsim::report {

/// What a sweep found, as people read it: a row for each table; tables that differ in their scale only share one.
/// The caller adds command and conditions.
Evidence sweep_evidence(const SweepSummary& summary);

/// The first mismatch of each table, with the commands that repeat it.
std::string sweep_mismatch_text(const SweepSummary& summary);

/// One case a table.
std::vector<CheckCase> sweep_cases(const SweepSummary& summary);

/// All figures in full precision.
std::string sweep_json(const SweepSummary& summary);

}  // namespace pwlsim::report
