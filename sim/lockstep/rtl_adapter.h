// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sim/lockstep/rtl_source.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::lockstep {

/// The file of the module around a foreign unit, and its instance of that unit.
constexpr const char* kAdapterFile = "pwlsim_adapter.sv";
constexpr const char* kAdapterInstance = "u_unit";

/// How the ports of a foreign unit differ from those of a unit (sim/unit/ports.h).
struct PortMap {
  std::map<std::string, std::string> names;  ///< of a unit's port: its name there, ~NAME for the inverse, or none
  std::map<std::string, std::string> ties;   ///< of a further port there: a Verilog value; empty: it stays open
  bool fixed_table = false;                  ///< the unit has no write port

  bool empty() const { return names.empty() && ties.empty() && !fixed_table; }
};

/// The source with a module around the unit that has a unit's ports, as one more file, which is kept below the cache.
/// Where the unit has no valid_o, its results count `latency` cycles after their inputs. Sets source.lacks. Throws
/// InputError for a port that the unit does not have, one of another width or direction, and one that is left without
/// a name or a value.
RtlSource adapted(const RtlSource& source, const UnitConfig& config, const PortMap& ports, int latency);

}  // namespace pwlsim::lockstep
