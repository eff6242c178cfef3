// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"

namespace pwlsim::cost {

/// The combinations of values that the pins and states of a cell can have. Its variables are the input pins, the states
/// of its ff or latch group, and names that nothing defines, such as an output without a function. Other outputs and
/// the inverted names of states are functions of the variables.
class CellStates {
 public:
  /// A value, 0 or 1, for each name of the cell.
  using Values = std::vector<char>;

  /// A function and the indices of its inputs in Values.
  struct Condition {
    const BooleanFunction* function;
    std::vector<std::size_t> places;
  };

  /// An edge of an input pin with the values around it.
  struct Event {
    Values before;
    Values flipped;  ///< with the pin's new value but the states from before
    Values after;
    bool changing;  ///< whether this active edge of the clock, or the next one, changes a flop
    bool clocked;   ///< whether this is the active edge of a flop's clock
  };

  /// `tied`: inputs with constant values. `conditions`: further functions for bind(), whose names count as the cell's.
  explicit CellStates(const LibertyCell& cell, const std::map<std::string, bool>& tied = {},
                      const std::vector<const BooleanFunction*>& conditions = {});

  /// The condition for a function of the cell's names. `function` must outlive it.
  Condition bind(const BooleanFunction& function) const;
  static bool holds(const Condition& condition, const Values& values);

  /// Index of a name in Values; nothing when the cell has no such name.
  std::optional<std::size_t> place(const std::string& name) const;
  /// Names of the input pins.
  const std::vector<std::string>& inputs() const { return inputs_; }

  /// All stable values: an open latch holds its data, a cleared state is 0, a preset one is 1, and no state is both.
  /// With more than 12 variables 4096 of them, random but always the same.
  const std::vector<Values>& settled() const { return settled_; }

  /// Edges of an input pin from all settled values. Values with an active clear or preset are left out unless the pin
  /// itself clears or presets. Edges of a flop's data come where a simulation without delays has them, just after the
  /// active edge of the clock: the clock is active, and the flop holds its old data.
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
