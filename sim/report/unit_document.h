// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/report/document.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::report {

/// Parameters, ports, registers and latency of these units, from what their structures tell, for those who connect or
/// program them.
Document unit_document(const std::vector<const UnitConfig*>& units);

}  // namespace pwlsim::report
