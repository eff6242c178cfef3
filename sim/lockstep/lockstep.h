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

/// Options of a lockstep run.
struct LockstepOptions {
  Stall stall;
  std::uint64_t seed = 1;                   ///< for stalls, for the words of idle inputs, and for rewrites
  std::optional<std::uint64_t> max_cycles;  ///< offer inputs in that many cycles at most
  std::optional<int> latency;  ///< cycles from input to result of a foreign unit; default: the configuration's
  /// Compare y_o also while valid_o is low. The project's units then hold the last result; foreign units need not.
  bool compare_idle = true;
  /// Probability that a cycle rewrites a random register with a random word while data flow.
  double rewrite = 0;
  /// Probability that a cycle of data is a cycle of reset, which loses all inputs in flight.
  double reset = 0;
  /// In the cycles that count for power (CycleInputs::counted), idle inputs hold their values instead of carrying
  /// random bits, whose toggles would count as the unit's. Random bits then come only in 64 cycles between table and
  /// data, and after the data.
  bool quiet_idle = false;
};

/// The first cycle in which a model differed from the golden model.
struct Mismatch {
  std::uint64_t cycle;    ///< from 0, the first cycle of reset
  std::string port;       ///< the first output that differs
  StimulusInput input;    ///< the input whose result differs, else the one at the input port
  int segment;            ///< of that input
  Word expected, actual;  ///< of the port
};

/// The result of the comparison for one model.
struct ModelVerdict {
  std::string model;
  std::uint64_t mismatches = 0;  ///< cycles with any difference
  std::uint64_t results = 0;     ///< handshakes at the model's own output
  std::optional<Mismatch> first;
};

/// Counts of a lockstep run, and the verdict for each model.
struct LockstepResult {
  std::uint64_t cycles = 0;       ///< all cycles: reset, loading the table, data, draining
  std::uint64_t flow_cycles = 0;  ///< from the first cycle of data to the last accepted input
  std::uint64_t inputs = 0;       ///< accepted
  std::uint64_t answered = 0;     ///< inputs whose results the golden model has all delivered
  std::uint64_t dropped = 0;      ///< inputs lost to a reset
  std::uint64_t data_from = 0;    ///< the first cycle that may offer an input
  std::uint64_t results = 0;      ///< delivered by the golden model
  std::vector<ModelVerdict> verdicts;

  double results_per_cycle() const;

  /// Whether all models were equal in every cycle and had as many results as the golden model, and all inputs were
  /// answered or lost to resets.
  bool passed() const;
  std::uint64_t mismatches() const;  ///< over all models
};

/// A result and its input.
struct LockstepSample {
  StimulusInput input;
  Word y;
};

/// Called with the results in order, a block at a time.
using SampleSink = std::function<void(const LockstepSample* samples, std::size_t count)>;
/// Called after each block with the number of inputs accepted so far.
using ProgressSink = std::function<void(std::uint64_t inputs)>;

/// Resets the models, loads the table through their write ports, feeds them the stimulus and compares every output of
/// every model with the golden model in every cycle: valid_o and ready_o from the first clock edge of the reset on,
/// segment_o once the table is loaded (or, where it belongs to a register, from the first result on), y_o from the
/// first result on. It works on blocks of cycles. The first model runs in the calling thread, where SystemC must run,
/// and the others beside it. Throws UnitStopped with the cycle, counted from 0, the first cycle of reset.
LockstepResult run_lockstep(const UnitTable& table, const std::vector<UnitModel*>& models, Stimulus& stimulus,
                            const LockstepOptions& options, const SampleSink& on_samples = {},
                            const ProgressSink& on_progress = {});

/// The same against the golden model `golden` of the table's unit, which may have run before. options.latency is
/// ignored.
LockstepResult run_against(UnitModel& golden, const UnitTable& table, const std::vector<UnitModel*>& models,
                           Stimulus& stimulus, const LockstepOptions& options, const SampleSink& on_samples = {},
                           const ProgressSink& on_progress = {});

}  // namespace pwlsim::lockstep
