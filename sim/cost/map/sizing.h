// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/cost/timing/static_timing.h"

namespace pwlsim::cost {

/// Timing-driven sizing after the mapper, as `repair_timing` of a place-and-route flow does it. While the worst slack
/// is below `margin` (ns), walks the worst path and makes the change that gains most for its area: an exchangeable
/// cell, or a buffer in front of a net's other pins or of all. Where there is slack to spare, swaps cells for smaller
/// ones and removes buffers, so the result has the least area it finds at a worst slack of `margin`, or the best slack
/// it finds. Every max_capacitance that holds still holds; clock nets get no buffers. Deterministic, of bounded effort.
/// Returns the number of changes. Throws InputError as map_netlist does.
int size_cells(Netlist& netlist, const Library& library, const TimingConditions& conditions, double margin);

}  // namespace pwlsim::cost
