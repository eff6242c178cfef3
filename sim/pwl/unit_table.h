// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "sim/pwl/function.h"
#include "sim/pwl/table.h"
#include "sim/pwl/unit_config.h"
#include "sim/pwl/word.h"

namespace pwlsim {

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

/// A table as register words of one unit, and what the words mean.
struct UnitTable {
  UnitConfig config;
  int scale = 0;         ///< integer units: input scale s, S = 2^-s
  int fraction = 0;      ///< integer units: fraction bits F of slopes and intercepts
  int output_scale = 0;  ///< requantising units: output code * 2^-output_scale is y
  std::vector<Word> breakpoints, slopes, intercepts;

  /// Right shift of the requantiser.
  int requant_shift() const { return fraction + scale - output_scale; }

  /// All writes that load the table.
  std::vector<RegisterWrite> writes() const;

  /// Input word nearest to x; saturates in integer units. x is not NaN.
  Word encode_input(double x) const;

  /// Real number that an input word stands for.
  double decode_input(Word word) const;

  /// Real number that a result word stands for.
  double decode_output(Word word) const;
};

/// What a quantiser may choose and the user may fix.
struct QuantiseOptions {
  std::optional<int> scale;         ///< s, 0 to width-1; default: the finest that holds the function's range
  std::optional<int> output_scale;  ///< default: the finest that holds the function's values
};

/// The finest input scale s at which a unit's codes hold the function's range [lo, hi]; 0 for floating-point units. A
/// unit that keeps only the low half of the product takes that of half its width, because the 2*width bits of
/// range and fraction share one word there.
int default_scale(const Function& function, const UnitConfig& config);

/// The finest output scale, up to `finest`, at which a unit's output codes hold the function's values.
int default_output_scale(const Function& function, const UnitConfig& config, int finest);

/// Rounds a table to the registers of a unit: breakpoints to s fraction bits, slopes and intercepts to F (nearest, ties
/// to even). F is width-2, less where a number needs more integer bits, and, where the accumulator keeps only the
/// low half, the largest at which neither product, shifted intercept nor sum overflows over the function's range.
/// Breakpoints beyond the code range are clamped such that every code keeps its segment's line.
/// Throws InputError for an invalid table, a wrong number of entries, or numbers that the format cannot hold.
UnitTable quantise(const Table& table, const Function& function, const UnitConfig& config,
                   const QuantiseOptions& options = {});

}  // namespace pwlsim
