// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/rooms.h"
#include "sim/unit/directed_run.h"
#include "sim/unit/pwl_wide/pwl_wide.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {

// What pwl_wide.cpp is made of, each in a file of its own.

/// What is proven of its own parts, each for the widths and sizes that the named units have.
std::vector<Statement> wide_part_statements();

/// See Structure::directed_runs().
std::vector<DirectedRun> wide_directed_runs(const UnitConfig& config, std::uint64_t seed);

}  // namespace pwlsim::unit
