// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/choice.h"
#include "sim/experiment/feedback.h"
#include "sim/experiment/run_request.h"
#include "sim/rooms.h"
#include "sim/stress/scenario.h"

namespace pwlsim::experiment {

/// Random sessions of units. Of the run, units, seed (of the first session; the next has the next number), the foreign
/// RTL, and cost.wanted (gates run, too) count.
struct StressRequest {
  RunRequest run;
  std::vector<std::string> functions = {kAll};  ///< whose tables sessions begin with, besides random words
  std::uint64_t sessions = 200;                 ///< of each unit
  std::uint64_t cycles = 1000;                  ///< of a session
  std::optional<std::uint64_t> random;  ///< units of each structure with random parameters, besides the named ones
  std::string output = "stress";        ///< what the names of files with failing sessions begin with
};

/// A session in which models differ.
struct StressFailure {
  std::uint64_t seed;
  Difference difference;  ///< of the whole session
  std::size_t cycles;     ///< of the whole session
  Scenario shrunk;        ///< the shortest that fails alike
  ScenarioRun run;        ///< of that
  std::string replay;     ///< command that runs it
};

/// What the random sessions of one unit came to.
struct StressResult {
  std::string unit;
  std::uint64_t sessions = 0, cycles = 0, inputs = 0, writes = 0, resets = 0, stalls = 0;
  double seconds = 0;
  std::optional<StressFailure> failure = {};  ///< the first one, after which no session ran
};

/// What a stress came to.
struct StressReport {
  std::vector<StressResult> units;
  std::vector<std::string> models;  ///< that were compared, the golden one first
};

/// The units of a request: the named ones, those that are drawn behind them. Where it says nothing of units, it is made
/// to ask for standard_units() and one random unit of each structure.
std::vector<const UnitConfig*> stressed_units(StressRequest& request);

/// The file of a failing session.
std::string failure_file(const StressRequest& request, const UnitConfig& unit);

/// The command line that says the same as this request.
std::string stress_command(const StressRequest& request);

/// Runs all sessions, those of a unit with constants on several builds: with its own words and with random ones. A
/// failing one is written to its file at once, then shrunk there. Throws InputError for what
/// cannot be run, UnitStopped when a model ends its own simulation.
StressReport stress_units(const StressRequest& request, const std::vector<const UnitConfig*>& units,
                          Feedback& feedback);

}  // namespace pwlsim::experiment
