// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/stress.h"
#include "sim/report/document.h"
#include "sim/report/junit.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// The line above the table: program, seeds, and the models that were equal.
std::string stress_conditions(const StressRequest& request, const StressReport& report);

/// A row for each unit, the summary, then the failures.
Document stress_document(const std::vector<StressResult>& results, const std::string& conditions);

/// One case a unit.
std::vector<CheckCase> stress_cases(const std::vector<StressResult>& results);

}  // namespace pwlsim::report
