// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/number/float_format.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

enum class NumberKind { kInteger, kFloat };

/// A unit as it is built: a structure with its parameters, and what follows from them.
struct UnitConfig {
  std::string name;  ///< of units.txt, or "pwl_int:width=10,entries=12"
  const Structure* structure = nullptr;
  Values values;  ///< of all parameters

  NumberKind kind = NumberKind::kInteger;
  int width = 0;  ///< bits of x, but for wide units; of all words of the table unless a width below says otherwise
  int entries = 0;
  int acc_width = 0;        ///< integer units: accumulator bits
  bool requantise = false;  ///< integer units: y is the output code, not the accumulator
  FloatFormat format{};     ///< floating-point units
  int wide_width = 0;       ///< wide units: bits of x, around an integer unit of `width` bits
  /// Integer units: bits of the words of the table. A breakpoint of fewer bits than x is compared with the top bits of
  /// x, so it stands for the last code that they are the top bits of.
  int slope_width = 0, intercept_width = 0, breakpoint_width = 0;
  int stages = 0;  ///< pipeline registers from input to result

  bool is_float() const { return kind == NumberKind::kFloat; }

  /// Whether x is reduced to a code before the table and the accumulator is expanded behind it (range_reduction.h).
  bool is_wide() const { return wide_width > 0; }
  int index_bits() const { return log2_of(entries); }

  /// Shifts of the intercept that an exact accumulator has room for: 0 to shift_range() - 1.
  int shift_range() const { return width + slope_width - intercept_width; }
  int shift_bits() const;  ///< of the register that holds one

  /// Bits of wr_data_i, which the widest register needs.
  int data_width() const;

  /// Bits of x.
  int x_width() const { return is_wide() ? wide_width : width; }

  /// Bits of y.
  int y_width() const { return is_wide() ? 2 * wide_width : is_float() || requantise ? width : acc_width; }

  /// Cycles from an accepted input to its result when nothing stalls.
  int latency() const { return stages; }

  /// Whether the accumulator can wrap, so that the quantiser has to keep it from doing so.
  bool low_product() const { return !is_float() && acc_width < width + slope_width; }

  /// RTL top module and the parameters that make this unit of it.
  std::string rtl_top() const { return is_wide() ? "pwl_unit_wide" : is_float() ? "pwl_unit_fp" : "pwl_unit_int"; }
  std::vector<std::string> rtl_parameters() const;  ///< "NAME=VALUE"
};

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
