// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/hardwired/hardwired.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The one stage of a hard-wired unit.
class HardwiredCore {
 public:
  /// The data registers; see golden_pipeline.h for the members of a core.
  struct Slot {
    Word x;  ///< the code, raw
    Word y;  ///< the result, raw
  };

  /// With the first truth table selected.
  explicit HardwiredCore(HardwiredParameters parameters) : p_(std::move(parameters)) {}

  /// Selects a truth table, at address 0; other addresses are ignored.
  void write(RegisterWrite write) {
    if (write.address == 0) select_ = write.data % (Word{1} << p_.select_width);
  }

  int stages() const { return 1; }                     ///< the truth table
  void take(Word x, Slot& slot) const { slot.x = x; }  ///< the code, before the truth table
  /// The selected table's word for x.
  void stage(int /*i*/, Slot& slot) const { slot.y = p_.values[select_ << p_.width | slot.x]; }

  int segment(Word x) const { return static_cast<int>(x); }  ///< x itself, as each code has its own word
  /// Of x_i in the same cycle.
  int segment(Word x, const Slot* /*slots*/, int /*count*/) const { return segment(x); }

  Word select() const { return select_; }  ///< number of the selected truth table

 private:
  HardwiredParameters p_;
  Word select_ = 0;
};

}  // namespace pwlsim::unit
