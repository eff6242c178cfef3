// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/rooms.h"

namespace pwlsim::number {

/// A floating-point format: IEEE 754 with `exponent` and `mantissa` (stored fraction) bits. Without subnormals, inputs
/// below the least normal number count as zero of their sign (DAZ) and results below it become zero (FTZ).
struct FloatFormat {
  int exponent;
  int mantissa;
  bool subnormals;

  constexpr int width() const { return 1 + exponent + mantissa; }
};

}  // namespace pwlsim::number
