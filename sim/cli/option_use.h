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

/// Names on standard error, a line each, those of the options that were given.
void say_idle(const Command& app, const IdleOptions& idle);

/// All of these for one reason, where that `holds`.
IdleOptions idle_when(bool holds, const std::vector<std::string>& options, const std::string& reason);

/// --scale, --output-scale and --tails, where units cannot use them. `codes`: the stimulus is a grid of that scale.
IdleOptions idle_on_units(const std::vector<const UnitConfig*>& units, bool codes);

/// Of the options that make tables, those that this method or this choice of tables has no use for.
IdleOptions idle_in_fit(const TablesRequest& request, const std::vector<const UnitConfig*>& units);

/// Of the options of a lockstep run, those that it has no use for.
IdleOptions idle_in_run(const Command& app, const RunRequest& request, const std::vector<const UnitConfig*>& units);

IdleOptions operator+(IdleOptions a, const IdleOptions& b);

}  // namespace pwlsim::cli
