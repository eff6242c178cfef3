// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/netlist/mapped_netlist.h"

namespace pwlsim::cost {

/// Throws InputError when the clock of a flop or the enable of a latch comes from a cell other than a clock gate. The
/// project's units have one clock, and the nets of clocks are not repaired, so power and timing of such a netlist would
/// be meaningless.
void check_clocks(const MappedNetlist& mapped);

}  // namespace pwlsim::cost
