// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace pwlsim::unit {

/// The valid bits of a unit's pipeline: which stages hold data, and which ones move. A stage takes new data when the
/// output moves, or when it or a later stage is empty. So bubbles close during a stall.
class Occupancy {
 public:
  explicit Occupancy(int depth) : depth_(depth) {}  ///< with 1 to 31 stages, all empty

  int depth() const { return depth_; }        ///< number of stages
  bool empty() const { return valid_ == 0; }  ///< whether no stage holds data
  /// Bit i: stage i holds data.
  unsigned stages() const { return valid_; }
  bool output_valid() const { return (valid_ >> (depth_ - 1) & 1U) != 0; }  ///< valid_o: the last stage holds data
  /// Whether the first stage can take data in this cycle: ready_o.
  bool input_ready(bool output_ready) const { return output_ready || valid_ != all(); }

  void reset() { valid_ = 0; }  ///< empties all stages

  /// Advances one cycle. Bit i of the result: stage i took new data.
  unsigned step(bool input_valid, bool output_ready) {
    const unsigned offered = (valid_ << 1 | static_cast<unsigned>(input_valid)) & all();
    unsigned free = all();
    if (!output_ready) {
      // Everything up to the last empty stage moves.
      const unsigned empty = ~valid_ & all();
      free = empty == 0 ? 0 : (2U << (31 - __builtin_clz(empty))) - 1;
    }
    valid_ = (offered & free) | (valid_ & ~free);
    return offered & free;
  }

 private:
  unsigned all() const { return (1U << depth_) - 1; }

  int depth_;
  unsigned valid_ = 0;
};

}  // namespace pwlsim::unit
