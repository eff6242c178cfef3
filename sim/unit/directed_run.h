// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The table and the input words of a lockstep run.
struct DirectedRun {
  UnitTable table;          ///< loaded before the words
  std::vector<Word> words;  ///< of x_i, in this order
};

}  // namespace pwlsim::unit
