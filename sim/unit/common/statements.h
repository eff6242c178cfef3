// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/rooms.h"
#include "sim/unit/statement.h"

namespace pwlsim::unit {

/// The parts that several structures share, each for the widths that units have; and the handshake as a queue, for the
/// depths that they have.
std::vector<Statement> common_statements();

}  // namespace pwlsim::unit
