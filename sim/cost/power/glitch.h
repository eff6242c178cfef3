// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/cost/netlist/netlist.h"
#include "sim/rooms.h"
#include "sim/unit/cycle.h"

namespace pwlsim::cost {

/// Activity of a netlist with the delays of its cells, in the counted cycles. Each vector has one entry for each net of
/// Netlist::nets.
struct DelayedActivity {
  std::vector<std::uint64_t> transitions;  ///< all, including glitches; changes from and to unknown values do not count
  std::vector<std::uint64_t> settled;      ///< those between the values just before the ends of cycles
  std::uint64_t cycles;                    ///< number of counted cycles
  std::uint64_t unknown;  ///< number of nets that were unknown at the end of a cycle, summed over the cycles
  double seconds;         ///< wall-clock time of the simulation
  std::vector<std::uint64_t> unknown_in;  ///< number of counted cycles that began or ended with the net unknown
  /// For each net: the last counted cycle with it unknown, as an index in the given cycles; -1 if there is none.
  std::vector<std::int64_t> unknown_last;

  /// Transitions of each net per cycle.
  std::vector<double> activity() const;
};

/// Simulates a netlist with Icarus Verilog and the specify delays of the Verilog models that come with a cell library.
/// These are intrinsic delays, without the delays of loads and wires, so the result is an estimate of where glitches
/// arise. `verilog` is the netlist as a file; `cycles` begin with the reset and the loading of the table, as
/// InputRecorder has them; `period` is the clock's in ns. Inputs change a twentieth of the period after the rising edge
/// that begins a cycle. Throws InputError with the tool's message for models that Icarus cannot read and for a netlist
/// that does not match them, and when no cycle is counted.
DelayedActivity simulate_delays(const std::filesystem::path& verilog, const Netlist& netlist,
                                const std::filesystem::path& cell_models, const std::vector<CycleInputs>& cycles,
                                double period);

/// Compares a simulation with delays with one without. Settled values must agree, except those that are unknown from
/// the start. `toggles` are those of each net in the counted cycles, without delays. `clocks` marks nets to skip. From
/// cycle `flushed_from` on no net may be unknown. Throws InputError that names the models and a net when the
/// simulations differ, which means that the models do not match the library.
void check_settled(const DelayedActivity& delayed, const Netlist& netlist, const std::vector<bool>& clocks,
                   const std::vector<std::uint64_t>& toggles, std::size_t flushed_from,
                   const std::filesystem::path& cell_models);

}  // namespace pwlsim::cost
