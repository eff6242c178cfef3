// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fit/segment_errors.h"

namespace pwlsim {

/// A grid cut into segments with a line each: segment n ends at candidate ends[n] of the grid.
struct Segmentation {
  double error = kInfinity;  ///< of the objective
  std::vector<int> ends;
  std::vector<Line> lines;
};

/// The best segmentations into 1, 2 … segments: [n - 1] has n. Where n segments are no better than fewer, that entry
/// holds the fewer.
using Segmentations = std::vector<Segmentation>;

/// The greatest absolute error of a line over candidates begin+1 … end, each times its point's importance.
double greatest_error(const FitGrid& grid, int begin, int end, const Line& line);

/// The same over a whole segmentation.
double greatest_error(const FitGrid& grid, const Segmentation& segmentation);

/// The segmentations of least squared error into 1 … `most` segments, exactly: the best line of every segment
/// (best_line.h), then dynamic programming over the candidates; errors are calculated in double precision.
/// `shift` is added to the function first. Those whose error is sure to reach `bound` may be missing (infinite error).
Segmentations least_squares_segmentations(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                                          int most, double shift = 0, double bound = kInfinity);

}  // namespace pwlsim
