// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "sim/coverage/bins.h"
#include "sim/coverage/number_coverage.h"
#include "sim/lockstep/golden_model.h"
#include "sim/lockstep/occupancy.h"
#include "sim/lockstep/unit_model.h"
#include "sim/rooms.h"

namespace pwlsim::coverage {

/// A golden model that keeps account of the cases it meets: segments, breakpoints and their neighbours, handshakes,
/// register writes, resets, and what the numbers of its kind of unit can do (number_coverage.h). Put beside another
/// model in a lockstep that finds all models equal, its bins are those of the other model too.
class FunctionalCoverage : public UnitModel, private GoldenObserver {
 public:
  explicit FunctionalCoverage(const UnitConfig& config);
  ~FunctionalCoverage() override = default;

  std::string name() const override { return "coverage"; }
  void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) override;

  /// Says by which pattern both sides stall in the runs that follow: "random:0.5".
  void stalls_follow(const std::string& stall);

  const std::vector<Bin>& bins() const { return bins_.all(); }

 private:
  /// Bins of {least, negative, zero, positive, greatest} codes and the like are those of NumberCoverage; here is what
  /// all units have.
  struct Flow {
    std::size_t states;  ///< 2^(latency + 2): valid bits of the stages, valid_i, ready_i
    std::size_t starved, output_stalled, both, blocked, bubble_closes, back_to_back;
    std::size_t stalls;  ///< one a kind of stall
  };

  void on_input(Word x, const ReducedInput& code) override;
  void on_line(int segment, const GoldenUnit::Line& line) override;
  void on_accumulate(const GoldenUnit::Line& line, Word acc) override;
  void on_finish(const GoldenUnit::Line& line, Word acc, Word y) override;

  void add_bins();
  void meet_breakpoints(Word code);
  void meet_handshake(const CycleInputs& in);
  void meet_write(const CycleInputs& in);

  UnitConfig config_;
  GoldenModel golden_;
  Occupancy occupancy_;
  Bins bins_;
  Registers registers_;
  std::unique_ptr<NumberCoverage> numbers_;
  const CycleInputs* cycle_ = nullptr;  ///< the one that the observer is told of

  std::size_t segments_ = 0, breakpoints_ = 0;
  Flow flow_{};
  std::size_t writes_ = 0, writes_in_use_ = 0, resets_ = 0;
  std::size_t stall_ = 0;
  bool accepted_before_ = false, delivered_before_ = false;
};

}  // namespace pwlsim::coverage
