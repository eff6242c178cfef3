// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sim/number/word.h"
#include "sim/rooms.h"

namespace pwlsim::unit {

/// Results and segments of the input words first … first + count - 1 of a unit of lines with sorted breakpoints,
/// several times as fast as one by one. The segment is monotonic in the word as long as the word's sign bit stays the
/// same. So the words are halved until both ends of a stretch, and with them all of it, lie in one segment.
/// `one_line(first, count, y)` then computes the results of the stretch.
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
