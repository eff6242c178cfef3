// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// Gives each output of a cell that leads nowhere, such as the QN of a flop, a net of its own, so that its toggles are
/// counted: they cost energy too. Cells and pins that the library does not have stay as they are.
void name_open_outputs(Netlist& netlist, const Library& library);

}  // namespace pwlsim::cost
