// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "sim/number/word.h"
#include "sim/unit/cycle.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::lockstep {

/// The value of the output port of that name.
std::uint64_t value_of(std::string_view port, const CycleOutputs& out);

/// Which outputs of a model must equal those of the golden model in each cycle. valid_o and ready_o always count, y_o
/// and last_o while valid_o is high.
struct ComparisonRule {
  bool has_segment = true;
  bool segment_registered = false;  ///< segment_o belongs to a register, so it counts from the first result on
  bool compare_idle = true;         ///< y_o also counts while valid_o is low, from the first result on
  /// Outputs count from this cycle on: before its first clock edge a unit may be in any state.
  std::uint64_t first_cycle = 1;
  std::uint64_t table_loaded = 0;  ///< the first cycle in which segment_o counts
};

/// The rule for a model of that unit. `compare_idle`, `table_loaded`: see ComparisonRule.
ComparisonRule rule_for(const UnitModel& model, const UnitConfig& config, bool compare_idle,
                        std::uint64_t table_loaded);

/// A cycle in which outputs differ from those of the golden model.
struct OutputDifference {
  std::uint64_t cycle;
  const char* port;  ///< the first port that differs
  CycleOutputs expected, actual;
};

/// The outputs of a block of cycles.
struct CycleBlock {
  const CycleOutputs* outputs;

  bool equals(const CycleBlock& other, std::size_t count) const {
    return std::memcmp(outputs, other.outputs, count * sizeof *outputs) == 0;
  }
  const CycleOutputs& operator[](std::size_t i) const { return outputs[i]; }
};

/// Results and their segments, one per cycle.
struct ResultBlock {
  const Word* y;
  const std::uint8_t* segment;

  bool equals(const ResultBlock& other, std::size_t count) const {
    return std::memcmp(y, other.y, count * sizeof *y) == 0 && std::memcmp(segment, other.segment, count) == 0;
  }
  CycleOutputs operator[](std::size_t i) const {
    CycleOutputs out{};
    out.y = y[i];
    out.segment = segment[i];
    out.valid = out.ready = 1;
    return out;
  }
};

/// Compares the outputs of a model with the golden ones. All code that runs models cycle by cycle uses it to find
/// differences. Blocks are compared as a whole, and cycle by cycle if they differ.
class Comparison {
 public:
  explicit Comparison(const ComparisonRule& rule) : rule_(rule) {}

  /// Compares the next `count` cycles; the first call begins with cycle 0. Block is CycleBlock or ResultBlock.
  template <class Block>
  void block(const Block& golden, const Block& actual, std::size_t count) {
    const bool equal = golden.equals(actual, count);
    // Equal outputs are only searched for the first result.
    for (std::size_t i = 0; i < count && (!equal || !y_known_); ++i) cycle(cycle_ + i, golden[i], actual[i]);
    cycle_ += count;
  }

  std::uint64_t mismatches() const { return mismatches_; }  ///< cycles with any difference
  const std::optional<OutputDifference>& first() const { return first_; }

 private:
  void cycle(std::uint64_t cycle, const CycleOutputs& golden, const CycleOutputs& actual);
  const char* differing_port(std::uint64_t cycle, const CycleOutputs& golden, const CycleOutputs& actual) const;

  ComparisonRule rule_;
  bool y_known_ = false;  ///< whether there was a result
  std::uint64_t cycle_ = 0, mismatches_ = 0;
  std::optional<OutputDifference> first_;
};

}  // namespace pwlsim::lockstep
