// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// Wide units: exp, 1/x, 1/sqrt(x) over all input words by an integer unit for the mantissa. rtl/pwl_wide/,
/// hw/pwl_wide/.
const Structure& pwl_wide();

/// The parameters of one, as its parts take them.
struct WideParameters {
  int x_width;          ///< bits of x, a power of two
  IntParameters inner;  ///< of the unit for the mantissa

  int y_width() const { return 2 * x_width; }
};

/// Of all values of such a unit.
inline WideParameters wide_parameters(const Values& values) {
  const int width = values.at("width");
  return {values.at("x_width"), {width, width, width, width, 2 * width, values.at("entries"), false, 2}};
}

/// See TwinMaker.
std::unique_ptr<hw::Unit> pwl_wide_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
