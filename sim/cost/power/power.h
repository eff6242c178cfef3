// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/cost/netlist/mapped_netlist.h"

namespace pwlsim::cost {

/// The factors by which the energies in a Liberty file's `internal_power` groups are multiplied.
enum class EnergyCount {
  /// As Liberty defines them: half of all transitions are rises and half are falls. Of an output's groups, the one
  /// counts whose related pin caused the transition, in proportion to the activity of that pin and the share of input
  /// values for which the function lets its edges pass.
  kPerTransition,
  /// As OpenSTA 2.0.17 does, for comparison with its report_power: the sum of rise and fall for each transition (clock
  /// pins, buffers and inverters count twice), and groups that add up to more than one cause (three for the A, B and C
  /// of a full adder, half each). Later versions take the mean of the edges and weights that sum to one.
  kOpenSta2017
};

/// The conditions of a power figure.
struct PowerConditions {
  double period = 10;       ///< ns
  double input_slew = 0.1;  ///< of the input ports and the clock, ns
  EnergyCount count = EnergyCount::kPerTransition;
  std::set<std::string> stopped_parts;  ///< parts whose cells get no clock, so that their clock pins do not toggle
};

/// Power drawn from the supply, in W, as four shares.
struct Power {
  double internal = 0;   ///< in cells, without what the clock causes
  double switching = 0;  ///< in the load of nets that cells drive, without clock nets
  double clock = 0;      ///< in cells because a clock pin or clock net toggles, and in the load of clock nets
  double leakage = 0;
  double total() const { return internal + switching + clock + leakage; }
};

/// Power of a netlist as a whole, by part and by cell.
struct PowerReport {
  Power total;
  std::map<std::string, Power> parts;  ///< by Netlist::Cell::part
  std::vector<Power> cells;            ///< for each cell of the netlist, including the load that it drives
  /// Power for the load of the nets that input ports drive, the clock's included, W. It is drawn by whatever drives the
  /// unit, so, as in OpenSTA, it is not part of the total.
  double input_nets = 0;
};

/// Power from the transitions per clock cycle of each net (2 for a clock that is not gated). Internal energy is taken
/// at the slews of find_slews() and the real load. Each transition of a net takes C V^2 / 2, where C has the mean of
/// the pins' rise and fall capacitances, as each rise has a fall (with kOpenSta2017 the greater one). Leakage is
/// LibertyCell::leakage. Two outputs of a cell that toggle at once count as two, as the library's groups do.
PowerReport find_power(const MappedNetlist& mapped, const std::vector<double>& activity,
                       const PowerConditions& conditions);

/// Transitions per cycle of each net, from `counts` in that many cycles.
std::vector<double> per_cycle(const std::vector<std::uint64_t>& counts, std::uint64_t cycles);

/// `data` transitions per cycle for each net, 2 for clock nets. With `data` 0 the unit is idle.
std::vector<double> uniform_activity(const MappedNetlist& mapped, double data);

}  // namespace pwlsim::cost
