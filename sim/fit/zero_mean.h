// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// A segmentation whose mean error is at most `tolerance`, of nearly the least squared error.
struct ZeroMean {
  Segmentation segmentation;  ///< without a line if none was found; its error is the mean squared one
  double mean_error = 0;
  double bound = 0;  ///< no segmentation with a mean error of zero has less squared error
};

/// Searches the table of least squared error among those of mean error zero, in two steps.
///
/// Lagrange: for any shift m, the least squared error for the function plus m, less m^2, is a lower bound; the greatest
/// of these bounds is where the mean error of the optimum changes its sign. That optimum may still be far from zero on
/// either side. So, at that shift, dynamic programming keeps for every candidate and number of segments the best
/// segmentation for each interval of mean error, with several intercepts a segment, as far as its cost can still end
/// near the bound. Nor is the result worse than those optima with their lines moved by a few steps (take_out_bias.h).
/// Segmentations with an error (times importance) beyond `greatest` are left out.
ZeroMean zero_mean_segmentation(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries,
                                double tolerance, double greatest = kInfinity);

}  // namespace pwlsim::fit
