// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/rooms.h"
#include "sim/unit/pwl_int/golden.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

/// The stages of an integer unit with a constant table: those of IntCore, with registers that cannot be written.
class IntConstCore : private IntCore {
 public:
  using IntCore::lines, IntCore::segment, IntCore::Slot, IntCore::stage, IntCore::stages, IntCore::take;

  /// Constants are in the order of the register fields: breakpoints, slopes, intercepts, shifts.
  explicit IntConstCore(const UnitConfig& config) : IntCore(config) {
    for (std::uint32_t field = 0; field < config.constants.size(); ++field) {
      std::uint32_t address = field << config.index_bits();
      for (const Word word : config.constants[field]) IntCore::write({address++, word});
    }
  }

  void write(RegisterWrite /*write*/) {}  ///< nothing: no register can be written
};

}  // namespace pwlsim::unit
