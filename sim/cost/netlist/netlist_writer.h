// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// The netlist as structural Verilog, one instance a line, in a form that OpenSTA and Verilator both accept.
std::string netlist_verilog(const Netlist& netlist);

/// The netlist as the JSON that read_netlist() reads.
std::string netlist_json(const Netlist& netlist);

}  // namespace pwlsim::cost
