// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/cost/netlist/netlist.h"
#include "sim/rooms.h"
#include "sim/unit/cycle.h"

namespace pwlsim::cost {

/// Activity of a netlist with the delays of its cells, in the counted cycles. Each vector has an entry a net, as
/// Netlist::nets has.
struct DelayedActivity {
  std::vector<std::uint64_t> transitions;  ///< all, those of glitches included; from and to unknown values none
  std::vector<std::uint64_t> settled;      ///< those that remain when each cycle is looked at just before its end
  std::uint64_t cycles;                    ///< that were counted
  std::uint64_t unknown;                   ///< nets that were unknown at the end of a cycle, summed over the cycles
  double seconds;                          ///< wall-clock time of the simulation
  std::vector<std::uint64_t> unknown_in;   ///< of each net: counted cycles that began or ended with it unknown
  std::vector<std::int64_t>
      unknown_last;  ///< of each net: the last counted cycle of those given with it unknown; or -1

  /// Transitions of each net in a cycle, on average.
  std::vector<double> activity() const;
};

/// Simulates a netlist with Icarus Verilog and the specify delays of the Verilog models that come with a cell library.
/// They are intrinsic delays, without those of loads and wires: an estimate of where glitches arise. `verilog` is the
/// netlist as a file; `cycles` begin with the reset and the loading of the table, as InputRecorder gives them; `period`
/// is the clock's in ns. Inputs change a twentieth of it after the rising edge that begins a cycle. Throws InputError
/// with the tool's words for models that Icarus cannot read, for a netlist that does not go with them, and when no
/// cycle is counted.
DelayedActivity simulate_delays(const std::filesystem::path& verilog, const Netlist& netlist,
                                const std::filesystem::path& cell_models, const std::vector<CycleInputs>& cycles,
                                double period);

/// Holds a simulation with delays against one without: once all has settled they agree, but for what is unknown from
/// the start. `toggles`: of each net in the counted cycles, without delays; `clocks`: nets to pass over;
/// `flushed_from`: cycle from which nothing may be unknown. Throws InputError, naming the models and a net, when they
/// differ: then the models do not do what the library says.
void check_settled(const DelayedActivity& delayed, const Netlist& netlist, const std::vector<bool>& clocks,
                   const std::vector<std::uint64_t>& toggles, std::size_t flushed_from,
                   const std::filesystem::path& cell_models);

}  // namespace pwlsim::cost
