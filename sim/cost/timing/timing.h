// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pwlsim::cost {

/// The worst path of a mapped unit.
struct Timing {
  double slack = 0;                ///< ns at the clock's period; negative: too slow
  double hold_slack = 0;           ///< ns, of the worst hold path
  double fmax = 0;                 ///< MHz
  std::string start, end;          ///< cells or ports where it starts and ends
  std::vector<std::string> cells;  ///< names of the cells on it, in order, including those at its ends
};

/// Parses the output of scripts/timing.tcl. Throws InputError for an `Error` in it, whatever OpenSTA's exit code, for a
/// warning, and when a path is missing.
Timing parse_timing(const std::string& output, double period_ns);

/// Runs OpenSTA with scripts/timing.tcl on library.lib and netlist.v of `folder`, which also gets timing.log. Throws
/// InputError as parse_timing() does.
Timing find_timing(const std::filesystem::path& folder, double period_ns, double input_slew_ns);

}  // namespace pwlsim::cost
