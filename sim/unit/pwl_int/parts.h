// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/rooms.h"
#include "sim/unit/directed_run.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {

// The parts of pwl_int.cpp that have files of their own.

/// Statements about the parts of integer units, for all widths and sizes that the named units have.
std::vector<Statement> int_part_statements();

/// Statements about a whole unit: from input to result, from any state on; and each cycle, register by register.
std::vector<Statement> int_unit_statements(const UnitConfig& config);

/// Structure::directed_runs() of integer units.
std::vector<DirectedRun> int_directed_runs(const UnitConfig& config, std::uint64_t seed);

}  // namespace pwlsim::unit
