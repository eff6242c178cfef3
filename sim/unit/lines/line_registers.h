// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

/// The registers of a table of lines, as the golden models of its units have them. Breakpoints are kept as signed
/// numbers in their order, so that integer and floating-point units search alike.
class LineRegisters {
 public:
  static constexpr int kMostEntries = 64;  ///< as Table::kMostEntries

  /// All words zero, for 2 to kMostEntries lines.
  explicit LineRegisters(int entries) : entries_(entries), half_(1) {
    while (half_ * 2 < entries) half_ *= 2;
    // No input lies above a breakpoint that does not exist.
    for (int j = entries - 1; j < kMostEntries; ++j) order_[j] = std::numeric_limits<std::int64_t>::max();
  }

  int entries() const { return entries_; }  ///< number of lines

  /// The breakpoint j as its place in the order of inputs. Beyond the last one: ignored.
  void set_breakpoint(int j, std::int64_t order) {
    if (j < entries_ - 1) order_[j] = order;
  }
  /// The raw word of line i. Beyond the last one: ignored.
  void set_slope(int i, Word slope) {
    if (i < entries_) slopes_[i] = slope;
  }
  /// The raw word of line i. Beyond the last one: ignored.
  void set_intercept(int i, Word intercept) {
    if (i < entries_) intercepts_[i] = intercept;
  }

  /// As it was set: the last input of segment j, in their order.
  std::int64_t breakpoint(int j) const { return order_[j]; }
  Word slope(int i) const { return slopes_[i]; }          ///< raw word of line i
  Word intercept(int i) const { return intercepts_[i]; }  ///< raw word of line i

  /// The number of breakpoints below `order`. For breakpoints that are not sorted, the result of the hardware's binary
  /// search.
  int segment(std::int64_t order) const {
    int index = 0;
    for (int step = half_; step > 0; step /= 2) {
      if (order_[index + step - 1] < order) index += step;
    }
    return index;
  }

  /// Whether breakpoints ascend, so that the segment never falls as the order rises.
  bool sorted() const {
    for (int j = 1; j < entries_ - 1; ++j) {
      if (order_[j] < order_[j - 1]) return false;
    }
    return true;
  }

 private:
  int entries_;
  int half_;  ///< the greatest power of two below the number of entries
  std::array<std::int64_t, kMostEntries> order_{};
  std::array<Word, kMostEntries> slopes_{}, intercepts_{};
};

}  // namespace pwlsim::unit
