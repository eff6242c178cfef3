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
  std::uint32_t address;  ///< wr_addr_i
  Word data;              ///< wr_data_i
};

/// A table as the register words of one unit, with the meaning of the words.
struct UnitTable {
  UnitConfig config;  ///< for a unit with constants: the unit built for this table
  /// For each register field of the unit. If there are fewer words than the field has, the rest stay unwritten.
  std::vector<std::vector<Word>> words;
  NumberEncoding x,  ///< the numbers that words of x_i stand for
      y;             ///< the numbers that words of y_o stand for

  int scale = 0;         ///< input scale s, S = 2^-s; of units whose inputs have a scale
  int fraction = 0;      ///< fraction bits F of slopes; of units that have them (UnitConfig::has_fraction)
  int output_scale = 0;  ///< y is a code times 2^-output_scale; of units whose results have a scale of their own

  /// The words of the field of that name, which the unit must have.
  const std::vector<Word>& field(std::string_view name) const;
  std::vector<Word>& field(std::string_view name);  ///< the same, to change them

  /// All writes that load the table. Constant fields need none.
  std::vector<RegisterWrite> writes() const;

  /// Nearest x_i; see NumberEncoding::encode().
  Word encode_input(double x_value) const { return x.encode(x_value); }
  double decode_input(Word word) const { return x.decode(word); }   ///< number that a word of x_i stands for
  double decode_output(Word word) const { return y.decode(word); }  ///< number that a word of y_o stands for

  /// Distance of neighbouring results; 0 for floating-point units, whose results are not evenly spaced.
  double output_step() const { return y.word.is_real() ? 0 : y.step; }

  /// Right shift of the requantiser. For units whose results have a scale of their own.
  int requant_shift() const { return fraction + scale - output_scale; }
};

/// A table with zero in every register and no meaning of its numbers. Constants are those of the configuration.
UnitTable empty_table(const UnitConfig& config);

/// Options of quantise(), each chosen by it unless the user sets it.
struct QuantiseOptions {
  std::optional<int> scale;          ///< s, 0 to width of x - 1; default: default_scale()
  std::optional<int> output_scale;   ///< default: the finest that holds the values
  std::optional<int> fraction = {};  ///< F, of units that have it; default: the most bits that the table leaves
};

/// As Structure::serves(), default_scale(), line_format() and quantise().
bool serves(const UnitConfig& config, const Function& function);
int default_scale(const Function& function, const UnitConfig& config);  ///< as Structure::default_scale()
/// Throws InputError for a unit whose table has no lines.
LineTableFormat line_format(const UnitConfig& config);
/// For a unit with constants, the result's config is the unit built for the table.
UnitTable quantise(const Table& table, const Function& function, const UnitConfig& config,
                   const QuantiseOptions& options = {});

}  // namespace pwlsim::unit
