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
  /// The data registers; see golden_pipeline.h for the members of a core.
  struct Slot {
    Word x;  ///< the code, raw
    Word y;  ///< the result, raw
  };

  /// All 2^width words zero.
  explicit DirectCore(const DirectParameters& parameters)
      : mask_(low_bits(parameters.out_width)), words_(std::size_t{1} << parameters.width) {}

  /// One word of the table, cut to out_width bits; addresses are codes.
  void write(RegisterWrite write) { words_[write.address] = write.data & mask_; }

  int stages() const { return 1; }                                      ///< the read of the table
  void take(Word x, Slot& slot) const { slot.x = x; }                   ///< the code, before the table
  void stage(int /*i*/, Slot& slot) const { slot.y = words_[slot.x]; }  ///< reads the word of x

  int segment(Word x) const { return static_cast<int>(x); }  ///< x itself, as each code has its own word
  /// Of x_i in the same cycle.
  int segment(Word x, const Slot* /*slots*/, int /*count*/) const { return segment(x); }

 private:
  Word mask_;
  std::vector<Word> words_;
};

}  // namespace pwlsim::unit
