// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cost {

/// Says of each cell of a unit's netlist which part of the unit it belongs to (Netlist::Cell::part), by the stems of
/// the RTL: "pipe", "table", "segment", "mul", "add", "requant", "round", "reduce", "expand". The netlist is flat and
/// its gates have no names of their own, so a gate belongs to the part that reads the registers and ports in its
/// fan-in: gates with the handshake in it (enables of pipeline registers) to "pipe", with the write port or words of
/// lines to "table", with breakpoints or x to "segment", and so on. In integer units, whose product and intercept are
/// one sum, the full adders belong to "mul" and the carry chain and the intercept's shift to "add". Registers of the
/// table and the configuration belong to "table", all others to "pipe".
void assign_parts(Netlist& netlist, const Library& library, const UnitConfig& config);

}  // namespace pwlsim::cost
