// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The structure of units whose truth tables are part of their logic: rtl/hardwired/, hw/hardwired/.
const Structure& hardwired();

/// The parameters of a hard-wired unit.
struct HardwiredParameters {
  int width;                 ///< bits of x
  int out_width;             ///< bits of y
  int select_width;          ///< bits of the register that selects a truth table; 0: only one table
  std::vector<Word> values;  ///< 2^(select_width + width) words, one truth table after another
};

/// The parameters from a configuration with constants.
HardwiredParameters hardwired_parameters(const UnitConfig& config);

/// The SystemC twin of a hard-wired unit; see TwinMaker.
std::unique_ptr<hw::Unit> hardwired_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
