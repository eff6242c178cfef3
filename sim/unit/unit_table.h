// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/function/function.h"
#include "sim/number/word.h"
#include "sim/number/word_format.h"
#include "sim/rooms.h"
#include "sim/unit/line_format.h"
#include "sim/unit/table.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::unit {

/// One write through a unit's configuration port.
struct RegisterWrite {
  std::uint32_t address;
  Word data;
};

/// A table as register words of one unit, and what the words mean.
struct UnitTable {
  UnitConfig config;  ///< of a unit with constants: built for this table
  /// By the unit's register fields: fewer words than a field has leave the others unwritten.
  std::vector<std::vector<Word>> words;
  NumberEncoding x, y;  ///< what words of x_i and y_o stand for

  int scale = 0;         ///< units whose inputs have one: input scale s, S = 2^-s
  int fraction = 0;      ///< the same: fraction bits F of slopes
  int output_scale = 0;  ///< units whose results have one of their own: y is a code times 2^-output_scale

  /// The words of the field of that name, which the unit must have.
  const std::vector<Word>& field(std::string_view name) const;
  std::vector<Word>& field(std::string_view name);

  /// All writes that load the table; none of what is constant.
  std::vector<RegisterWrite> writes() const;

  Word encode_input(double x_value) const { return x.encode(x_value); }
  double decode_input(Word word) const { return x.decode(word); }
  double decode_output(Word word) const { return y.decode(word); }

  /// Distance of neighbouring results; 0 for floating-point units, where it is not the same everywhere.
  double output_step() const { return y.word.is_real() ? 0 : y.step; }

  /// Right shift of the requantiser, of units whose results have a scale of their own.
  int requant_shift() const { return fraction + scale - output_scale; }
};

/// Zero in every register, of which nothing is known. Constants are the configuration's.
UnitTable empty_table(const UnitConfig& config);

/// What a quantiser may choose and the user may fix.
struct QuantiseOptions {
  std::optional<int> scale;         ///< s, 0 to width of x - 1; default: default_scale()
  std::optional<int> output_scale;  ///< default: the finest that holds the values
};

/// See Structure::serves(), default_scale(), line_format() and quantise().
bool serves(const UnitConfig& config, const Function& function);
int default_scale(const Function& function, const UnitConfig& config);
/// Throws InputError for a unit whose table is not one of lines.
LineTableFormat line_format(const UnitConfig& config);
/// A unit with constants is the one that is built for the table.
UnitTable quantise(const Table& table, const Function& function, const UnitConfig& config,
                   const QuantiseOptions& options = {});

}  // namespace pwlsim::unit
