// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/pwl/word.h"

namespace pwlsim::hw {

/// Twin of rtl/pwl_mul_booth.sv, a function because it has neither state nor timing: the product of two unsigned
/// words that fits 64 bits. Booth recoding is the structure of the RTL; what it computes is this.
constexpr Word multiply_unsigned(Word a, Word b) { return a * b; }

}  // namespace pwlsim::hw
