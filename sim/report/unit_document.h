// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/report/document.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::report {

/// What someone has to know who uses these units: parameters, ports, registers and latency, from what their structures
/// say of them.
Document unit_document(const std::vector<const UnitConfig*>& units);

}  // namespace pwlsim::report
