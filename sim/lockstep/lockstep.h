// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/lockstep/stall.h"
#include "sim/lockstep/stimulus.h"
#include "sim/unit/unit_model.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::lockstep {

struct LockstepOptions {
  Stall stall;
  std::uint64_t seed = 1;                   ///< of stalls, of what idle inputs carry, and of rewrites
  std::optional<std::uint64_t> max_cycles;  ///< offer inputs in that many cycles at most
  std::optional<int> latency;               ///< of a foreign unit; default: the configuration's
  /// Compare y also while valid_o is low: it holds the last result. True of the project's units; foreign ones may do
  /// as they like then.
  bool compare_idle = true;
  /// Probability that a cycle rewrites a random register with a random word while data flow.
  double rewrite = 0;
  /// Probability that a cycle of data is a cycle of reset. What is in flight then is lost.
  double reset = 0;
  /// In the cycles that count for power (CycleInputs::counted), idle inputs hold their values in place of carrying
  /// random bits, whose toggles would be measured as the unit's. The random bits come in 64 cycles between the table
  /// and the data, and when the data have ended.
  bool quiet_idle = false;
};

/// The first cycle in which a model did not do what the golden model does.
struct Mismatch {
  std::uint64_t cycle;    ///< from 0, the first cycle of reset
  std::string port;       ///< the first output that differs
  StimulusInput input;    ///< whose result it is, or what stood at the input
  int segment;            ///< of that input
  Word expected, actual;  ///< of the port
};

/// What the comparison says of one model.
struct ModelVerdict {
  std::string model;
  std::uint64_t mismatches = 0;  ///< cycles with any difference
  std::uint64_t results = 0;     ///< handshakes at the model's own output
  std::optional<Mismatch> first;
};

struct LockstepResult {
  std::uint64_t cycles = 0;       ///< all: reset, loading the table, data, draining
  std::uint64_t flow_cycles = 0;  ///< from the first cycle of data to the last accepted input
  std::uint64_t inputs = 0;       ///< accepted
  std::uint64_t answered = 0;     ///< accepted, and all their results delivered by the golden model
  std::uint64_t dropped = 0;      ///< accepted, then lost to a reset
  std::uint64_t data_from = 0;    ///< the first cycle that may offer an input
  std::uint64_t results = 0;      ///< delivered by the golden model
  std::vector<ModelVerdict> verdicts;

  double results_per_cycle() const;

  /// All models equal in every cycle, with as many results as the golden model; all inputs answered or lost to resets.
  bool passed() const;
  std::uint64_t mismatches() const;  ///< over all models
};

/// A result and its input.
struct LockstepSample {
  StimulusInput input;
  Word y;
};

/// Called with results in their order, a block at a time.
using SampleSink = std::function<void(const LockstepSample* samples, std::size_t count)>;
/// Called after each block with the inputs accepted so far.
using ProgressSink = std::function<void(std::uint64_t inputs)>;

/// Resets the models, loads the table through their write ports, feeds them the stimulus and compares every output
/// of every model with the golden model in every cycle: valid_o and ready_o from the first clock edge of the reset on,
/// segment_o once the table is loaded (in a wide unit, where it belongs to a register, from the first result on), y_o
/// from the first result on. Works a block of cycles at a time; the first model runs in the calling thread, where
/// SystemC has to be, the others beside it. Throws UnitStopped with the cycle, from 0, the first one of reset.
LockstepResult run_lockstep(const UnitTable& table, const std::vector<UnitModel*>& models, Stimulus& stimulus,
                            const LockstepOptions& options, const SampleSink& on_samples = {},
                            const ProgressSink& on_progress = {});

/// The same, held against that golden model of the table's unit, which may have run before. options.latency is not
/// asked.
LockstepResult run_against(UnitModel& golden, const UnitTable& table, const std::vector<UnitModel*>& models,
                           Stimulus& stimulus, const LockstepOptions& options, const SampleSink& on_samples = {},
                           const ProgressSink& on_progress = {});

}  // namespace pwlsim::lockstep
