// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// A cell of the library in a role, with the role of each pin. Other outputs stay open.
struct RoleCell {
  std::string name;
  double area;                                   ///< um2
  std::map<std::string, std::string> pins = {};  ///< from the role's names for pins (see LibraryCells) to the cell's
  std::map<std::string, bool> tied = {};         ///< constant values of inputs that the role does not use
  std::set<std::string> inverted = {};           ///< the role's names whose signals need an inverter at the cell's pin
};

/// The smallest usable cell of each function. Cells are found by truth table, not by name. Inputs that a function does
/// not need, such as those for scan or preset, are tied off. Flops, latches and full adders may have pins of the
/// opposite polarity; the area of inverters at them counts.
struct LibraryCells {
  RoleCell nand2;       ///< a, b, y; its area is the gate equivalent
  RoleCell flop;        ///< clock (rising edge), data, q
  RoleCell flop_clear;  ///< clock (rising edge), data, q, clear (asynchronous, active low); a preset with inverted data
                        ///< serves too
  std::optional<RoleCell> or_and_invert;       ///< a, b, c, y: not ((a or b) and c)
  RoleCell inverter;                           ///< a, y; every mapper needs one
  std::optional<RoleCell> buffer;              ///< a, y
  std::optional<RoleCell> tie_high;            ///< y
  std::optional<RoleCell> tie_low;             ///< y
  std::optional<RoleCell> half_adder;          ///< a, b, sum, carry
  std::optional<RoleCell> full_adder;          ///< a, b, c, sum, carry
  std::optional<RoleCell> latch_high;          ///< enable (transparent when high), data, q
  std::optional<RoleCell> latch_low;           ///< enable (transparent when low), data, q
  std::optional<RoleCell> clock_gate;          ///< clock, enable, gated: latch and AND, for flops of the rising edge
  std::map<std::string, std::string> missing;  ///< the reason for each role without a cell, such as "LATCH has no area"
};

/// Finds the cells. Throws InputError with the reason when the library has no NAND2, no inverter or no flop for
/// registers.
LibraryCells find_library_cells(const Library& library);

}  // namespace pwlsim::cost
