// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "sim/unit/golden.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// The golden model with a fault: `spoil` gets the inputs of each cycle and may change the outputs.
class FaultyModel : public UnitModel {
 public:
  using Spoil = std::function<void(const CycleInputs& in, CycleOutputs& out)>;

  FaultyModel(const UnitConfig& unit, Spoil spoil) : golden_(unit), spoil_(std::move(spoil)) {}

  std::string name() const override { return "faulty"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override {
    golden_.run(in, out, cycles);
    for (std::size_t i = 0; i < cycles; ++i) {
      try {
        spoil_(in[i], out[i]);
      } catch (const UnitStopped& stopped) {
        throw UnitStopped(stopped.what(), i);  // the lambda cannot know the cycle
      }
    }
  }

 private:
  GoldenModel golden_;
  Spoil spoil_;
};

}  // namespace pwlsim::tests
