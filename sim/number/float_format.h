// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/rooms.h"

namespace pwlsim::number {

/// A floating-point format: IEEE 754 with `exponent` and `mantissa` (stored fraction) bits. Without subnormals, inputs
/// below the least normal number count as zero of their sign (DAZ) and results below it become zero (FTZ).
struct FloatFormat {
  int exponent;     ///< bits, biased by 2^(exponent-1) - 1
  int mantissa;     ///< stored bits, without the leading 1
  bool subnormals;  ///< whether they are calculated with; false: DAZ and FTZ

  constexpr int width() const { return 1 + exponent + mantissa; }  ///< bits of a word, with the sign
};

}  // namespace pwlsim::number
