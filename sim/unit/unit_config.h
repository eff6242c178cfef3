// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/number/float_format.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// A unit as it is built: a structure with its parameters, and what follows from them for all who use it.
struct UnitConfig {
  std::string name;  ///< of units.txt, or "pwl_int:width=10,entries=12"
  const Structure* structure = nullptr;
  Values values;  ///< of all parameters

  // Ports and registers
  WordFormat x, y;        ///< x_i, y_o
  int entries = 0;        ///< segments of the table; segment_o counts from 0
  int segment_stage = 0;  ///< the stage whose input segment_o belongs to; 0: x_i itself, in the same cycle
  int stages = 0;         ///< pipeline registers from input to result
  std::vector<RegisterField> registers;
  /// By field: the words of constant ones, empty for the others. Structures give a configuration such words as make a
  /// whole unit; a table makes it a unit of its own (UnitTable::config).
  std::vector<std::vector<Word>> constants;
  int address_bits = 0;  ///< of wr_addr_i
  int data_bits = 0;     ///< of wr_data_i, which the widest register needs

  // What numbers mean
  bool input_scale = false;    ///< x is a code times 2^-s, for a scale s that is the table's
  bool output_scale = false;   ///< y is a code whose scale is the table's, too
  bool reduces_range = false;  ///< serves all input words by a table of a part of the function

  int x_width() const { return x.width; }
  int y_width() const { return y.width; }

  /// Bits of segment_o.
  int index_bits() const { return log2_of(entries); }

  /// Cycles from an accepted input to its result when nothing stalls.
  int latency() const { return stages; }

  /// Addresses of the write port, those without a register among them.
  int addresses() const { return 1 << address_bits; }

  /// Whether it is built for one table.
  bool has_constants() const {
    return std::any_of(registers.begin(), registers.end(), [](const RegisterField& field) { return field.constant; });
  }

  /// Bits of the write port that make a difference: none where all words are constants, though the port is there.
  int write_bits() const {
    const bool writable =
        std::any_of(registers.begin(), registers.end(), [](const RegisterField& field) { return !field.constant; });
    return writable ? 1 + address_bits + data_bits : 0;
  }

  /// Bits of all inputs that make a difference, but for the clock, and of all outputs.
  int input_bits() const { return 3 + x_width() + write_bits(); }
  int output_bits() const { return 2 + index_bits() + y_width(); }

  /// See Structure.
  std::string rtl_top() const { return structure->rtl_top(); }
  std::vector<std::string> rtl_parameters() const { return structure->rtl_parameters(*this); }
};

/// The registers of that name, which the unit must have.
const RegisterField& field_of(const UnitConfig& config, std::string_view name);

/// The units of units.txt, in its order.
const std::vector<std::reference_wrapper<const UnitConfig>>& named_units();

/// The names that units.txt gives a role, in its order: "standard", "coverage". Empty for a role that it does not have.
const std::vector<std::string>& units_of_role(std::string_view role);

/// The configuration of that name, or the one that a structure and parameters make: "pwl_int:width=10,entries=12". The
/// same parameters give the same object, for as long as the program runs; a named unit keeps its name. Safe to call
/// from several threads. Throws InputError that names what there is near it, or which value is out of which range.
const UnitConfig& find_unit(std::string_view name);

/// The unit that differs from `unit` in the value of that parameter. Throws InputError as find_unit() does.
const UnitConfig& unit_with(const UnitConfig& unit, const std::string& parameter, int value);

/// What an item of a list of units is when lists are cut at commas: the parameters that belong to the unit before them
/// are put back to it, so that pwl_int:width=10 and entries=12 are one unit.
std::vector<std::string> join_parameters(const std::vector<std::string>& items);

}  // namespace pwlsim::unit
