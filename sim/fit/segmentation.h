// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fit/segment_errors.h"

namespace pwlsim::fit {

/// A grid cut into segments with a line each: segment n ends at candidate ends[n] of the grid.
struct Segmentation {
  double error = kInfinity;  ///< of the objective
  std::vector<int> ends;     ///< ascending candidates, one for each segment
  std::vector<Line> lines;   ///< as many as ends
};

/// The best segmentations into 1, 2 … segments; item n - 1 has n segments. When n segments are not better than fewer,
/// the item has the fewer.
using Segmentations = std::vector<Segmentation>;

/// Calls visit(begin, end, line) for each segment, which serves candidates begin+1 … end.
template <class AnySegmentation, class Visit>
void for_each_segment(AnySegmentation& segmentation, const Visit& visit) {
  int begin = 0;
  for (std::size_t n = 0; n < segmentation.ends.size(); ++n) {
    visit(begin, segmentation.ends[n], segmentation.lines[n]);
    begin = segmentation.ends[n];
  }
}

/// The greatest absolute error of a line over candidates begin+1 … end, each times its point's importance.
double greatest_error(const FitGrid& grid, int begin, int end, const Line& line);

/// The same over a whole segmentation.
double greatest_error(const FitGrid& grid, const Segmentation& segmentation);

/// The segmentations of least squared error into 1 … `most` segments, exactly: the best line of every segment
/// (best_line.h), then dynamic programming over the candidates; errors are calculated in double precision. `shift` is
/// added to the function first. Segmentations whose error is above `bound` may be missing: the item then has an
/// infinite error, or another segmentation above the bound. A bound nearer to the least error is faster.
Segmentations least_squares_segmentations(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                                          int most, double shift = 0, double bound = kInfinity);

}  // namespace pwlsim::fit
