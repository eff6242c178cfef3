// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "sim/function/function.h"
#include "sim/number/word.h"
#include "sim/sweep/sweep_model.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::sweep {

/// A result of the RTL that differs from the golden one.
struct SweepMismatch {
  Word x = 0, expected = 0, actual = 0;
  int expected_segment = 0, actual_segment = 0;
  std::optional<double> number;  ///< the number that the input word stands for, if it encodes to the same word again
  bool missing = false;  ///< no result came in its cycle, or the input was not taken; later results were not judged
};

/// Totals of a sweep over some inputs. Sums of them depend neither on their order nor on how inputs were divided.
struct SweepTotals {
  std::uint64_t results = 0, mismatches = 0;
  std::optional<SweepMismatch> first;      ///< of the least input
  std::uint64_t digest = 0;                ///< hash of all inputs with their results and segments
  std::uint64_t nans = 0, infinities = 0;  ///< results of floating-point units
  // Error against the exact function, over the judged inputs in its range (see ErrorStatistics).
  std::uint64_t judged = 0;
  std::optional<double> max_error;
  Word max_error_at = 0;  ///< the least input with that error

  void add(const SweepTotals& other);
};

/// A unit with one table, and how it is swept.
struct SweepWork {
  const UnitTable* table;
  const Function* function;
  int latency;               ///< cycles from input to result
  std::uint64_t judge_each;  ///< inputs that are multiples of this are judged by their error
};

/// Sweeps the input words first … first + count - 1 on a model that holds the table, and compares each result with the
/// golden one. Returns nothing when `stop` was set before the end. Throws UnitStopped.
std::optional<SweepTotals> sweep_chunk(SweepModel& model, const SweepWork& work, Word first, std::uint64_t count,
                                       const std::atomic<bool>& stop);

}  // namespace pwlsim::sweep
