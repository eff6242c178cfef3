// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/random.h"
#include "sim/lockstep/in_flight.h"
#include "sim/lockstep/lockstep.h"
#include "sim/lockstep/stall.h"
#include "sim/lockstep/stimulus.h"
#include "sim/unit/unit_model.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::lockstep {

/// A block of cycles: inputs, expected outputs, and the input that the golden result at the output belongs to.
struct Block {
  static constexpr std::size_t kMostCycles = 8192;

  std::array<CycleInputs, kMostCycles> in;
  std::array<CycleOutputs, kMostCycles> golden;
  std::array<StimulusInput, kMostCycles> at_output;
  std::size_t cycles = 0;
};

/// Makes the inputs of each cycle of a run: reset, table, stimulus under stalls, draining. It runs the golden model
/// cycle by cycle and takes the handshake from that: an input stays until the golden model takes it, and the run ends
/// when the golden model has answered all inputs.
class Driver {
 public:
  /// The arguments must outlive the driver.
  Driver(const UnitTable& table, UnitModel& golden, Stimulus& stimulus, const LockstepOptions& options);

  /// Makes the next cycles; none when the run has ended.
  void fill(Block& block);

  /// Inputs that the golden model has taken, answered in full, and lost to resets.
  std::uint64_t inputs() const { return accepted_; }
  std::uint64_t answered() const { return in_flight_.answered(); }
  std::uint64_t dropped() const { return dropped_; }
  /// Cycles from the first one of data to the last accepted input.
  std::uint64_t flow_cycles() const;

  /// The first cycle with a loaded table.
  std::uint64_t table_loaded_at() const;

  /// The first cycle that may offer an input.
  std::uint64_t data_from() const;

 private:
  bool done() const;
  CycleInputs cycle();
  void flow(CycleInputs& in);
  void add_noise(CycleInputs& in);
  void hold_idle(CycleInputs& in) const;
  bool fetch(bool ending);
  bool refill();
  bool more_to_come() { return !flow_ended_ && refill(); }
  void advance(const CycleInputs& in, const CycleOutputs& out);
  std::uint32_t random_address();

  const UnitTable& table_;
  std::vector<RegisterWrite> writes_;
  UnitModel& golden_;
  bool rows_;
  Stimulus& stimulus_;
  const LockstepOptions& options_;
  Stall stall_;
  Random random_;

  std::array<StimulusInput, 1024> buffer_;
  std::size_t fetched_ = 0, available_ = 0;
  StimulusInput pending_{};
  CycleInputs idle_write_{}, previous_{};
  bool is_pending_ = false, flow_ended_ = false, stimulus_ended_ = false;
  bool row_open_ = false;  ///< whether the row of the input fetched last is not closed
  InFlight in_flight_;
  std::uint64_t cycle_ = 0, accepted_ = 0, dropped_ = 0, last_accept_ = 0, idle_ = 0;
};

}  // namespace pwlsim::lockstep
