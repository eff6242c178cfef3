// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/cost/liberty/library_cells.h"

namespace pwlsim::cost {

/// A placeholder cell that library_techmap() replaces by a wire.
constexpr const char* kWireCell = "pwl_wire";

/// The Verilog of cells.v for scripts/synthesis.tcl: techmaps of full adders, flops with an enable, latches and clock
/// gates to the cells of a library. What the library lacks is left out, except full adders, which then become logic.
std::string library_techmap(const LibraryCells& cells);

/// Whether library_techmap() has a techmap for flops with an enable.
bool has_enable_techmap(const LibraryCells& cells);

/// Verilog for techmap that maps flops ($_DFF_P_, $_DFF_PN0_) to the library's.
std::string flop_techmap(const LibraryCells& cells);

}  // namespace pwlsim::cost
