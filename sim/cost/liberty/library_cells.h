// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// A cell of the library in a role, and which of its pins does what there. Outputs without a role stay open.
struct RoleCell {
  std::string name;
  double area;                              ///< um2
  std::map<std::string, std::string> pins;  ///< the role's names, given at LibraryCells, and the cell's pins
  std::map<std::string, bool> tied;         ///< inputs that the role does not use and their constant values
  std::set<std::string> inverted;           ///< the role's names whose signals need an inverter at the cell's pin
};

/// The smallest usable cell of each function. Names say nothing: functions are compared by truth table, and inputs that
/// a function does not need, such as those for scan or preset, are tied off. Flops, latches and full adders may have
/// pins of the other polarity; inverters at them count.
struct LibraryCells {
  RoleCell nand2;       ///< a, b, y; its area is the gate equivalent
  RoleCell flop;        ///< clock (rising edge), data, q
  RoleCell flop_clear;  ///< clock (rising edge), data, q, clear (asynchronous, active low); or with a preset, inverted
  std::optional<RoleCell> or_and_invert;       ///< a, b, c, y: not ((a or b) and c)
  RoleCell inverter;                           ///< a, y; no mapper does without
  std::optional<RoleCell> buffer;              ///< a, y
  std::optional<RoleCell> tie_high;            ///< y
  std::optional<RoleCell> tie_low;             ///< y
  std::optional<RoleCell> half_adder;          ///< a, b, sum, carry
  std::optional<RoleCell> full_adder;          ///< a, b, c, sum, carry
  std::optional<RoleCell> latch_high;          ///< enable (transparent when high), data, q
  std::optional<RoleCell> latch_low;           ///< enable (transparent when low), data, q
  std::optional<RoleCell> clock_gate;          ///< clock, enable, gated: latch and AND, for flops of the rising edge
  std::map<std::string, std::string> missing;  ///< of each role that nothing fills: why, as "LATCH has no area"
};

/// Throws InputError when the library has no NAND2, no inverter or no flop to map registers to, with the reason.
LibraryCells find_library_cells(const Library& library);

}  // namespace pwlsim::cost
