// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::unit {

/// Rules that assign each cell of a unit's flat netlist to a part of the unit, by the names of registers and ports.
struct PartRules {
  /// A part, and pieces of names of the registers and ports that it reads.
  struct Rule {
    std::string part;                ///< such as "mul" or "pipe"
    std::vector<std::string> names;  ///< each a piece of a name; any of them fits
  };
  /// The first rule that fits a name counts. Of the names in a gate's fan-in, the one with the earliest rule counts.
  std::vector<Rule> rules;

  /// Pieces of names of the registers of the table and the configuration, which belong to part "table". All other
  /// registers belong to "pipe".
  std::vector<std::string> stored;
  /// Pieces of names of pipeline registers that `stored` would otherwise match.
  std::vector<std::string> not_stored = {};

  /// Full adders of part `adders_of` belong to part `adders_to`, where product and intercept are one sum. Empty: no
  /// such rule.
  std::string adders_to = {}, adders_of = {};  ///< the part that they would belong to
};

/// The rule for gates with the handshake in their fan-in, which all units have.
PartRules::Rule handshake_rule();

}  // namespace pwlsim::unit
