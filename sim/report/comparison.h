// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/unit_report.h"
#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// The conditions in one line.
std::string run_conditions_text(const RunConditions& conditions);

/// "SystemC = RTL = golden" with the models that were compared.
std::string equation(const LockstepResult& lockstep);

/// "SystemC = RTL = golden in every cycle: yes", or NO.
std::string verdict_text(const std::vector<UnitReport>& reports);

/// The comparison, a group of rows for each function, with what units cost where they were synthesised.
Document comparison_document(const std::vector<UnitReport>& reports, const RunConditions& conditions);

/// Everything about one run: registers, errors, segments, handshake.
Document unit_document(const UnitReport& report, const RunConditions& conditions);

/// What went wrong, one paragraph for each model that differs; empty when all are equal.
std::string mismatch_text(const std::vector<UnitReport>& reports);

/// A case for each report, which passes when all models are equal; of `group`, "compare.gelu" with "compare".
std::vector<CheckCase> comparison_cases(const std::string& group, const std::vector<UnitReport>& reports);

/// A case for each synthesised unit, which passes when it meets the clock. The case of one
/// that misses it is skipped and says by how much: that is not a mismatch.
std::vector<CheckCase> clock_cases(const std::string& group, const std::vector<UnitReport>& reports);

}  // namespace pwlsim::report
