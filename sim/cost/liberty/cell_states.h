// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// What the pins and states of a cell can be at once. Its variables are the input pins, the states of its ff or latch
/// group, and names that nothing defines, such as an output without a function; other outputs and the inverted names of
/// states are functions of them.
class CellStates {
 public:
  /// A value for each name of the cell.
  using Values = std::vector<char>;

  /// A function together with the places of its inputs in Values.
  struct Condition {
    const BooleanFunction* function;
    std::vector<std::size_t> places;
  };

  /// An edge of an input pin.
  struct Event {
    Values before;
    Values flipped;  ///< with the pin's other value, the states still those before
    Values after;
    bool changing;  ///< the next active edge of the clock, or this one, changes a flop
    bool clocked;   ///< this edge is the active one of a flop's clock
  };

  /// `tied`: inputs with a constant. `conditions`: functions besides those of the cell that are to be bound; their
  /// names count as the cell's.
  explicit CellStates(const LibertyCell& cell, const std::map<std::string, bool>& tied = {},
                      const std::vector<const BooleanFunction*>& conditions = {});

  /// `function` must outlive the condition.
  Condition bind(const BooleanFunction& function) const;
  static bool holds(const Condition& condition, const Values& values);

  /// Place of a name in Values; none when the cell has no such name.
  std::optional<std::size_t> place(const std::string& name) const;
  /// Names of the input pins.
  const std::vector<std::string>& inputs() const { return inputs_; }

  /// All values that can last: a latch that is open holds its data, a cleared state is 0, a preset one 1, and none is
  /// both. Above 12 variables 4096 of them at random, always the same.
  const std::vector<Values>& settled() const { return settled_; }

  /// Edges of an input pin from all settled values. Unless the pin itself clears or presets, nothing is cleared or
  /// preset meanwhile. Edges of a flop's data come where a run without delays has them, just after the active edge of
  /// the clock: the clock is active, and the flop holds what its data were.
  std::vector<Event> events(const std::string& input) const;

 private:
  struct State {
    bool flop;
    std::size_t value;
    Condition data, clock, clear, preset;
  };
  struct Derived {
    std::size_t place;
    Condition function;
  };

  std::size_t name(const std::string& name);
  void complete(Values& values) const;
  bool settles(const Values& values) const;
  void settle(const std::map<std::string, bool>& tied);
  std::optional<Values> next(const Values& before, const Values& flipped) const;
  bool changing(const Values& values) const;
  bool just_clocked(const Values& values) const;

  std::map<std::string, std::size_t> places_;
  std::vector<std::string> inputs_;
  std::size_t variables_ = 0;
  std::vector<State> states_;
  std::vector<std::pair<std::size_t, std::size_t>> inverted_;  // place, that of the state
  std::vector<Derived> derived_;
  std::vector<Values> settled_;
};

}  // namespace pwlsim::cost
