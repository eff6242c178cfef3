// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// How much of each cell is written; each level includes the ones before it.
enum class LibertyDetail {
  kFunctions,  ///< areas, pins, functions, states
  kTiming,     ///< capacitances, limits, delays, checks
  kPower       ///< leakage and internal power
};

/// Those cells of a library for which `wanted` holds, as one Liberty text that Yosys, ABC and OpenSTA understand alike:
/// in ns, pF, V, kOhm, nW and pJ, templates first, tables over slew and then load, functions in parentheses where
/// precedence differs between tools. The text has only what Library holds, and so nothing that tools read differently
/// or not at all. Numbers have 12 digits. Reading the text gives the same cells again.
std::string liberty_text(const Library& library, LibertyDetail detail,
                         const std::function<bool(const LibertyCell&)>& wanted);

/// The same with the cells that a mapper may use.
std::string liberty_text(const Library& library, LibertyDetail detail);

/// The same with the cells of these names.
std::string liberty_text(const Library& library, LibertyDetail detail, const std::set<std::string>& cells);

}  // namespace pwlsim::cost
