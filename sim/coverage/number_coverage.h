// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>

#include "sim/coverage/bins.h"
#include "sim/unit/golden.h"

namespace pwlsim::coverage {

/// The registers of a unit as its write port left them, not yet interpreted as the golden unit does.
struct Registers {
  std::array<Word, GoldenUnit::kMaxEntries> breakpoints{};
  std::array<Word, GoldenUnit::kMaxEntries> shifts{};  ///< field 3, by index

  /// The low bits that hold a number from 0 to `range` - 1, a power of two.
  int shift(std::uint32_t index, int range) const { return static_cast<int>(shifts[index] & low_bits(log2_of(range))); }
};

/// The cases that the numbers within a unit can meet, for each kind of unit its own.
class NumberCoverage {
 public:
  virtual ~NumberCoverage() = default;
  virtual void on_input(Word /*x*/, const ReducedInput& /*code*/, const Registers& /*registers*/) {}
  virtual void on_line(const GoldenUnit::Line& line) = 0;
  virtual void on_accumulate(const GoldenUnit::Line& line, Word acc, const Registers& registers) = 0;
  virtual void on_finish(const GoldenUnit::Line& /*line*/, Word /*acc*/, Word /*y*/, const Registers& /*registers*/) {}
};

/// Adds the bins of such a unit to `bins`, which must outlive the result.
std::unique_ptr<NumberCoverage> make_integer_coverage(const UnitConfig& config, Bins& bins);
std::unique_ptr<NumberCoverage> make_float_coverage(const UnitConfig& config, Bins& bins);

}  // namespace pwlsim::coverage
