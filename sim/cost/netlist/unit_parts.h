// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cost {

/// Sets Netlist::Cell::part of each cell of a unit's netlist. Parts are named after the RTL: "pipe", "table",
/// "segment", "mul". The netlist is flat and its gates have no names of their own, so a gate belongs to the part that
/// reads the registers and ports in its fan-in, as the structure's PartRules say. Registers of the table and the
/// configuration belong to "table", all others to "pipe".
void assign_parts(Netlist& netlist, const Library& library, const UnitConfig& config);

/// The same for a user's unit, whose structure is not known: flops and latches belong to the instance below the top
/// module that holds them, "top" for its own; all other cells to "logic".
void assign_instances(Netlist& netlist, const Library& library);

}  // namespace pwlsim::cost
