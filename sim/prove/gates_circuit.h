// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/logic/circuit.h"
#include "sim/rooms.h"

namespace pwlsim::prove {

/// A mapped netlist as logic, from the functions and ff groups of the library and without Yosys. Registers have the
/// names of the nets at their outputs. Throws InputError for cells other than gates and flops of the rising edge of
/// clk_i, and for loops. `faulty`: index of a cell whose outputs (of a flop: whose next value) are inverted; -1 for
/// none.
Circuit gates_circuit(const Netlist& netlist, const Library& library, int faulty = -1);

}  // namespace pwlsim::prove
