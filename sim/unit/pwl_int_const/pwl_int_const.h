// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The structure of integer units of lines whose table is part of their logic: rtl/pwl_int_const/, hw/pwl_int_const/.
/// All but the constants is as in pwl_int.
const Structure& pwl_int_const();

/// The SystemC twin of such a unit; see TwinMaker.
std::unique_ptr<hw::Unit> pwl_int_const_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
