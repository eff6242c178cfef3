// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include "sim/number/float_format.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// Floating-point units of lines: rtl/pwl_fp/, hw/pwl_fp/.
const Structure& pwl_fp();

/// The parameters of one, as its parts take them.
struct FpParameters {
  FloatFormat format;
  int entries;

  int index_bits() const { return log2_of(entries); }
};

/// Of all values of such a unit.
inline FpParameters fp_parameters(const Values& values) {
  return {{values.at("exponent"), values.at("mantissa"), values.at("subnormals") != 0}, values.at("entries")};
}

/// See TwinMaker.
std::unique_ptr<hw::Unit> pwl_fp_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
