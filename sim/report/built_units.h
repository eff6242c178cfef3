// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/unit_report.h"
#include "sim/rooms.h"

namespace pwlsim::report {

/// A unit as it was built. One that holds its table as constants is built for each function anew; all others have the
/// same gates for every function.
struct BuiltUnit {
  const UnitReport* report;  ///< the first one of these gates
  std::string name;          ///< the unit's, with the function before it if there are several units of that name
};

/// The different units of some reports, in their order.
std::vector<BuiltUnit> built_units(const std::vector<UnitReport>& reports);

}  // namespace pwlsim::report
