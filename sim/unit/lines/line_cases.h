// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "sim/rooms.h"
#include "sim/unit/bins.h"
#include "sim/unit/cycle.h"
#include "sim/unit/lines/line_fields.h"
#include "sim/unit/lines/line_registers.h"

namespace pwlsim::unit {

/// The cases that all units of lines have: each segment, each breakpoint and its neighbours, a write to a word of the
/// segment that is read in the same cycle.
class LineCases {
 public:
  /// Adds its bins to `bins`, which must outlive it. `index_bits`: low bits of an address that choose the entry.
  LineCases(Bins& bins, int entries, int index_bits)
      : bins_(bins),
        index_bits_(index_bits),
        segments_(bins.add_range("segment", 0, entries)),
        breakpoints_(bins.all().size()) {
    for (int j = 0; j < entries - 1; ++j) {
      for (const char* place : {".step_below", ".exact", ".step_above"}) {
        bins.add("breakpoint." + std::to_string(j) + place);
      }
    }
    in_use_ = bins.all().size();
    for (const char* field : {"breakpoint", "slope", "intercept"}) {
      bins.add(std::string("write.") + field + "_of_the_segment_in_use");
    }
  }

  /// The cycle that the next calls of line() belong to.
  void cycle(const CycleInputs& in) { in_ = in; }

  /// A stage reads the line of a segment. `rank` turns an order (LineRegisters) into a number that differs by 1 between
  /// neighbouring words.
  template <class Rank>
  void line(int segment, std::int64_t order, const LineRegisters& lines, const Rank& rank) {
    bins_.hit(segments_ + static_cast<std::size_t>(segment));
    for (int j = 0; j < lines.entries() - 1; ++j) {
      const std::int64_t steps = rank(order) - rank(lines.breakpoint(j));
      if (std::abs(steps) <= 1) bins_.hit(breakpoints_ + static_cast<std::size_t>(3 * j + 1 + steps));
    }
    if (in_.wr_en == 0 || (in_.wr_addr & low_bits(index_bits_)) != static_cast<Word>(segment)) return;
    const unsigned field = static_cast<unsigned>(in_.wr_addr) >> index_bits_;
    if (field < static_cast<unsigned>(Field::kShift)) bins_.hit(in_use_ + field);
  }

 private:
  Bins& bins_;
  int index_bits_;
  std::size_t segments_, breakpoints_, in_use_ = 0;
  CycleInputs in_{};
};

}  // namespace pwlsim::unit
