// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "sim/function/function.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/quantise_lines.h"
#include "sim/unit/range_reduction.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

/// One write through a unit's configuration port.
struct RegisterWrite {
  std::uint32_t address;  ///< {field, index}; see Field
  Word data;
};

/// The upper two bits of a register address.
enum class Field : std::uint32_t { kBreakpoint = 0, kSlope = 1, kIntercept = 2, kShift = 3 };

/// Index within Field::kShift.
constexpr std::uint32_t kInterceptShift = 0;
constexpr std::uint32_t kRequantShift = 1;
// Wide units have two more, and kRequantShift is the base of the post stage's shift.
constexpr std::uint32_t kMode = 2;
constexpr std::uint32_t kExpScale = 3;

/// A table as register words of one unit, and what the words mean.
struct UnitTable {
  UnitConfig config;
  int scale = 0;            ///< integer units: input scale s, S = 2^-s
  int fraction = 0;         ///< integer units: fraction bits F of slopes
  int intercept_shift = 0;  ///< integer units: t; intercepts have F + s - t fraction bits
  int output_scale = 0;     ///< requantising units: output code * 2^-output_scale is y
  std::vector<Word> breakpoints, slopes, intercepts;
  const RangeReduction* reduction = nullptr;  ///< wide units: whose mantissa the table holds

  /// Right shift of the requantiser.
  int requant_shift() const { return fraction + scale - output_scale; }

  /// Base of a wide unit's expansion: the accumulator's F + s fraction bits and the two integer bits of the result.
  int expand_base() const { return fraction + code_scale() + 2; }

  /// Fraction bits of intercepts.
  int intercept_fraction() const { return fraction + code_scale() - intercept_shift; }

  /// Input scale of the table's codes.
  int code_scale() const { return config.is_wide() ? reduction->scale : scale; }

  /// All writes that load the table.
  std::vector<RegisterWrite> writes() const;

  /// Input word nearest to x; saturates in integer units, at 0 where a wide unit takes unsigned words. x is not NaN.
  Word encode_input(double x) const;

  /// Real number that an input word stands for.
  double decode_input(Word word) const;

  /// Real number that a result word stands for. That of a wide unit has result_fraction() fraction bits for unscaled
  /// inputs; a scaled one of div or rsqrt, q * 2^-s, multiplies it by 2^s or 2^(s/2).
  double decode_output(Word word) const;

  /// Whether input words are unsigned: those of div and rsqrt in a wide unit.
  bool is_unsigned() const { return config.is_wide() && reduction->mode != RangeMode::kExp; }

  /// Distance of neighbouring results; 0 for floating-point units, where it is not the same everywhere.
  double output_step() const;
};

/// What a quantiser may choose and the user may fix.
struct QuantiseOptions {
  std::optional<int> scale;         ///< s, 0 to width of x - 1; default: default_scale()
  std::optional<int> output_scale;  ///< default: default_output_scale()
};

/// That of the unit's codes (quantise_lines.h). A wide unit is there for more than the function's range: its default
/// puts the binary point in the middle of the word.
int default_scale(const Function& function, const UnitConfig& config);

/// Rounds a table to the registers of a unit (quantise_lines.h), and chooses the output scale of a requantising one.
/// For a wide unit, the table is that of the function's mantissa (range_reduction.h), as fit_table() makes it.
/// Throws InputError for an invalid table, a wrong number of entries, or numbers that the format cannot hold.
UnitTable quantise(const Table& table, const Function& function, const UnitConfig& config,
                   const QuantiseOptions& options = {});

}  // namespace pwlsim::unit
