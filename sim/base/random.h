// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "sim/base/elementary.h"
#include "sim/rooms.h"

namespace pwlsim::base {

/// Seeded random numbers that are the same on every machine, which the standard library's distributions are not.
/// Generator: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}  ///< any number; equal seeds give equal sequences

  /// 64 random bits.
  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9e37'79b9'7f4a'7c15);
    z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9;
    z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11eb;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

  /// Uniform in 0 … bound-1; bound below 2^32, the bias is below 2^-32.
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>((bits() >> 32) * bound >> 32); }

  /// True with the given probability.
  bool chance(double probability) { return uniform() < probability; }

  /// Standard normal (Box-Muller).
  double normal() {
    const double radius = std::sqrt(-2.0 * elementary::log(1.0 - uniform()));
    return radius * elementary::cos(6.283185307179586 * uniform());
  }

 private:
  std::uint64_t state_;
};

}  // namespace pwlsim::base
