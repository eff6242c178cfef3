// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/number/float_format.h"
#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

enum class NumberKind { kInteger, kFloat };

/// A unit as it is built: the parameters of its RTL top and what follows from them.
struct UnitConfig {
  std::string name;       ///< as in units.def
  std::string structure;  ///< "pwl": comparator, table, multiplier, adder, requantiser
  NumberKind kind;
  int width;  ///< bits of breakpoints, slopes and intercepts, and of x but for wide units
  int entries;
  int acc_width = 0;        ///< integer units: accumulator bits
  bool requantise = false;  ///< integer units: y is the output code, not the accumulator
  FloatFormat format{};     ///< floating-point units
  int wide_width = 0;       ///< wide units: bits of x, around an integer unit of `width` bits

  bool is_float() const { return kind == NumberKind::kFloat; }

  /// Whether x is reduced to a code before the table and the accumulator is expanded behind it (range_reduction.h).
  bool is_wide() const { return wide_width > 0; }
  int index_bits() const { return log2_of(entries); }

  /// Bits of x.
  int x_width() const { return is_wide() ? wide_width : width; }

  /// Bits of y.
  int y_width() const { return is_wide() ? 2 * wide_width : is_float() || requantise ? width : acc_width; }

  /// Cycles from an accepted input to its result when nothing stalls: the number of pipeline stages.
  int latency() const { return is_wide() ? 5 : is_float() ? 4 : requantise ? 3 : 2; }

  /// Whether the accumulator can wrap, so that the quantiser has to keep it from doing so.
  bool low_product() const { return !is_float() && acc_width == width; }

  /// RTL top module and the parameters that make this unit of it.
  std::string rtl_top() const { return is_wide() ? "pwl_unit_wide" : is_float() ? "pwl_unit_fp" : "pwl_unit_int"; }
  std::vector<std::string> rtl_parameters() const;  ///< "NAME=VALUE"
};

/// All configurations of units.def, in its order.
const std::vector<UnitConfig>& unit_configs();

/// The configuration of that name. Throws InputError that names what there is near it: entries, suffixes or formats.
const UnitConfig& find_unit(std::string_view name);

}  // namespace pwlsim::unit
