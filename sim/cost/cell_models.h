// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "sim/cost/liberty.h"
#include "sim/cost/netlist.h"

namespace pwlsim {

/// The types of cells that a netlist uses.
std::set<std::string> cell_types(const Netlist& netlist);

/// Verilog modules that do what these cells do, without delays: Yosys translates the functions and the ff and latch
/// groups of the library; integrated clock gates, which are state tables to it, are written from their
/// clock_gating_integrated_cell. Yosys works in `folder`. Throws InputError for a cell that the library does not have,
/// or that has neither.
std::string cell_models(const Library& library, const std::set<std::string>& types,
                        const std::filesystem::path& folder);

}  // namespace pwlsim
