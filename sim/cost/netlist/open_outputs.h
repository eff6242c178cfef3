// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// Connects each open output of a cell, such as the QN of a flop, to a net of its own, so that its toggles are counted,
/// because they take energy too. Cells and pins that are not in the library stay as they are.
void name_open_outputs(Netlist& netlist, const Library& library);

}  // namespace pwlsim::cost
