// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/number/word.h"

namespace pwlsim::hw {

/// Twin of rtl/common/pwl_lzc.sv, a function because it has neither state nor timing: zeros above the highest one of a
/// word of `width` bits; `width` for 0.
inline int leading_zeros(Word word, int width) { return word == 0 ? width : __builtin_clzll(word) - (64 - width); }

}  // namespace pwlsim::hw
