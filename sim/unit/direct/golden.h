// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/direct/direct.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The one stage of a direct unit.
class DirectCore {
 public:
  struct Slot {
    Word x;
    Word y;
  };

  explicit DirectCore(const DirectParameters& parameters)
      : mask_(low_bits(parameters.out_width)), words_(std::size_t{1} << parameters.width) {}

  void write(RegisterWrite write) { words_[write.address] = write.data & mask_; }

  int stages() const { return 1; }
  void take(Word x, Slot& slot) const { slot.x = x; }
  void stage(int /*i*/, Slot& slot) const { slot.y = words_[slot.x]; }

  int segment(Word x) const { return static_cast<int>(x); }
  int segment(Word x, const Slot* /*slots*/, int /*count*/) const { return segment(x); }

 private:
  Word mask_;
  std::vector<Word> words_;
};

}  // namespace pwlsim::unit
