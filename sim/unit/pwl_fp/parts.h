// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/rooms.h"
#include "sim/unit/directed_run.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {

// The parts of pwl_fp.cpp that have files of their own.

/// Statements about the parts of floating-point units, for all formats and sizes that the named units have.
std::vector<Statement> fp_part_statements();

/// Structure::directed_runs() of floating-point units.
std::vector<DirectedRun> fp_directed_runs(const UnitConfig& config, std::uint64_t seed);

}  // namespace pwlsim::unit
