// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "hw/common/unit.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::lockstep {

/// The SystemC twin of a unit, an sc_module of that name: one function, in a file of its own, for each structure. A
/// mutant of hw/ is compiled from such a file alone, so these files use nothing but headers.
std::unique_ptr<hw::Unit> make_twin_int(const UnitConfig& config, const char* name);
std::unique_ptr<hw::Unit> make_twin_fp(const UnitConfig& config, const char* name);
std::unique_ptr<hw::Unit> make_twin_wide(const UnitConfig& config, const char* name);

}  // namespace pwlsim::lockstep
