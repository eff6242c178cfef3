// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/common/pwl_shift_sticky.sv, a function because it has neither state nor timing: `word` shifted right,
/// with the or of the lost bits appended as the lowest bit of the result. word < 2^63.
inline Word shift_right_sticky(Word word, int shift) {
  if (shift > 62) return static_cast<Word>(word != 0);
  return (word >> shift) << 1 | static_cast<Word>((word & ((Word{1} << shift) - 1)) != 0);
}

}  // namespace pwlsim::hw
