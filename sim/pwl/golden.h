// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "sim/pwl/unit_config.h"
#include "sim/pwl/unit_table.h"
#include "sim/pwl/word.h"

namespace pwlsim {

/// The bit-exact, untimed model of a unit: its registers and what it computes from them. Integer units calculate with
/// 64-bit integers, floating-point units with the host's IEEE arithmetic (float_arithmetic.h).
class GoldenUnit {
 public:
  static constexpr int kMaxEntries = 64;

  /// Slope and intercept of a segment, with the input they belong to.
  struct Line {
    Word x, slope, intercept;
  };

  /// All registers zero.
  explicit GoldenUnit(const UnitConfig& config);

  /// A unit with that table loaded.
  explicit GoldenUnit(const UnitTable& table);

  const UnitConfig& config() const { return config_; }

  /// One write of the configuration port. Addresses without a register are ignored.
  void write(RegisterWrite write);

  /// Segment of an input word: the number of breakpoints below it. (For breakpoints that are not sorted, the result
  /// of the binary search that the hardware makes.)
  int segment(Word x) const;

  /// What stage 1 of the unit takes for input x.
  Line line(Word x) const;

  /// k*x + (b << s) of an integer unit as acc_width bits, RN(RN(k*x) + b) of a floating-point one.
  Word accumulate(const Line& line) const;

  /// The accumulator rounded to an output code; requantising units only.
  Word requantise(Word acc) const;

  /// The result for one input, all steps at once.
  Word evaluate(Word x) const;

 private:
  UnitConfig config_;
  // Breakpoints are kept in an ordered form, so that both kinds of unit search alike.
  std::array<std::int64_t, kMaxEntries> order_{};
  std::array<Word, kMaxEntries> slopes_{}, intercepts_{};
  int shift_ = 0, requant_shift_ = 0;

  std::int64_t order(Word word) const;
};

}  // namespace pwlsim
