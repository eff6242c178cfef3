// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

/// The name of a unit for files and for scopes of waveforms: letters, digits and underscores. That of
/// pwl_int:width=10,entries=12 is pwl_int_width_10_entries_12.
inline std::string plain_name(const UnitConfig& unit) {
  std::string name = unit.name;
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain) c = '_';
  }
  return name;
}

}  // namespace pwlsim::unit
