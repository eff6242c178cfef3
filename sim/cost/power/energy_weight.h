// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/cost/liberty/cell_states.h"
#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

// How an edge of a pin is divided among the pin's groups of internal power. All states that a cell can reach
// (CellStates) count alike, so Q and QN are never both 1. Each edge has one share per supply to divide:
// - Groups whose `when` holds get it, in equal parts if there are several; a group without `when` gets the rest.
// - Groups without a table for the edge get none of it.
// - - If a `when` names the toggling pin, or what follows from it, both sides of the edge count: of an input its
//   values before and after with the states before, of an output all values before and after.

/// Shares of the two edges: [0] of the rise, [1] of the fall.
using EdgeShares = std::array<double, 2>;

/// The shares of each group of an input pin. Their sum is below one if no group covers some states, which then take no
/// energy.
struct InputShares {
  std::vector<EdgeShares> still;     ///< for a clock's edges in a cycle that leaves the flop unchanged
  std::vector<EdgeShares> changing;  ///< for those in a cycle that changes it; the same as `still` for all other pins
};
InputShares input_shares(const CellStates& states, const LibertyPin& pin);

/// For each group of an output pin, the share of a related pin's edges that cause an edge of the output and count for
/// the group. A related pin whose effect cannot be derived, such as the clock of a clock gate, is taken to cause an
/// edge always.
struct OutputCause {
  std::string pin;  ///< the related pin; empty: groups without one, with shares of the output's own edges
  std::vector<EdgeShares> shares;
};
std::vector<OutputCause> output_causes(const CellStates& states, const LibertyPin& pin);

/// The weight that OpenSTA 2.0.17 gives a group when each input is 1 half of the time. `related_activity` and
/// `activity` are in transitions per cycle. `clock`: whether the related pin, or the pin itself when there is none,
/// carries a clock.
double open_sta_weight(const LibertyPin& pin, const InternalPower& group, double related_activity, double activity,
                       bool clock);

}  // namespace pwlsim::cost
