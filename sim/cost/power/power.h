// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/cost/netlist/mapped_netlist.h"

namespace pwlsim::cost {

/// What the energies in a Liberty file's `internal_power` groups are multiplied with.
enum class EnergyCount {
  /// As Liberty means them: a transition is a rise or a fall, half of each; of an output's groups the one counts whose
  /// related pin caused the transition, in proportion to the activity of that pin and the share of input values for
  /// which
  /// the function lets it pass.
  kPerTransition,
  /// As OpenSTA 2.0.17 does, for comparison with its report_power: the sum of rise and fall for each transition (clock
  /// pins, buffers and inverters count twice), and groups that add up to more than one cause (three for the A, B and C
  /// of a full adder, half each). Later versions take the mean of the edges and weights that sum to one.
  kOpenSta2017
};

struct PowerConditions {
  double period = 10;       ///< ns
  double input_slew = 0.1;  ///< of the input ports and the clock, ns
  EnergyCount count = EnergyCount::kPerTransition;
  std::set<std::string> stopped_parts;  ///< parts whose cells get no clock: their clock pins do not toggle
};

/// In W. The sum of the four is the power drawn from the supply.
struct Power {
  double internal = 0;   ///< in cells, except for what the clock causes
  double switching = 0;  ///< of the load of nets that cells drive, except for clock nets
  double clock = 0;      ///< in cells because a clock pin or clock net toggles, and of the load of clock nets
  double leakage = 0;
  double total() const { return internal + switching + clock + leakage; }
};

struct PowerReport {
  Power total;
  std::map<std::string, Power> parts;  ///< by Netlist::Cell::part
  std::vector<Power> cells;            ///< of each cell of the netlist, with the load that it drives
  /// Load of the nets that input ports drive, the clock's among them, W: drawn by whoever drives the unit, as OpenSTA
  /// has it, so not part of the total.
  double input_nets = 0;
};

/// Power from the transitions a clock cycle of each net (2 for a clock that is not gated). Internal energy at the slews
/// of find_slews and the real load, C V^2 / 2 for each transition of a net (with the mean of the pins' rise and fall
/// capacitances, as there is a fall to each rise; with kOpenSta2017 the greater one), leakage as LibertyCell::leakage.
/// Two outputs of a cell that toggle at once count as two, as the library's groups do.
PowerReport find_power(const MappedNetlist& mapped, const std::vector<double>& activity,
                       const PowerConditions& conditions);

/// Transitions a cycle of each net, from those counted in so many cycles.
std::vector<double> per_cycle(const std::vector<std::uint64_t>& counts, std::uint64_t cycles);

/// The same transitions a cycle for each net, 2 for the clock nets. With `data` 0 the idle unit.
std::vector<double> uniform_activity(const MappedNetlist& mapped, double data);

}  // namespace pwlsim::cost
