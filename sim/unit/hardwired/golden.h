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
  struct Slot {
    Word x;
    Word y;
  };

  explicit HardwiredCore(HardwiredParameters parameters) : p_(std::move(parameters)) {}

  void write(RegisterWrite write) {
    if (write.address == 0) select_ = write.data % (Word{1} << p_.select_width);
  }

  int stages() const { return 1; }
  void take(Word x, Slot& slot) const { slot.x = x; }
  void stage(int /*i*/, Slot& slot) const { slot.y = p_.values[select_ << p_.width | slot.x]; }

  int segment(Word x) const { return static_cast<int>(x); }
  int segment(Word x, const Slot* /*slots*/, int /*count*/) const { return segment(x); }

  Word select() const { return select_; }

 private:
  HardwiredParameters p_;
  Word select_ = 0;
};

}  // namespace pwlsim::unit
