// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/energy_weight.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

namespace pwlsim::cost {
namespace {

bool uses(const BooleanFunction& function, const std::string& input) {
  return std::find(function.inputs.begin(), function.inputs.end(), input) != function.inputs.end();
}

/// OpenSTA 2.0.17 infers from the form of the function alone when an input passes: known only for an operand of the
/// uppermost operator.
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

std::vector<double> causes(const LibertyPin& pin) {
  const std::vector<InternalPower>& groups = pin.internal_power;
  std::vector<double> shares;
  shares.reserve(groups.size());
  for (const InternalPower& group : groups) {
    BooleanFunction passes;
    if (group.related_pins.size() == 1 && uses(pin.function, group.related_pins[0])) {
      passes = difference(pin.function, group.related_pins[0]);
    }
    const bool always = group.when.empty() && passes.empty();
    shares.push_back(always ? 1
                            : share_true(group.when.empty() ? passes
                                         : passes.empty()   ? group.when
                                                            : both(group.when, passes)));
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!groups[i].when.empty()) continue;
    for (std::size_t k = 0; k < groups.size(); ++k) {
      const bool sibling = !groups[k].when.empty() && groups[k].related_pins == groups[i].related_pins;
      if (sibling) shares[i] = std::max(0.0, shares[i] - shares[k]);
    }
  }
  return shares;
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
