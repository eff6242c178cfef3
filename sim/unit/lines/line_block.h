// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

/// Results and segments of consecutive input words of a unit of lines whose breakpoints are sorted, several times as
/// fast as one by one: the segment ascends or descends with the word as long as the word's sign bit stays, so that
/// words are halved until the ends of a stretch, and so all of it, lie in one segment; `one_line(first, count, y)` does
/// the rest.
template <class Core, class OneLine>
void evaluate_lines(const Core& core, int x_width, Word first, std::size_t count, Word* y, std::uint8_t* segment,
                    const OneLine& one_line) {
  if (count == 0) return;
  const Word negative = Word{1} << (x_width - 1);
  if (first < negative && first + count > negative) {
    const auto positive = static_cast<std::size_t>(negative - first);
    evaluate_lines(core, x_width, first, positive, y, segment, one_line);
    evaluate_lines(core, x_width, negative, count - positive, y + positive, segment + positive, one_line);
    return;
  }
  const int of_first = core.segment(first);
  if (of_first == core.segment(first + count - 1)) {
    std::memset(segment, of_first, count);
    one_line(first, count, y);
    return;
  }
  const std::size_t half = count / 2;
  evaluate_lines(core, x_width, first, half, y, segment, one_line);
  evaluate_lines(core, x_width, first + half, count - half, y + half, segment + half, one_line);
}

}  // namespace pwlsim::unit
