// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The bit-exact, untimed model of a unit: its registers and what it computes from them. Integer units calculate with
/// 64-bit integers, floating-point units with the host's IEEE arithmetic (float_arithmetic.h).
class GoldenUnit {
 public:
  static constexpr int kMaxEntries = 64;

  /// Slope and intercept of a segment, with the input they belong to.
  struct Line {
    Word x, slope, intercept;
    int exponent = 0;  ///< wide units: what the accumulator is expanded by
  };

  /// All registers zero.
  explicit GoldenUnit(const UnitConfig& config);

  /// A unit with that table loaded.
  explicit GoldenUnit(const UnitTable& table);

  const UnitConfig& config() const { return config_; }

  /// One write of the configuration port. Addresses without a register are ignored.
  void write(RegisterWrite write);

  /// What the table of a wide unit gets for an input word, by its mode and scale registers. Other units: the word.
  ReducedInput reduce(Word x) const {
    return config_.is_wide() ? reduce_range(config_, mode_, exp_scale_, x) : ReducedInput{x, 0};
  }

  /// Segment of a word at the table: the number of breakpoints below it. (For breakpoints that are not sorted, the
  /// result of the binary search that the hardware makes.)
  int segment_of_code(Word code) const;

  /// Segment of an input word.
  int segment(Word x) const { return segment_of_code(reduce(x).code); }

  /// What the unit takes from its table for an input.
  Line line(const ReducedInput& x) const;
  Line line(Word x) const { return line(reduce(x)); }

  /// k*x + (b << s) of an integer unit as acc_width bits, RN(RN(k*x) + b) of a floating-point one.
  Word accumulate(const Line& line) const;

  /// The accumulator rounded to an output code; requantising units only.
  Word requantise(Word acc) const;

  /// Whether a stage follows the accumulator.
  bool has_post_stage() const { return config_.requantise || config_.is_wide(); }

  /// What that stage makes of the accumulator of an input: rounded to an output code, or expanded in a wide unit.
  Word finish(const Line& line, Word acc) const;

  /// The result for one input, all steps at once.
  Word evaluate(Word x) const;

 private:
  UnitConfig config_;
  // Breakpoints are kept in an ordered form, so that both kinds of unit search alike.
  std::array<std::int64_t, kMaxEntries> order_{};
  std::array<Word, kMaxEntries> slopes_{}, intercepts_{};
  int steps_;  ///< the greatest power of two below the number of entries
  int shift_ = 0, requant_shift_ = 0, exp_scale_ = 0;
  RangeMode mode_ = RangeMode::kExp;

  std::int64_t order(Word word) const;
  std::int64_t order_of_breakpoint(Word word) const;
};

}  // namespace pwlsim::unit
