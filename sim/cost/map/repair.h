// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// Brings the load of every net that a cell drives within that pin's max_capacitance: by a stronger cell of the same
/// function or by buffers, whichever is smaller. The mapper cannot do it, because it does not see full adders and
/// flops. Clock nets get no buffers. Returns how many nets it changed. A net that no cell of the library can drive
/// stays as it is.
int repair_loads(Netlist& netlist, const Library& library);

}  // namespace pwlsim::cost
