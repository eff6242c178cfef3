// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/cell_states.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostCounted = 12;

bool defined(const LibertyPin& pin) { return pin.direction != LibertyPin::Direction::kInput && !pin.function.empty(); }

}  // namespace

CellStates::CellStates(const LibertyCell& cell, const std::map<std::string, bool>& tied,
                       const std::vector<const BooleanFunction*>& conditions) {
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction != LibertyPin::Direction::kInput) continue;
    inputs_.push_back(pin.name);
    name(pin.name);
  }
  for (const LibertyState& state : cell.states) name(state.name);
  // A name with a definition is not a variable.
  const auto is_defined = [&](const std::string& wanted) {
    return std::any_of(cell.pins.begin(), cell.pins.end(),
                       [&](const LibertyPin& pin) { return pin.name == wanted && defined(pin); }) ||
           std::any_of(cell.states.begin(), cell.states.end(),
                       [&](const LibertyState& state) { return state.inverted_name == wanted; });
  };
  const auto add_names = [&](const BooleanFunction& function) {
    for (const std::string& input : function.inputs) {
      if (!is_defined(input)) name(input);
    }
  };
  for (const BooleanFunction* condition : conditions) add_names(*condition);
  for (const LibertyPin& pin : cell.pins) {
    add_names(pin.function);
    for (const InternalPower& group : pin.internal_power) add_names(group.when);
  }
  for (const LibertyState& state : cell.states) {
    for (const BooleanFunction* function : {&state.data, &state.clock, &state.clear, &state.preset}) {
      add_names(*function);
    }
  }
  variables_ = places_.size();
  for (const LibertyState& state : cell.states) {
    if (places_.count(state.inverted_name) == 0) {
      const std::size_t value = name(state.name);
      inverted_.emplace_back(name(state.inverted_name), value);
    }
  }
  std::vector<const LibertyPin*> outputs;
  for (const LibertyPin& pin : cell.pins) {
    if (!defined(pin) || places_.count(pin.name) != 0) continue;
    outputs.push_back(&pin);
    name(pin.name);
  }
  for (const LibertyPin* output : outputs) derived_.push_back({name(output->name), bind(output->function)});
  for (const LibertyState& state : cell.states) {
    states_.push_back({.flop = state.flop,
                       .value = name(state.name),
                       .data = bind(state.data),
                       .clock = bind(state.clock),
                       .clear = bind(state.clear),
                       .preset = bind(state.preset)});
  }
  settle(tied);
}

std::size_t CellStates::name(const std::string& name) { return places_.emplace(name, places_.size()).first->second; }

std::optional<std::size_t> CellStates::place(const std::string& name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

CellStates::Condition CellStates::bind(const BooleanFunction& function) const {
  Condition condition{&function, {}};
  for (const std::string& input : function.inputs) condition.places.push_back(places_.at(input));
  return condition;
}

bool CellStates::holds(const Condition& condition, const Values& values) {
  std::uint64_t inputs = 0;
  for (std::size_t i = 0; i < condition.places.size(); ++i) {
    inputs |= std::uint64_t{values[condition.places[i]] != 0} << i;
  }
  return evaluate(*condition.function, inputs);
}

/// Sets the values of all names that are functions of the variables.
void CellStates::complete(Values& values) const {
  for (const auto& [place, state] : inverted_) values[place] = static_cast<char>(values[state] ^ 1);
  for (int round = 0; round < 2; ++round) {  // twice, as an output may be a function of another one
    for (const Derived& output : derived_) values[output.place] = static_cast<char>(holds(output.function, values));
  }
}

bool CellStates::settles(const Values& values) const {
  return std::all_of(states_.begin(), states_.end(), [&](const State& state) {
    const bool clear = holds(state.clear, values), preset = holds(state.preset, values);
    const bool value = values[state.value] != 0;
    if (clear || preset) return clear != preset && value == preset;
    return state.flop || !holds(state.clock, values) || value == holds(state.data, values);
  });
}

void CellStates::settle(const std::map<std::string, bool>& tied) {
  const bool all = variables_ <= kMostCounted;
  std::mt19937_64 random;  // NOLINT(cert-msc51-cpp): the same values in every run
  for (std::uint64_t i = 0; i < std::uint64_t{1} << (all ? variables_ : kMostCounted); ++i) {
    Values values(places_.size(), 0);
    for (std::size_t k = 0; k < variables_; ++k) values[k] = static_cast<char>((all ? i >> k : random() >> 40) & 1);
    complete(values);
    const bool fits = std::all_of(tied.begin(), tied.end(), [&](const auto& constant) {
      return (values[places_.at(constant.first)] != 0) == constant.second;
    });
    if (fits && settles(values)) settled_.push_back(std::move(values));
  }
}

std::optional<CellStates::Values> CellStates::next(const Values& before, const Values& flipped) const {
  Values after = flipped;
  for (const State& state : states_) {
    if (state.flop && !holds(state.clock, before) && holds(state.clock, flipped)) {
      after[state.value] = static_cast<char>(holds(state.data, before));
    }
  }
  complete(after);
  for (std::size_t round = 0; round < states_.size(); ++round) {  // a latch may depend on another one
    for (const State& state : states_) {
      if (holds(state.preset, after)) {
        after[state.value] = 1;
      } else if (holds(state.clear, after)) {
        after[state.value] = 0;
      } else if (!state.flop && holds(state.clock, after)) {
        after[state.value] = static_cast<char>(holds(state.data, after));
      }
      complete(after);
    }
  }
  if (!settles(after)) return std::nullopt;
  return after;
}

bool CellStates::changing(const Values& values) const {
  return std::any_of(states_.begin(), states_.end(), [&](const State& state) {
    return state.flop && !holds(state.clear, values) && !holds(state.preset, values) &&
           holds(state.data, values) != (values[state.value] != 0);
  });
}

bool CellStates::just_clocked(const Values& values) const {
  return !changing(values) && std::all_of(states_.begin(), states_.end(), [&](const State& state) {
    return !state.flop || holds(state.clock, values);
  });
}

std::vector<CellStates::Event> CellStates::events(const std::string& input) const {
  const std::size_t pin = places_.at(input);
  const auto named = [&](const Condition& condition) {
    return std::find(condition.places.begin(), condition.places.end(), pin) != condition.places.end();
  };
  bool data = false, forces = false;
  for (const State& state : states_) {
    data = data || (state.flop && named(state.data) && !named(state.clock));
    forces = forces || named(state.clear) || named(state.preset);
  }
  const auto forced = [&](const Values& values) {
    return std::any_of(states_.begin(), states_.end(),
                       [&](const State& state) { return holds(state.clear, values) || holds(state.preset, values); });
  };
  std::vector<Event> events;
  for (const Values& before : settled_) {
    if (!forces && (forced(before) || (data && !just_clocked(before)))) continue;
    Values flipped = before;
    flipped[pin] ^= 1;
    complete(flipped);
    std::optional<Values> after = next(before, flipped);
    if (!after) continue;
    const bool clocked = std::any_of(states_.begin(), states_.end(), [&](const State& state) {
      return state.flop && !holds(state.clock, before) && holds(state.clock, flipped);
    });
    events.push_back({.before = before,
                      .flipped = std::move(flipped),
                      .after = std::move(*after),
                      .changing = changing(before),
                      .clocked = clocked});
  }
  return events;
}

}  // namespace pwlsim::cost
