// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/unit/unit_model.h"

namespace pwlsim::lockstep {

/// A model for a lockstep that wraps another one and records its inputs: all cycles up to the one with which the wanted
/// number of counted cycles is reached. Other simulators then run the same cycles.
class InputRecorder : public UnitModel {
 public:
  /// `model` must outlive it. `when_full` is called when the model has run exactly the recorded cycles.
  InputRecorder(UnitModel& model, std::size_t counted_cycles, std::function<void()> when_full = {})
      : model_(model), wanted_(counted_cycles), when_full_(std::move(when_full)) {}

  std::string name() const override { return model_.name(); }
  bool has_segment() const override { return model_.has_segment(); }
  bool has_last() const override { return model_.has_last(); }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    std::size_t recorded = 0;
    for (; recorded < cycles && counted_ < wanted_; ++recorded) {
      inputs_.push_back(in[recorded]);
      counted_ += in[recorded].counted;
    }
    model_.run(in, out, recorded);
    const std::size_t first = inputs_.size() - recorded;
    for (std::size_t i = 0; i < recorded && results_ < kResultsToFlush; ++i) {
      results_ = in[i].rst_n == 0 ? 0 : results_ + (out[i].valid != 0 && in[i].ready != 0 ? 1 : 0);
      if (results_ == kResultsToFlush) flushed_from_ = first + i;
    }
    if (recorded != 0 && counted_ == wanted_ && when_full_) when_full_();
    model_.run(in + recorded, out + recorded, cycles - recorded);
  }

  const std::vector<CycleInputs>& inputs() const { return inputs_; }

  /// Index of the first cycle after which no register of the unit holds its unknown initial content any more, because
  /// enough results have left the unit. SIZE_MAX when there is none.
  std::size_t flushed_from() const { return flushed_from_; }

 private:
  // More than any unit has stages.
  static constexpr int kResultsToFlush = 16;

  UnitModel& model_;
  std::size_t wanted_;
  std::function<void()> when_full_;
  int results_ = 0;
  std::size_t flushed_from_ = SIZE_MAX;
  std::size_t counted_ = 0;
  std::vector<CycleInputs> inputs_;
};

}  // namespace pwlsim::lockstep
