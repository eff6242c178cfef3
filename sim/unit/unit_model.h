// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "sim/rooms.h"
#include "sim/unit/cycle.h"

namespace pwlsim::unit {

/// Error for a unit under test that ended the simulation itself ($finish, $stop, $fatal, a failed assertion). It is a
/// failure of the unit, not of the user's input.
class UnitStopped : public std::runtime_error {
 public:
  /// `what` is the message, of one or more lines; `cycle`: see cycle().
  explicit UnitStopped(const std::string& what, std::uint64_t cycle = 0) : std::runtime_error(what), cycle_(cycle) {}

  /// The cycle in which it did, counted from 0 at the start of the call that threw.
  std::uint64_t cycle() const { return cycle_; }

 private:
  std::uint64_t cycle_;
};

/// One way to simulate a unit, cycle by cycle: golden, SystemC, Verilated RTL or Verilated gates. It works on blocks of
/// cycles, because a call for each cycle would cost more than the cycle.
class UnitModel {
 public:
  UnitModel() = default;
  virtual ~UnitModel() = default;
  UnitModel(const UnitModel&) = delete;
  UnitModel& operator=(const UnitModel&) = delete;

  /// Its name in reports: "golden", "SystemC", "RTL".
  virtual std::string name() const = 0;

  /// Whether segment_o is modelled; a foreign RTL may lack that port.
  virtual bool has_segment() const { return true; }

  /// Whether inputs come in rows: last_i closes a row, last_o is high with its last result. A row has one result or
  /// more, each after any number of cycles; the k-th one belongs to the k-th input. Without rows each input has one
  /// result. Results come in the order of their inputs.
  virtual bool has_last() const { return false; }

  /// Which stages hold data before the next cycle, bit i for stage i. Nothing for a model that does not show its
  /// stages.
  virtual std::optional<unsigned> stages() const { return std::nullopt; }

  /// Simulates `cycles` cycles after those of earlier calls. Outputs are those at the end of each cycle, before its
  /// clock edge. Registers that were never written may hold anything.
  virtual void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) = 0;

  /// Ends the simulation: runs the final blocks of foreign RTL, which may still fail. Call it once, after the last
  /// cycle. Throws UnitStopped.
  virtual void end() {}
};

}  // namespace pwlsim::unit
