// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The structure of integer units of lines: rtl/pwl_int/, hw/pwl_int/.
const Structure& pwl_int();

/// The parameters of an integer unit.
struct IntParameters {
  int width;             ///< bits of x
  int slope_width,       ///< bits of k
      intercept_width;   ///< bits of b
  int breakpoint_width;  ///< at most `width`; with fewer bits it is compared with the top bits of x
  int acc_width;         ///< with width + slope_width bits it is exact, with fewer it wraps
  int entries;           ///< lines, 2 to 64
  bool requantise;       ///< whether y is an output code; false: the accumulator
  int stages;            ///< pipeline registers from x to y

  int index_bits() const { return log2_of(entries); }    ///< of segment_o, and of an index in an address
  int address_bits() const { return index_bits() + 2; }  ///< of wr_addr_i: a Field above an index
  /// Bits of the intercept's shift register. An exact accumulator has room for shifts up to
  /// width + slope_width - intercept_width - 1.
  int shift_bits() const { return std::max(1, log2_of(width + slope_width - intercept_width)); }
  /// Bits of wr_data_i, which the widest register needs.
  int data_bits() const {
    const int requant_bits = requantise ? log2_of(acc_width) : 0;
    return std::max({slope_width, intercept_width, breakpoint_width, shift_bits(), requant_bits});
  }
  int y_width() const { return requantise ? width : acc_width; }  ///< bits of y_o
};

/// The SystemC twin of an integer unit; see TwinMaker.
std::unique_ptr<hw::Unit> pwl_int_twin(const UnitConfig& config, const char* name);

/// The parameters from a configuration's values, which must be complete.
inline IntParameters int_parameters(const Values& values) {
  IntParameters parameters{};
  parameters.width = values.at("width");
  parameters.slope_width = values.at("slope_width");
  parameters.intercept_width = values.at("intercept_width");
  parameters.breakpoint_width = values.at("breakpoint_width");
  parameters.acc_width = values.at("acc_width");
  parameters.entries = values.at("entries");
  parameters.requantise = values.at("requantise") != 0;
  parameters.stages = values.at("stages");
  return parameters;
}

/// The numbers that its table can hold.
LineTableFormat int_line_format(const IntParameters& parameters);

}  // namespace pwlsim::unit
