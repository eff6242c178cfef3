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

/// Verilog models of these cells, without delays. Yosys translates the functions and ff groups of the library. Latches
/// are written from their latch groups, integrated clock gates from their clock_gating_integrated_cell. Latches (not
/// those in clock gates) are open only while the signal `open_latches`, a hierarchical name, is 1, because flops must
/// take a latch's value before the same clock edge opens the latch. Yosys works in `folder`. Throws InputError for a
/// cell that is not in the library, or that has no function and no such group.
std::string cell_models(const Library& library, const std::set<std::string>& types, const std::string& open_latches,
                        const std::filesystem::path& folder);

/// Whether a cell is a latch.
bool is_latch(const LibertyCell& cell);

}  // namespace pwlsim::cost
