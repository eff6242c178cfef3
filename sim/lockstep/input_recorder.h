// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/lockstep/unit_model.h"

namespace pwlsim {

/// Stands in for a model in a lockstep and keeps what went into it: all cycles up to the one that makes the number of
/// counted ones full. Other simulators then run the very same cycles.
class InputRecorder : public UnitModel {
 public:
  /// `model` must outlive it.
  InputRecorder(UnitModel& model, std::size_t counted_cycles) : model_(model), wanted_(counted_cycles) {}

  std::string name() const override { return model_.name(); }
  bool has_segment() const override { return model_.has_segment(); }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    for (std::size_t i = 0; i < cycles && counted_ < wanted_; ++i) {
      inputs_.push_back(in[i]);
      counted_ += in[i].counted;
    }
    model_.run(in, out, cycles);
  }

  const std::vector<CycleInputs>& inputs() const { return inputs_; }

 private:
  UnitModel& model_;
  std::size_t wanted_;
  std::size_t counted_ = 0;
  std::vector<CycleInputs> inputs_;
};

}  // namespace pwlsim
