// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "sim/lockstep/occupancy.h"
#include "sim/lockstep/unit_model.h"
#include "sim/pwl/golden.h"

namespace pwlsim {

/// The golden evaluation with the unit's stated latency: what every other model has to do in every cycle.
class GoldenModel : public UnitModel {
 public:
  explicit GoldenModel(const UnitConfig& config);
  /// A unit of another latency than config's, 1 to 16 cycles, for foreign RTL.
  GoldenModel(const UnitConfig& config, int latency);

  std::string name() const override { return "golden"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override;

 private:
  static constexpr int kMaxLatency = 16;

  void advance(const CycleInputs& in);

  struct Slot {
    ReducedInput x;
    GoldenUnit::Line line;
    Word y;
  };

  GoldenUnit unit_;
  Occupancy occupancy_;
  int line_stage_, accumulate_stage_, finish_stage_;
  std::array<Slot, kMaxLatency> slots_{};  ///< the data registers of each stage
};

}  // namespace pwlsim
