// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/unit/cycle.h"

namespace pwlsim::lockstep {

/// The value of an output, by the port's name.
inline std::uint64_t value_of(std::string_view port, const CycleOutputs& out) {
  return port == "valid_o" ? out.valid : port == "ready_o" ? out.ready : port == "y_o" ? out.y : out.segment;
}

/// Which outputs of a model have to be those of the golden model, cycle after cycle: valid_o and ready_o from the first
/// clock edge on, y_o from the first result on, segment_o once the table is loaded.
class OutputRule {
 public:
  /// `registered`: segment_o belongs to a register, so it counts from the first result on.
  /// `compare_idle`: y_o also counts while valid_o is low.
  OutputRule(bool has_segment, bool registered, bool compare_idle)
      : has_segment_(has_segment), registered_(registered), compare_idle_(compare_idle) {}

  /// Whether all bytes of the outputs count in all cycles from now on.
  bool everything_counts(bool table_loaded) const { return y_known_ && compare_idle_ && has_segment_ && table_loaded; }

  /// For each cycle after the first, in their order: the first port that differs, or null.
  const char* differing_port(bool table_loaded, const CycleOutputs& golden, const CycleOutputs& actual) {
    y_known_ = y_known_ || golden.valid != 0;
    if (golden.valid != actual.valid) return "valid_o";
    if (golden.ready != actual.ready) return "ready_o";
    if ((golden.valid != 0 || (y_known_ && compare_idle_)) && golden.y != actual.y) return "y_o";
    if (has_segment_ && table_loaded && (y_known_ || !registered_) && golden.segment != actual.segment)
      return "segment_o";
    return nullptr;
  }

 private:
  bool has_segment_, registered_, compare_idle_;
  bool y_known_ = false;
};

}  // namespace pwlsim::lockstep
