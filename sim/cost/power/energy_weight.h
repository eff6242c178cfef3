// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/cost/liberty/cell_states.h"
#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

// Which of a pin's groups of internal power an edge of it counts for. Cells are taken to be in all states that they can
// reach (CellStates) alike, so Q and QN are never 1 together. Each edge has one share to give for each supply:
// - Groups whose `when` holds get it, in equal parts if several do; a group without `when` gets what they leave.
// - Groups without a table for the edge get none of it.
// - Where a `when` names the toggling pin, or what follows from it, both sides of the edge count: of an input its
//   values before and after with the states before, of an output all values before and after.

/// [0] of a rise, [1] of a fall.
using EdgeShares = std::array<double, 2>;

/// Of each group of an input pin. What no group covers costs nothing: the sum is then below one.
struct InputShares {
  std::vector<EdgeShares> still;     ///< of a clock's edges in a cycle that leaves the flop as it is
  std::vector<EdgeShares> changing;  ///< in one that changes it; the same as `still` for all other pins
};
InputShares input_shares(const CellStates& states, const LibertyPin& pin);

/// Of each group of an output pin, the share of a related pin's edges that make an edge of the output and fall to the
/// group. A related pin whose edges cannot be followed, such as the clock of a clock gate, makes edges always.
struct OutputCause {
  std::string pin;  ///< empty: for groups without related pins, as shares of the output's own edges
  std::vector<EdgeShares> shares;
};
std::vector<OutputCause> output_causes(const CellStates& states, const LibertyPin& pin);

/// The weight that OpenSTA 2.0.17 gives the same groups when each input is 1 half of the time; `related_activity` and
/// `activity` in transitions a cycle; `clock`: whether the related pin (the pin itself when there is none) is a
/// clock's.
double open_sta_weight(const LibertyPin& pin, const InternalPower& group, double related_activity, double activity,
                       bool clock);

}  // namespace pwlsim::cost
