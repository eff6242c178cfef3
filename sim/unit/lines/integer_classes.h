// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/bins.h"

namespace pwlsim::unit {

/// Bins for signed words of `width` bits: least, other negative, zero, other positive and greatest number.
class SignedClasses {
 public:
  /// Adds the five bins "<name>.least" and so on to `bins`, which must outlive it.
  SignedClasses(Bins& bins, const std::string& name, int width)
      : bins_(bins), width_(width), first_(bins.all().size()) {
    for (const char* kind : {".least", ".negative", ".zero", ".positive", ".greatest"}) bins.add(name + kind);
  }
  /// Counts the class of the low `width` bits.
  void meet(Word word) const {
    const std::int64_t value = sign_extend(word, width_);
    const bool extreme = value == int_min(width_) || value == int_max(width_);
    const std::size_t sign = value < 0 ? 1 : value == 0 ? 2 : 3;
    bins_.hit(first_ + (!extreme ? sign : value < 0 ? 0 : 4));
  }

 private:
  Bins& bins_;
  int width_;
  std::size_t first_;
};

/// Adds bins for negative, zero and positive numbers. Returns the number of the first one.
inline std::size_t add_signs(Bins& bins, const std::string& name) {
  const std::size_t first = bins.add(name + ".negative");
  bins.add(name + ".zero");
  bins.add(name + ".positive");
  return first;
}

/// Bins for the low bits that rounding drops: zero, below, at and above one half.
class DroppedBits {
 public:
  /// Adds the four bins "<name>.exact" and so on to `bins`, which must outlive it.
  DroppedBits(Bins& bins, const std::string& name) : bins_(bins), first_(bins.all().size()) {
    for (const char* kind : {".exact", ".down", ".tie", ".up"}) bins.add(name + kind);
  }
  /// Counts the case of the low `dropped` bits of a value; with none it is exact.
  void meet(Word value, int dropped) const {
    if (dropped == 0) return bins_.hit(first_);
    const Word rest = value & low_bits(dropped);
    const Word half = Word{1} << (dropped - 1);
    bins_.hit(first_ + (rest == 0 ? 0 : rest < half ? 1 : rest == half ? 2 : 3));
  }

 private:
  Bins& bins_;
  std::size_t first_;
};

}  // namespace pwlsim::unit
