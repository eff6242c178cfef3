// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sim/number/word.h"
#include "sim/rooms.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::unit {

/// The bit-exact, untimed model of a unit: its registers and its function. Each structure has its own
/// (golden_pipeline.h).
class Golden {
 public:
  Golden() = default;
  virtual ~Golden() = default;
  Golden(const Golden&) = delete;
  Golden& operator=(const Golden&) = delete;

  /// One write of the configuration port. Addresses without a register are ignored.
  virtual void write(RegisterWrite write) = 0;

  /// Segment of an input word.
  virtual int segment(Word x) const = 0;

  /// The result for one input.
  virtual Word evaluate(Word x) const = 0;

  /// Results and segments for the input words first … first + count - 1.
  virtual void evaluate_block(Word first, std::size_t count, Word* y, std::uint8_t* segment) const {
    for (std::size_t i = 0; i < count; ++i) {
      y[i] = evaluate(first + i);
      segment[i] = static_cast<std::uint8_t>(this->segment(first + i));
    }
  }
};

/// The golden, untimed evaluation of any unit.
class GoldenUnit {
 public:
  /// All registers zero.
  explicit GoldenUnit(const UnitConfig& config);

  /// The unit with that table loaded.
  explicit GoldenUnit(const UnitTable& table);

  void write(RegisterWrite write) { golden_->write(write); }    ///< see Golden::write()
  int segment(Word x) const { return golden_->segment(x); }     ///< of an input word, counted from 0
  Word evaluate(Word x) const { return golden_->evaluate(x); }  ///< the result word for an input word
  /// Fills y and segment, both of `count` items, for the input words from `first` on.
  void evaluate_block(Word first, std::size_t count, Word* y, std::uint8_t* segment) const {
    golden_->evaluate_block(first, count, y, segment);
  }

 private:
  std::unique_ptr<Golden> golden_;
};

/// The golden model cycle by cycle, with the unit's latency. Every other model must agree with it in every cycle.
class GoldenModel : public UnitModel {
 public:
  static constexpr int kMostLatency = 16;  ///< cycles

  explicit GoldenModel(const UnitConfig& config);  ///< with the unit's own latency, all registers zero
  /// The same with another latency, 1 to 16 cycles, for foreign RTL. Throws InputError for a latency beyond these.
  GoldenModel(const UnitConfig& config, int latency);

  std::string name() const override { return "golden"; }
  bool has_last() const override { return pipeline_->has_last(); }
  std::optional<unsigned> stages() const override { return pipeline_->stages(); }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override { pipeline_->run(in, out, cycles); }

 private:
  std::unique_ptr<UnitModel> pipeline_;
};

}  // namespace pwlsim::unit
