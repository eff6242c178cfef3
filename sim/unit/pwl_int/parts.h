// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/rooms.h"
#include "sim/unit/directed_run.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {

// What pwl_int.cpp is made of, each in a file of its own.

/// What is proven of its own parts, each for the widths and sizes that the named units have.
std::vector<Statement> int_part_statements();

/// Its way from input to result, from any state on; and the unit in each cycle, register by register.
std::vector<Statement> int_unit_statements(const UnitConfig& config);

/// See Structure::directed_runs().
std::vector<DirectedRun> int_directed_runs(const UnitConfig& config, std::uint64_t seed);

}  // namespace pwlsim::unit
