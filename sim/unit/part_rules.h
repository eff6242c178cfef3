// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

/// Says which part of a unit a cell of its flat netlist belongs to, by the names of registers and ports.
struct PartRules {
  /// Registers and ports by what their names contain, and the part that reads them.
  struct Rule {
    std::string part;
    std::vector<std::string> names;
  };
  /// The first rule that fits a name counts, and of all names in a gate's fan-in the one with the first rule.
  std::vector<Rule> rules;

  /// Names of registers of the table and the configuration, which belong to part "table"; all others belong to "pipe".
  std::vector<std::string> stored;
  /// Names of pipeline registers that would be taken for stored ones.
  std::vector<std::string> not_stored = {};

  /// Where product and intercept are one sum: the part that full adders of part `adders_of` belong to. Empty: none.
  std::string adders_to = {}, adders_of = {};
};

/// What all units have: gates with the handshake in their fan-in, and those of the write port and the table's words.
PartRules::Rule handshake_rule();

}  // namespace pwlsim::unit
