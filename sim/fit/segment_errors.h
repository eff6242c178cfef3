// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "sim/fit/best_line.h"
#include "sim/fit/fit_grid.h"

namespace pwlsim::fit {

/// The lines, in the numbers of a format, that the outermost segments must have. Null: any line.
struct FixedTails {
  const Line* lo = nullptr;  ///< of the first segment
  const Line* hi = nullptr;  ///< of the last segment
};

/// Squared errors of the segments of a grid, from differences of prefix sums. `shift` is added to the function.
class SegmentErrors {
 public:
  /// `grid` may go, but the lines of `tails` are read later too.
  SegmentErrors(const FitGrid& grid, const FixedTails& tails, double shift)
      : tails_(tails), sums_(grid.breakpoints.size()), hints_(grid.breakpoints.size()) {
    Moments sum;
    for (std::size_t c = 0; c < sums_.size(); ++c) {
      for (std::size_t i = c == 0 ? 0 : grid.first[c - 1]; i < grid.first[c]; ++i) sum.add(grid.points[i]);
      sums_[c] = sum.shifted(shift);
      // The line of a segment with a single point should at least have the function's slope.
      const std::size_t next = std::min(std::max<std::size_t>(grid.first[c], 1), grid.points.size() - 1);
      const FitPoint& a = grid.points[next == 0 ? 0 : next - 1];
      const FitPoint& b = grid.points[next];
      hints_[c] = b.x > a.x ? (b.exact - a.exact) / (b.x - a.x) : 0;
    }
  }

  int last() const { return static_cast<int>(sums_.size()) - 1; }  ///< the last candidate

  /// Sums over candidates begin+1 … end.
  Moments sum(int begin, int end) const { return sums_[end] - sums_[begin]; }

  /// The line that the segment must have, or null. The first segment begins at candidate 0; the last one is `final`.
  const Line* fixed(int begin, bool final) const { return begin == 0 ? tails_.lo : final ? tails_.hi : nullptr; }

  /// The best line over candidates begin+1 … end: of the format, or the fixed one.
  BestLine best(int begin, int end, bool final, const LineFormat& format) const {
    const Moments segment = sum(begin, end);
    if (const Line* const line = fixed(begin, final)) return {*line, segment.squared_error(*line)};
    return best_line(segment, format, hints_[end]);
  }

  /// A lower bound of the squared error of all lines of any format over candidates begin+1 … end. It is never greater
  /// than that of best(), in double precision too.
  double least(int begin, int end, bool final) const {
    const Moments segment = sum(begin, end);
    if (const Line* const line = fixed(begin, final)) return segment.squared_error(*line);
    return segment.w > 0 ? RealOptimum(segment, hints_[end]).residual : 0;
  }

 private:
  FixedTails tails_;
  std::vector<Moments> sums_;
  std::vector<double> hints_;
};

}  // namespace pwlsim::fit
