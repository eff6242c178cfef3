// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/experiment/tables.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// A drawing, as SVG: function and results of the unit over the function's range, breakpoints, and below them the
/// error. Throws MachineError when gnuplot fails.
std::string table_svg(const TableAtScale& at);

}  // namespace pwlsim::report
