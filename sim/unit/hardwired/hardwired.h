// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// Units whose truth tables are part of their logic: rtl/hardwired/, hw/hardwired/.
const Structure& hardwired();

/// The parameters of one, as its parts take them.
struct HardwiredParameters {
  int width;                 ///< bits of x
  int out_width;             ///< bits of y
  int select_width;          ///< bits of the register that selects a truth table; 0: there is one
  std::vector<Word> values;  ///< 2^(select_width + width) words, one truth table behind the other
};

/// Of a configuration, with its constants.
HardwiredParameters hardwired_parameters(const UnitConfig& config);

/// See TwinMaker.
std::unique_ptr<hw::Unit> hardwired_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
