// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/experiment/run_request.h"
#include "sim/experiment/tables.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {

/// An option that has no effect in a run, and why.
struct IdleOption {
  std::string option;  ///< "--clock"
  std::string reason;  ///< "without --cost nothing is synthesised"
};
using IdleOptions = std::vector<IdleOption>;

/// Says on standard error, a line each, which of these options were given although they have no effect.
void say_idle(const Command& app, const IdleOptions& idle);

/// These options, which have no effect for one reason, if it `holds`; else none.
IdleOptions idle_when(bool holds, const std::vector<std::string>& options, const std::string& reason);

/// Those of --scale, --output-scale and --tails that some of the units cannot use. `codes`: --scale is that of the
/// stimulus.
IdleOptions idle_on_units(const std::vector<const UnitConfig*>& units, bool codes);

/// The options of making tables that have no effect with this method or these tables. Those of one kind of units are
/// among them although others are asked for as well; the reason names the units.
IdleOptions idle_in_fit(const TablesRequest& request, const std::vector<const UnitConfig*>& units);

/// The options of a lockstep run that have no effect in it.
IdleOptions idle_in_run(const Command& app, const RunRequest& request, const std::vector<const UnitConfig*>& units);

IdleOptions operator+(IdleOptions a, const IdleOptions& b);

}  // namespace pwlsim::cli
