// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// Least squares for a grid that has too many candidates to try each pair.
///
/// Dynamic programming over some 1000 evenly spread candidates with real lines. Then each segment's end is moved to
/// where the segment and its neighbour have the least error, until none moves. The result is not proven to be the
/// optimum; least_squares_bound() says how far off it can be. `shift` is added to the function first.
Segmentation near_least_squares(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries,
                                double shift = 0);

/// A lower bound of the mean squared error on the grid of all tables with that many entries and real lines. A segment
/// has at least the error of the blocks of candidates between the one that it begins in and the one that it ends in.
double least_squares_bound(const FitGrid& grid, const FixedTails& tails, int entries);

/// Least greatest error: the exact optimum for real lines, by bisection over the error, with each line then rounded to
/// the format. For a given error the longest segment through which a line passes is the best one.
Segmentation near_least_greatest(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries);

}  // namespace pwlsim::fit
