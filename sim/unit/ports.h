// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/number/word_format.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

struct UnitConfig;

/// What the words of a port or register are, for people: "unsigned", "signed" (two's complement) or "float e8m23".
std::string number_kind(const WordFormat& format);

/// A port of a unit's RTL top module, and of its SystemC twin.
struct Port {
  std::string name;          ///< as in the RTL: "x_i"
  bool output;               ///< false: an input
  int width;                 ///< bits
  std::string meaning = {};  ///< one line for people
  bool optional = false;     ///< a user's unit need not have it
};

/// All ports of a unit, in the order of its RTL top module. All structures have the same; widths are the unit's.
std::vector<Port> ports_of(const UnitConfig& config);

}  // namespace pwlsim::unit
