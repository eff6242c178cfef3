// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// The types of cells that a netlist uses.
std::set<std::string> cell_types(const Netlist& netlist);

/// Verilog modules that do what these cells do, without delays: Yosys translates the functions and the ff groups
/// of the library; latches are written from theirs, integrated clock gates from their clock_gating_integrated_cell.
/// Latches (not those in clock gates) are open only while the signal `open_latches`, a
/// hierarchical name, is 1: flops that take what a latch holds have to take it before the same clock edge opens the
/// latch. Yosys works in `folder`. Throws InputError for a cell that the library does not have, or that has neither.
std::string cell_models(const Library& library, const std::set<std::string>& types, const std::string& open_latches,
                        const std::filesystem::path& folder);

/// Whether a cell is a latch.
bool is_latch(const LibertyCell& cell);

}  // namespace pwlsim::cost
