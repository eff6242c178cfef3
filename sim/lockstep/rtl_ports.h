// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/lockstep/rtl_source.h"
#include "sim/unit/ports.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::lockstep {

/// A port as the Verilated class declares it: VL_IN8(&x_i,7,0);
struct DeclaredPort {
  std::string name;
  bool output;
  int width;
  std::string odd = {};  ///< why it cannot be a port of a unit
};

/// The ports in the header of the Verilated class.
std::vector<DeclaredPort> declared_ports(const std::string& header);

/// The ports of a source's top module. Throws InputError with Verilator's message.
std::vector<DeclaredPort> ports_of_top(const RtlSource& source);

/// Throws InputError when a declared port is not what the unit's port of that name has to be.
void check_port(const RtlSource& source, const UnitConfig& config, const Port& wanted, const DeclaredPort& found);

/// What to do about a port of a unit that is not declared, and about a declared one that no unit has.
std::string naming_advice(const std::string& port);
std::string tie_advice(const DeclaredPort& port);

/// Compares the ports of the Verilated class with those of the unit. Returns the names of optional ones. Throws
/// InputError for what differs, with the option that helps.
std::set<std::string> check_ports(const std::string& header, const RtlSource& source, const UnitConfig& config);

}  // namespace pwlsim::lockstep
