// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/unit/structure.h"

namespace pwlsim::unit {

const Structure& pwl_int();

}  // namespace pwlsim::unit
