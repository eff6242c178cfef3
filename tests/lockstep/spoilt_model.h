// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "sim/unit/unit_model.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// A model with a fault: `spoil` gets the inputs of each cycle, numbered from 0, and may change the outputs.
class SpoiltModel : public UnitModel {
 public:
  using Spoil = std::function<void(std::uint64_t cycle, const CycleInputs& in, CycleOutputs& out)>;

  /// `model` must outlive it.
  SpoiltModel(UnitModel& model, Spoil spoil) : model_(model), spoil_(std::move(spoil)) {}

  std::string name() const override { return model_.name(); }
  bool has_segment() const override { return model_.has_segment(); }
  bool has_last() const override { return model_.has_last(); }
  std::optional<unsigned> stages() const override { return model_.stages(); }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    model_.run(in, out, cycles);
    for (std::size_t i = 0; i < cycles; ++i) spoil_(cycle_++, in[i], out[i]);
  }

 private:
  UnitModel& model_;
  Spoil spoil_;
  std::uint64_t cycle_ = 0;
};

}  // namespace pwlsim::tests
