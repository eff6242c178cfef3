// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "sim/lockstep/stimulus.h"

namespace pwlsim::lockstep {

/// The inputs that a unit has taken and not yet answered in full, and so which input a result belongs to. How long
/// results take does not matter; that they come in order does (UnitModel::has_last).
class InFlight {
 public:
  /// `rows`: results answer rows of inputs, not each its own.
  explicit InFlight(bool rows) : rows_(rows) {}

  void take(const StimulusInput& input) { inputs_.push_back(input); }

  /// A result has left; `last`: it completes its row.
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

  /// A reset: all is lost. Returns how many inputs that were.
  std::size_t drop() {
    const std::size_t lost = inputs_.size();
    inputs_.clear();
    next_ = 0;
    return lost;
  }

  bool empty() const { return inputs_.empty(); }

  /// The input of the result that is the next to leave; while there is none, of the one that left last.
  const StimulusInput& at_output() const { return next_ < inputs_.size() ? inputs_[next_] : delivered_; }

  /// Inputs whose results have all left.
  std::uint64_t answered() const { return answered_; }

 private:
  /// The oldest input is done with. Returns whether it was the last of its row.
  bool answer() {
    const bool last = inputs_.front().last;
    inputs_.pop_front();
    ++answered_;
    return last;
  }

  bool rows_;
  std::deque<StimulusInput> inputs_;
  std::size_t next_ = 0;  ///< in inputs_, whose result is the next one
  StimulusInput delivered_{};
  std::uint64_t answered_ = 0;
};

}  // namespace pwlsim::lockstep
