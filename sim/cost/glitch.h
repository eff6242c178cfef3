// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/cost/netlist.h"
#include "sim/lockstep/cycle.h"

namespace pwlsim {

/// Activity of a netlist with the delays of its cells, in the counted cycles. Each vector has an entry a net, as
/// Netlist::nets has.
struct DelayedActivity {
  std::vector<std::uint64_t> transitions;  ///< all, those of glitches included; from and to unknown values none
  std::vector<std::uint64_t> settled;      ///< those that remain when each cycle is looked at just before its end
  std::uint64_t cycles;                    ///< that were counted
  std::uint64_t unknown;                   ///< nets that were unknown at the end of a cycle, summed over the cycles
  double seconds;                          ///< wall-clock time of the simulation

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

}  // namespace pwlsim
