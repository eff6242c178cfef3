// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// Structural Verilog, one instance a line: what OpenSTA's and Verilator's readers accept alike.
std::string netlist_verilog(const Netlist& netlist);

/// The JSON that read_netlist reads.
std::string netlist_json(const Netlist& netlist);

}  // namespace pwlsim::cost
