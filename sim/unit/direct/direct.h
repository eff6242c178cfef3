// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The structure of units that look up the result of each input code in a table: rtl/direct/, hw/direct/.
const Structure& direct();

/// The parameters of a direct unit.
struct DirectParameters {
  int width;      ///< bits of x; the table has 2^width words
  int out_width;  ///< bits of y
};

/// The parameters from a configuration's values, which must be complete.
inline DirectParameters direct_parameters(const Values& values) { return {values.at("width"), values.at("out_width")}; }

/// The SystemC twin of a direct unit; see TwinMaker.
std::unique_ptr<hw::Unit> direct_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
