// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"
#include "sim/sweep/merge.h"

namespace pwlsim::report {

/// What a sweep found: for people a row for each table, where those that differ in their scale only share one; the
/// first mismatch of each table, with the commands that repeat it.
Document sweep_document(const SweepSummary& summary, const std::string& conditions);

/// One case a table.
std::vector<CheckCase> sweep_cases(const SweepSummary& summary);

}  // namespace pwlsim::report
