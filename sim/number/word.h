// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/rooms.h"

namespace pwlsim::number {

/// Raw bits of a port or register, zero-extended.
using Word = std::uint64_t;

/// The low `width` bits set; width 1 to 64.
constexpr Word low_bits(int width) { return ~Word{0} >> (64 - width); }

/// The low `width` bits of `word` read as a signed number; width 1 to 64.
constexpr std::int64_t sign_extend(Word word, int width) {
  return static_cast<std::int64_t>(word << (64 - width)) >> (64 - width);
}

/// 0, 1, 2, 3 … for 1, 2, 4, 8 …: bits of an index into a power of two.
constexpr int log2_of(int power_of_two) {
  int bits = 0;
  while ((1 << bits) < power_of_two) ++bits;
  return bits;
}

/// The least and the greatest signed number of `width` bits; width 1 to 64.
constexpr std::int64_t int_min(int width) { return -static_cast<std::int64_t>(low_bits(width) >> 1) - 1; }
/// 2^(width-1) - 1.
constexpr std::int64_t int_max(int width) { return static_cast<std::int64_t>(low_bits(width) >> 1); }

}  // namespace pwlsim::number
