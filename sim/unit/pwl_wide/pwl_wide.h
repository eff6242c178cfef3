// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include "sim/rooms.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The structure of wide units, which serve exp, 1/x and 1/sqrt(x) over all input words by an integer unit for the
/// mantissa: rtl/pwl_wide/, hw/pwl_wide/.
const Structure& pwl_wide();

/// The parameters of a wide unit.
struct WideParameters {
  int x_width;          ///< bits of x, a power of two
  IntParameters inner;  ///< of the unit for the mantissa

  int y_width() const { return 2 * x_width; }  ///< bits of y_o
};

/// The parameters from a configuration's values, which must be complete.
inline WideParameters wide_parameters(const Values& values) {
  const int width = values.at("width");
  WideParameters parameters{};
  parameters.x_width = values.at("x_width");
  parameters.inner.width = parameters.inner.slope_width = parameters.inner.intercept_width = width;
  parameters.inner.breakpoint_width = width;
  parameters.inner.acc_width = 2 * width;
  parameters.inner.entries = values.at("entries");
  parameters.inner.stages = 2;
  return parameters;
}

/// The SystemC twin of a wide unit; see TwinMaker.
std::unique_ptr<hw::Unit> pwl_wide_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
