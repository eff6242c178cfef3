// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "sim/lockstep/stimulus.h"

namespace pwlsim::lockstep {

/// The inputs that a unit has taken and not yet answered in full. They tell which input a result belongs to, however
/// long it took, because results come in order (UnitModel::has_last).
class InFlight {
 public:
  /// `rows`: whether results answer rows of inputs instead of single inputs.
  explicit InFlight(bool rows) : rows_(rows) {}

  void take(const StimulusInput& input) { inputs_.push_back(input); }

  /// A result has left the unit. `last`: it completes its row.
  void deliver(bool last) {
    delivered_ = at_output();
    if (!rows_) {
      if (!inputs_.empty()) answer();
    } else if (last) {
      next_ = 0;
      bool more = true;
      while (more && !inputs_.empty()) more = !answer();
    } else if (next_ + 1 < inputs_.size() && !inputs_[next_].last) {
      ++next_;
    }
  }

  /// A reset: all inputs are lost. Returns how many there were.
  std::size_t drop() {
    const std::size_t lost = inputs_.size();
    inputs_.clear();
    next_ = 0;
    return lost;
  }

  bool empty() const { return inputs_.empty(); }

  /// The input of the next result to leave; without one, the input of the result that left last.
  const StimulusInput& at_output() const { return next_ < inputs_.size() ? inputs_[next_] : delivered_; }

  /// Number of inputs whose results have all left.
  std::uint64_t answered() const { return answered_; }

 private:
  /// Removes the oldest input. Returns whether it was the last of its row.
  bool answer() {
    const bool last = inputs_.front().last;
    inputs_.pop_front();
    ++answered_;
    return last;
  }

  bool rows_;
  std::deque<StimulusInput> inputs_;
  std::size_t next_ = 0;  ///< index in inputs_ of the input whose result is next
  StimulusInput delivered_{};
  std::uint64_t answered_ = 0;
};

}  // namespace pwlsim::lockstep
