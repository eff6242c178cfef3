// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "sim/lockstep/occupancy.h"
#include "sim/lockstep/unit_model.h"
#include "sim/unit/golden.h"

namespace pwlsim::lockstep {

/// Is told what the stages of a golden model compute, with the registers as they stand in that cycle.
class GoldenObserver {
 public:
  virtual ~GoldenObserver() = default;
  /// An input is taken; `code` is what the table will get.
  virtual void on_input(Word x, const ReducedInput& code) = 0;
  /// Slope and intercept are taken from the table.
  virtual void on_line(int segment, const GoldenUnit::Line& line) = 0;
  virtual void on_accumulate(const GoldenUnit::Line& line, Word acc) = 0;
  /// The stage behind the accumulator, in units that have one.
  virtual void on_finish(const GoldenUnit::Line& line, Word acc, Word y) = 0;
};

/// The golden evaluation with the unit's stated latency: what every other model has to do in every cycle.
class GoldenModel : public UnitModel {
 public:
  explicit GoldenModel(const UnitConfig& config);
  /// A unit of another latency than config's, 1 to 16 cycles, for foreign RTL.
  GoldenModel(const UnitConfig& config, int latency);

  std::string name() const override { return "golden"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override;

  /// Null for none. It has to outlive the model's runs.
  void set_observer(GoldenObserver* observer) { observer_ = observer; }

 private:
  static constexpr int kMaxLatency = 16;

  struct Slot {
    ReducedInput x;
    GoldenUnit::Line line;
    Word y;
  };

  void advance(const CycleInputs& in);
  void tell(const CycleInputs& in, int stage, const Slot& slot, Word acc) const;

  GoldenUnit unit_;
  Occupancy occupancy_;
  int line_stage_, accumulate_stage_, finish_stage_;
  GoldenObserver* observer_ = nullptr;
  std::array<Slot, kMaxLatency> slots_{};  ///< the data registers of each stage
};

}  // namespace pwlsim::lockstep
