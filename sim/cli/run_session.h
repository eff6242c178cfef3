// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/cli/options.h"
#include "sim/report/comparison.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// Makes the document of a command from the reports of a session.
using SessionDocument = Document (*)(const std::vector<UnitReport>&, const RunConditions&);

/// Runs what the options ask for: writes what `make` makes of the reports, then mismatches and waveforms. `command`
/// names the JUnit report. Returns the exit code: 0 all equal, 1 a mismatch.
int run_session(const Command& app, const RunOptions& options, SessionDocument make, const std::string& command);

}  // namespace pwlsim::cli
