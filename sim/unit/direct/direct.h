// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// Units that look each input code's result up in a table: rtl/direct/, hw/direct/.
const Structure& direct();

/// The parameters of one, as its parts take them.
struct DirectParameters {
  int width;      ///< bits of x; the table has 2^width words
  int out_width;  ///< bits of y
};

/// Of all values of such a unit.
inline DirectParameters direct_parameters(const Values& values) { return {values.at("width"), values.at("out_width")}; }

/// See TwinMaker.
std::unique_ptr<hw::Unit> direct_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
