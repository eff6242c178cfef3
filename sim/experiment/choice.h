// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/function/function.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::experiment {

/// The name that stands for all units, or all functions.
constexpr const char* kAll = "all";

/// Whether it is among these names.
bool names_all(const std::vector<std::string>& names);

/// The units of these names, or all named units for "all", each once, in the order given. Throws InputError for an
/// unknown name.
std::vector<const UnitConfig*> find_units(const std::vector<std::string>& names);

/// The same for functions.
std::vector<const Function*> find_functions(const std::vector<std::string>& names);

/// The units of a comparison when none are named: INT8 beside its baselines, with 8 and with 16 entries.
const std::vector<std::string>& standard_units();

/// A function and a unit that computes it.
using FunctionOnUnit = std::pair<const Function*, const UnitConfig*>;

/// Pairs of functions and units.
struct ChosenPairs {
  std::vector<FunctionOnUnit> pairs;
  std::string left_out;  ///< names of units that do not serve all of the functions, with commas between
};

/// All pairs of these functions and units, in this order. Where "all" stands for either, pairs of a unit and a function
/// that it does not serve are left out. Otherwise they stay, and whoever makes their table throws.
ChosenPairs pairs_of(const std::vector<std::string>& functions, const std::vector<std::string>& units);

/// A note on what is left out; empty when nothing is.
std::string left_out_note(const ChosenPairs& chosen);

}  // namespace pwlsim::experiment
