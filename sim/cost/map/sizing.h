// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/cost/timing/static_timing.h"

namespace pwlsim::cost {

/// Timing-driven sizing after the mapper, like `repair_timing` of a place-and-route flow. While the worst slack is
/// below `margin` (ns), it walks the worst path and makes the change that gains most for its area: an exchangeable
/// cell, or a buffer in front of a net's other pins or of all. Where there is slack to spare, it takes smaller cells
/// and removes buffers. The result has the least area found at a worst slack of `margin`, or else the best slack found.
/// Every max_capacitance that held still holds, and clock nets get no buffers. Deterministic, of bounded effort.
/// Returns the number of changes. Throws InputError as map_netlist() does.
int size_cells(Netlist& netlist, const Library& library, const TimingConditions& conditions, double margin);

}  // namespace pwlsim::cost
