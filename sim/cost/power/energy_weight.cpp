// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/energy_weight.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <optional>
#include <string>

namespace pwlsim::cost {
namespace {

using Values = CellStates::Values;

/// Divides the edges of a pin among its groups of internal power.
class Divider {
 public:
  Divider(const CellStates& states, const LibertyPin& pin)
      : groups_(pin.internal_power), shares_(groups_.size(), EdgeShares{0, 0}) {
    for (const InternalPower& group : groups_) conditions_.push_back(states.bind(group.when));
  }

  /// Gives the edge's share to those of `candidates` (indices) whose `when` holds on one of the two sides.
  void divide(int edge, const Values& one, const Values& other, const std::vector<std::size_t>& candidates) {
    ++edges_[edge];
    std::map<std::string, double> holding, resting;  // by supply: how many `when` hold, and how many groups have none
    std::vector<double> parts(candidates.size(), 0);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const InternalPower& group = groups_[candidates[i]];
      if (group.energy[edge].empty()) continue;
      if (group.when.empty()) {
        ++resting[group.supply];
        continue;
      }
      const CellStates::Condition& when = conditions_[candidates[i]];
      parts[i] = (CellStates::holds(when, one) ? 1 : 0) + (CellStates::holds(when, other) ? 1 : 0);
      holding[group.supply] += parts[i];
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const InternalPower& group = groups_[candidates[i]];
      if (group.energy[edge].empty()) continue;
      const double held = holding[group.supply];
      const double part = group.when.empty() ? (held == 0 ? 1 / resting[group.supply] : 0)
                          : held == 0        ? 0
                                             : parts[i] / held;
      shares_[candidates[i]][edge] += part;
    }
  }

  /// Each group's mean share of the edges that were divided.
  std::vector<EdgeShares> of_edges() const { return scaled(edges_); }
  /// Each group's mean share of `edges` edges of another pin, in either direction.
  std::vector<EdgeShares> of(double edges) const { return scaled({edges, edges}); }
  bool empty() const { return edges_[0] + edges_[1] == 0; }

 private:
  std::vector<EdgeShares> scaled(const EdgeShares& edges) const {
    std::vector<EdgeShares> shares = shares_;
    for (EdgeShares& share : shares) {
      for (const int edge : {0, 1}) share[edge] /= std::max(edges[edge], 1.0);
    }
    return shares;
  }

  const std::vector<InternalPower>& groups_;
  std::vector<CellStates::Condition> conditions_;
  std::vector<EdgeShares> shares_;
  EdgeShares edges_{0, 0};
};

/// The probability that an input passes, as OpenSTA 2.0.17 infers it from the form of the function: only for an operand
/// of the uppermost operator.
std::optional<double> passes_by_form(const BooleanFunction& function, const std::string& input) {
  const auto is_input = [&](int node) {
    if (function.nodes[node].kind == '!') node = function.nodes[node].left;
    return function.nodes[node].kind == 'v' && function.inputs[function.nodes[node].left] == input;
  };
  auto top = static_cast<int>(function.nodes.size()) - 1;
  while (function.nodes[top].kind == '!') top = function.nodes[top].left;
  const auto& [kind, left, right] = function.nodes[top];
  if (kind == 'v') return is_input(top) ? std::optional<double>(1) : std::nullopt;
  if (kind == '0' || kind == '1' || (!is_input(left) && !is_input(right))) return std::nullopt;
  const double other = independent_chance(function, is_input(left) ? right : left);
  return kind == '&' ? other : 1 - other;
}

}  // namespace

InputShares input_shares(const CellStates& states, const LibertyPin& pin) {
  std::vector<std::size_t> all(pin.internal_power.size());
  std::iota(all.begin(), all.end(), 0);
  Divider any(states, pin), still(states, pin), changing(states, pin);
  const std::size_t place = *states.place(pin.name);
  bool is_clock = false;
  for (const CellStates::Event& event : states.events(pin.name)) {
    const int edge = event.before[place] != 0 ? 1 : 0;
    for (Divider* divider : {&any, event.changing ? &changing : &still}) {
      divider->divide(edge, event.before, event.flipped, all);
    }
    is_clock = is_clock || event.clocked;
  }
  if (!is_clock) return {any.of_edges(), any.of_edges()};
  return {still.of_edges(), changing.of_edges()};
}

std::vector<OutputCause> output_causes(const CellStates& states, const LibertyPin& pin) {
  const std::vector<InternalPower>& groups = pin.internal_power;
  std::map<std::string, std::vector<std::size_t>> candidates;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const std::string& cause : groups[i].related_pins) candidates[cause].push_back(i);
    if (groups[i].related_pins.empty()) candidates[""].push_back(i);
  }
  const auto output = states.place(pin.name);
  std::vector<OutputCause> causes;
  for (const auto& [cause, own] : candidates) {
    Divider divider(states, pin);
    double edges = 0;
    for (const std::string& input : states.inputs()) {
      if (!output || (cause.empty() ? candidates.count(input) != 0 : input != cause)) continue;
      for (const CellStates::Event& event : states.events(input)) {
        ++edges;
        const bool before = event.before[*output] != 0;
        if (before != (event.after[*output] != 0)) divider.divide(before ? 1 : 0, event.before, event.after, own);
      }
    }
    if (divider.empty()) {
      edges = 0;
      for (const Values& values : states.settled()) {
        ++edges;
        for (const int edge : {0, 1}) divider.divide(edge, values, values, own);
      }
    }
    causes.push_back({cause, cause.empty() ? divider.of_edges() : divider.of(edges)});
  }
  return causes;
}

double open_sta_weight(const LibertyPin& pin, const InternalPower& group, double related_activity, double activity,
                       bool clock) {
  if (!group.when.empty()) return independent_chance(group.when, static_cast<int>(group.when.nodes.size()) - 1);
  if (!group.related_pins.empty() && !pin.function.empty()) {
    if (const auto passes = passes_by_form(pin.function, group.related_pins[0])) {
      return activity == 0 ? 0 : related_activity / activity * *passes;
    }
  }
  return clock ? 1 : 0.5;
}

}  // namespace pwlsim::cost
