// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/rooms.h"
#include "sim/unit/bins.h"
#include "sim/unit/unit_config.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::coverage {

/// A golden model that counts the cases it meets: handshakes, register writes and resets, which all units have, and
/// cases of the numbers within the unit, which the structure defines. When a lockstep finds another model equal to it,
/// its bins hold for that model too.
class FunctionalCoverage : public UnitModel {
 public:
  explicit FunctionalCoverage(const UnitConfig& config);

  std::string name() const override { return "coverage"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override;

  /// Sets the stall pattern of the runs that follow: "random:0.5".
  void stalls_follow(const std::string& stall);

  const std::vector<Bin>& bins() const { return bins_.all(); }

 private:
  struct Flow {
    std::size_t states;  ///< 2^(latency + 2): valid bits of the stages, valid_i, ready_i
    std::size_t starved, output_stalled, both, blocked, bubble_closes, back_to_back;
    std::size_t stalls;  ///< one for each kind of stall
  };

  void add_flow();
  void add_writes();
  void meet_handshake(unsigned stages, const CycleInputs& in, const CycleOutputs& out);

  UnitConfig config_;
  Bins bins_;
  Flow flow_{};
  std::vector<std::size_t> writes_;  ///< one for each address
  std::size_t resets_ = 0;
  std::size_t stall_ = 0;
  bool accepted_before_ = false, delivered_before_ = false;
  std::unique_ptr<UnitModel> golden_;  ///< also counts in bins_
};

}  // namespace pwlsim::coverage
