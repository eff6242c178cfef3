// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/experiment/tables.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// A drawing of a table, as SVG: above, the function, the unit's results over the function's range and the breakpoints;
/// below, the error. Throws MachineError when gnuplot fails.
std::string table_svg(const TableAtScale& at);

}  // namespace pwlsim::report
