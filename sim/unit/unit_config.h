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

/// A unit: a structure with its parameters, and the properties that follow from them.
struct UnitConfig {
  std::string name;                      ///< from units.txt, or "pwl_int:width=10,entries=12"
  const Structure* structure = nullptr;  ///< never null in a unit of find_unit()
  Values values;                         ///< of all parameters

  // Ports and registers
  WordFormat x,                          ///< of x_i
      y;                                 ///< of y_o
  int entries = 0;                       ///< segments of the table; segment_o counts from 0
  int segment_stage = 0;                 ///< the stage whose input segment_o shows; 0: x_i itself, in the same cycle
  int stages = 0;                        ///< pipeline registers from input to result
  std::vector<RegisterField> registers;  ///< behind the write port, and words that are fixed
  /// For each field of `registers`: its words if the field is constant, else empty. A structure fills in words of its
  /// own; a table turns the configuration into another unit (UnitTable::config).
  std::vector<std::vector<Word>> constants;
  int address_bits = 0;  ///< of wr_addr_i
  int data_bits = 0;     ///< of wr_data_i, which the widest register needs

  // What numbers mean
  bool input_scale = false;    ///< x is a code times 2^-s, with a scale s that belongs to the table
  bool output_scale = false;   ///< y is a code whose scale belongs to the table too
  bool reduces_range = false;  ///< serves all input words by a table for a part of the function

  int x_width() const { return x.width; }  ///< bits of x_i
  int y_width() const { return y.width; }  ///< bits of y_o

  /// Bits of segment_o.
  int index_bits() const { return log2_of(entries); }

  /// Cycles from an accepted input to its result when nothing stalls.
  int latency() const { return stages; }

  /// Number of addresses of the write port, with those that have no register.
  int addresses() const { return 1 << address_bits; }

  /// Whether the unit is built for one table.
  bool has_constants() const {
    return std::any_of(registers.begin(), registers.end(), [](const RegisterField& field) { return field.constant; });
  }

  /// Bits of the write port that can have an effect: none when all words are constants, although the port exists.
  int write_bits() const {
    const bool writable =
        std::any_of(registers.begin(), registers.end(), [](const RegisterField& field) { return !field.constant; });
    return writable ? 1 + address_bits + data_bits : 0;
  }

  /// Bits of all inputs that can have an effect, without the clock, and of all outputs.
  int input_bits() const { return 3 + x_width() + write_bits(); }
  int output_bits() const { return 2 + index_bits() + y_width(); }  ///< y_o, segment_o, valid_o, ready_o

  /// Whether the table's lines have slopes with a number of fraction bits that belongs to the table.
  bool has_fraction() const { return input_scale && structure->table_kind() == TableKind::kLines; }

  /// As in Structure.
  std::string rtl_top() const { return structure->rtl_top(); }
  std::vector<std::string> rtl_parameters() const { return structure->rtl_parameters(*this); }  ///< "NAME=VALUE" each
};

/// The register field of that name, which the unit must have.
const RegisterField& field_of(const UnitConfig& config, std::string_view name);

/// The units of units.txt, in its order.
const std::vector<std::reference_wrapper<const UnitConfig>>& named_units();

/// Names of the units with a role ("standard", "coverage") in units.txt, in its order. Empty for a role that it does
/// not have.
const std::vector<std::string>& units_of_role(std::string_view role);

/// The configuration of that name, or the one that a structure and parameters make: "pwl_int:width=10,entries=12". The
/// same parameters always give the same object, which lives as long as the program. A named unit keeps its name. Safe
/// to call from several threads. Throws InputError that suggests a similar name, or says which value is out of which
/// range.
const UnitConfig& find_unit(std::string_view name);

/// The unit that differs from `unit` in the value of that parameter. Throws InputError as find_unit() does.
const UnitConfig& unit_with(const UnitConfig& unit, const std::string& parameter, int value);

/// Repairs a list of units that was split at commas: parameters are joined to the unit before them, so that
/// pwl_int:width=10 and entries=12 become one unit.
std::vector<std::string> join_parameters(const std::vector<std::string>& items);

}  // namespace pwlsim::unit
