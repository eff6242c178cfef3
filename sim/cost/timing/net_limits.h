// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/netlist/mapped_netlist.h"

namespace pwlsim::cost {

/// How many of the nets that cells drive exceed each of the library's limits.
struct NetViolations {
  int capacitance = 0;  ///< more load than the max_capacitance of the pin that drives them
  int transition = 0;   ///< slower edges than the max_transition of one of their pins, or the library's default
  int fanout = 0;       ///< more fanout_load than the max_fanout of the pin that drives them
};

/// Counts violations. `input_slew`: slew of the input ports, ns.
NetViolations find_violations(const MappedNetlist& mapped, double input_slew);

}  // namespace pwlsim::cost
