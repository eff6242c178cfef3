// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include "sim/number/float_format.h"
#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/structure.h"

namespace pwlsim::unit {

/// The structure of floating-point units of lines: rtl/pwl_fp/, hw/pwl_fp/.
const Structure& pwl_fp();

/// The parameters of a floating-point unit.
struct FpParameters {
  FloatFormat format;  ///< of x, y and all registers of the table
  int entries;         ///< lines, 2 to 64

  int index_bits() const { return log2_of(entries); }  ///< of segment_o, and of an index in an address
};

/// The parameters from a configuration's values, which must be complete.
inline FpParameters fp_parameters(const Values& values) {
  return {{values.at("exponent"), values.at("mantissa"), values.at("subnormals") != 0}, values.at("entries")};
}

/// The SystemC twin of a floating-point unit; see TwinMaker.
std::unique_ptr<hw::Unit> pwl_fp_twin(const UnitConfig& config, const char* name);

}  // namespace pwlsim::unit
