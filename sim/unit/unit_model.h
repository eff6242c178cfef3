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

/// A unit under test ended the simulation itself ($finish, $stop, $fatal, a failed assertion). That is a failure of the
/// unit, not of what the user gave.
class UnitStopped : public std::runtime_error {
 public:
  explicit UnitStopped(const std::string& what, std::uint64_t cycle = 0) : std::runtime_error(what), cycle_(cycle) {}

  /// The cycle in which it did, from 0, of those that the call which threw was to run.
  std::uint64_t cycle() const { return cycle_; }

 private:
  std::uint64_t cycle_;
};

/// One way to simulate a unit, cycle by cycle: golden, SystemC, Verilated RTL or Verilated gates. Works on blocks,
/// because a call for each cycle would cost more than the cycle.
class UnitModel {
 public:
  UnitModel() = default;
  virtual ~UnitModel() = default;
  UnitModel(const UnitModel&) = delete;
  UnitModel& operator=(const UnitModel&) = delete;

  /// What reports call it: "golden", "SystemC", "RTL".
  virtual std::string name() const = 0;

  /// Whether segment_o is modelled; a foreign RTL may lack that port.
  virtual bool has_segment() const { return true; }

  /// Whether inputs come in rows: last_i closes one, last_o is high with the last result of one. A row has one result
  /// or more, each of which takes as many cycles as it takes; the k-th one belongs to the k-th input. Without rows each
  /// input has one result. Results come in the order of their inputs.
  virtual bool has_last() const { return false; }

  /// Which stages hold data before the next cycle, bit i for stage i, of a model that has stages and shows them.
  virtual std::optional<unsigned> stages() const { return std::nullopt; }

  /// Simulates `cycles` cycles after those of earlier calls. Outputs are those at the end of each cycle, before its
  /// clock edge. Registers that were never written may hold anything.
  virtual void run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) = 0;

  /// Ends the simulation, in which a foreign RTL may still fail: its final blocks run. To be called after the last
  /// cycle, once. Throws UnitStopped.
  virtual void end() {}
};

}  // namespace pwlsim::unit
