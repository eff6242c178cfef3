// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// How much of the cells a text holds, each with what stands before it.
enum class LibertyDetail {
  kFunctions,  ///< areas, pins, functions, states
  kTiming,     ///< capacitances, limits, delays, checks
  kPower       ///< leakage and internal power
};

/// A library's cells as one Liberty text that Yosys, ABC and OpenSTA read without a doubt: in ns, pF, V, kOhm, nW and
/// pJ, templates first, tables over slew and then load, functions in parentheses where precedence differs. It holds
/// what Library does and no more, so none of what tools read differently or not at all. Numbers have 12 digits.
/// Reading it gives the same cells again. The cells are those for which `wanted` holds.
std::string liberty_text(const Library& library, LibertyDetail detail,
                         const std::function<bool(const LibertyCell&)>& wanted);

/// The same with the cells that a mapper may use.
std::string liberty_text(const Library& library, LibertyDetail detail);

/// The same with the cells of these names.
std::string liberty_text(const Library& library, LibertyDetail detail, const std::set<std::string>& cells);

}  // namespace pwlsim::cost
