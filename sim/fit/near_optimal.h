// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// Segmentations of a grid that has too many candidates to try each pair.
///
/// Least squares: dynamic programming over some 1000 evenly spread candidates with real lines, then each segment's end
/// is moved to where it and its neighbour have the least error, until none moves. Not proven to be the
/// optimum; least_squares_bound() says how far off it can be.
Segmentation near_least_squares(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries,
                                double shift = 0);

/// A mean squared error that no table with that many entries and any real lines can beat on the grid: whatever
/// block of candidates a segment begins and ends in, it has at least the error of the blocks between.
double least_squares_bound(const FitGrid& grid, const FixedTails& tails, int entries);

/// Least greatest error: the exact optimum for real lines (bisection over the error; with an error given, the longest
/// segment that a line passes within it is the best, and a line passes where the steepest and the flattest one
/// through the corridor say so), then each line is rounded to the format.
Segmentation near_least_greatest(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries);

}  // namespace pwlsim::fit
