// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/rooms.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::stress {

/// What goes into a unit, cycle by cycle, from a known state on: after a reset, with zero in every register. Whatever
/// cycles are taken out, the rest is a scenario again.
struct Scenario {
  const UnitConfig* unit;
  std::vector<CycleInputs> cycles;
};

/// A cycle that asks for nothing: no reset, no input, results taken, no write.
CycleInputs quiet_cycle();

/// The file of a scenario (pwlsim replay): the line `unit NAME`, then a line a cycle of blank-separated words
///
///     x=0x1f          an input is on offer
///     stall           the result is not taken
///     reset           rst_ni is low
///     slope[2]=0x40   register write; also breakpoint, intercept, shift
///     idle_x=0x1f     what x_i carries without an input; idle_slope[2]=0x40 what the write port carries
///     -               nothing of all that
///     *12             last word: that many such cycles
///
/// Comments from # to the end of the line.
std::string scenario_text(const Scenario& scenario);

/// Reads such a file. Throws InputError with file and line.
Scenario read_scenario(const std::filesystem::path& file);

/// The line of that file for one cycle.
std::string cycle_text(const UnitConfig& unit, const CycleInputs& in);

/// The first output that is not what it should be.
struct Difference {
  std::int64_t cycle;  ///< of the scenario; below 0 in the cycles that reset and clear the unit, or after the last one
                       ///< when the pipeline runs empty
  std::string model, port;  ///< port: empty when the model stopped
  Word expected, actual;
  std::string stopped = {};  ///< what the model said when it ended the simulation
};

/// Outputs of all models over a scenario, golden first.
struct ScenarioRun {
  std::size_t prelude;              ///< cycles before the scenario's own
  std::vector<CycleInputs> inputs;  ///< of all cycles
  std::vector<std::string> names;
  std::vector<std::vector<CycleOutputs>> outputs;
  std::optional<Difference> difference;  ///< the earliest
};

/// Resets and clears the models, runs the scenario on them and then as many cycles as empty the pipeline, and compares
/// every output with the golden model's, a unit of `latency` cycles. Models may have run before.
/// `compare_idle`: see LockstepOptions.
ScenarioRun run_scenario(const Scenario& scenario, const std::vector<UnitModel*>& models, int latency,
                         bool compare_idle = true);

}  // namespace pwlsim::stress
