// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/comparison.h"

namespace pwlsim::lockstep {

std::uint64_t value_of(std::string_view port, const CycleOutputs& out) {
  if (port == "valid_o") return out.valid;
  if (port == "ready_o") return out.ready;
  if (port == "last_o") return out.last;
  return port == "y_o" ? out.y : out.segment;
}

ComparisonRule rule_for(const UnitModel& model, const UnitConfig& config, bool compare_idle,
                        std::uint64_t table_loaded) {
  ComparisonRule rule;
  rule.has_segment = model.has_segment();
  rule.segment_registered = config.segment_stage > 0;
  rule.compare_idle = compare_idle;
  rule.table_loaded = table_loaded;
  return rule;
}

void Comparison::cycle(std::uint64_t cycle, const CycleOutputs& golden, const CycleOutputs& actual) {
  if (cycle < rule_.first_cycle) return;
  y_known_ = y_known_ || golden.valid != 0;
  const char* const port = differing_port(cycle, golden, actual);
  if (port == nullptr) return;
  ++mismatches_;
  if (!first_) first_ = OutputDifference{.cycle = cycle, .port = port, .expected = golden, .actual = actual};
}

const char* Comparison::differing_port(std::uint64_t cycle, const CycleOutputs& golden,
                                       const CycleOutputs& actual) const {
  if (golden.valid != actual.valid) return "valid_o";
  if (golden.ready != actual.ready) return "ready_o";
  if ((golden.valid != 0 || (y_known_ && rule_.compare_idle)) && golden.y != actual.y) return "y_o";
  if (golden.valid != 0 && golden.last != actual.last) return "last_o";
  const bool segment_counts =
      rule_.has_segment && cycle >= rule_.table_loaded && (y_known_ || !rule_.segment_registered);
  if (segment_counts && golden.segment != actual.segment) return "segment_o";
  return nullptr;
}

}  // namespace pwlsim::lockstep
