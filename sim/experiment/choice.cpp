// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/choice.h"

#include <algorithm>

#include "sim/unit/unit_table.h"

namespace pwlsim::experiment {
namespace {

template <class Item>
void add_once(std::vector<const Item*>& items, const Item& item) {
  if (std::find(items.begin(), items.end(), &item) == items.end()) items.push_back(&item);
}

}  // namespace

bool names_all(const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), kAll) != names.end();
}

std::vector<const UnitConfig*> find_units(const std::vector<std::string>& names) {
  std::vector<const UnitConfig*> units;
  for (const std::string& name : join_parameters(names)) {
    if (name == kAll) {
      for (const UnitConfig& unit : named_units()) add_once(units, unit);
    } else {
      add_once(units, find_unit(name));
    }
  }
  return units;
}

std::vector<const Function*> find_functions(const std::vector<std::string>& names) {
  std::vector<const Function*> all;
  for (const std::string& name : names) {
    if (name == kAll) {
      for (const Function& function : functions()) add_once(all, function);
    } else {
      add_once(all, find_function(name));
    }
  }
  return all;
}

const std::vector<std::string>& standard_units() { return units_of_role("standard"); }

ChosenPairs pairs_of(const std::vector<std::string>& functions, const std::vector<std::string>& units) {
  const bool all = names_all(functions) || names_all(units);
  ChosenPairs chosen;
  std::vector<const UnitConfig*> left_out;
  for (const Function* function : find_functions(functions)) {
    for (const UnitConfig* unit : find_units(units)) {
      if (!all || serves(*unit, *function)) {
        chosen.pairs.emplace_back(function, unit);
      } else {
        add_once(left_out, *unit);
      }
    }
  }
  for (const UnitConfig* unit : left_out) chosen.left_out += (chosen.left_out.empty() ? "" : ", ") + unit->name;
  return chosen;
}

std::string left_out_note(const ChosenPairs& chosen) {
  return chosen.left_out.empty() ? "" : "left out where they do not serve the function: " + chosen.left_out;
}

}  // namespace pwlsim::experiment
