// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/rooms.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {

/// Statements about the parts that several structures share, for all widths that the named units have, and about the
/// handshake as a queue, for all their depths.
std::vector<Statement> common_statements();

}  // namespace pwlsim::unit
