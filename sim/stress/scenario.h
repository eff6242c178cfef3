// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/rooms.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::stress {

/// The inputs of a unit, cycle by cycle, from a known state on: after a reset, with zero in every register. Any subset
/// of its cycles is again a scenario.
struct Scenario {
  const UnitConfig* unit;
  std::vector<CycleInputs> cycles;
  std::shared_ptr<const UnitConfig> built = {};  ///< what `unit` points to when the file has constants of its own
};

/// A cycle without reset, input and write in which a result is taken.
CycleInputs quiet_cycle();

/// The text of a scenario's file (pwlsim replay): the line `unit NAME`, then a line `constant FIELD WORD WORD …` for
/// each constant field whose words are not those that the name stands for, then one line per cycle of words separated
/// by spaces:
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

/// One cycle as a line of that file.
std::string cycle_text(const UnitConfig& unit, const CycleInputs& in);

/// The first output that differs from the golden model's.
struct Difference {
  std::int64_t cycle;  ///< index in the scenario; negative in the cycles that reset and clear the unit, beyond the last
                       ///< one while the pipeline empties
  std::string model, port;  ///< `port` is empty when the model stopped
  Word expected, actual;
  std::string stopped = {};  ///< the model's message when it ended the simulation
};

/// "cycle 12: RTL y_o is 0x3, expected 0x2".
std::string difference_text(const Difference& difference);

/// Outputs of all models over a scenario, the golden model's first.
struct ScenarioRun {
  std::size_t prelude;              ///< number of cycles before the scenario's own
  std::vector<CycleInputs> inputs;  ///< all cycles
  std::vector<std::string> names;
  std::vector<std::vector<CycleOutputs>> outputs;
  std::optional<Difference> difference;  ///< the earliest
};

/// Runs a model that has answered all earlier inputs, and adds the quiet cycles in which it answers all of these, then
/// a few in which nothing may come. Returns its outputs.
std::vector<CycleOutputs> run_and_drain(UnitModel& model, std::vector<CycleInputs>& inputs);

/// Resets and clears the models, runs the scenario and drains them, and compares every output with that of a golden
/// model with `latency` cycles. Models may have run before. `compare_idle`: see
/// LockstepOptions.
ScenarioRun run_scenario(const Scenario& scenario, const std::vector<UnitModel*>& models, int latency,
                         bool compare_idle = true);

}  // namespace pwlsim::stress
