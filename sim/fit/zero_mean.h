// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// A segmentation with a mean error near zero and nearly the least squared error.
struct ZeroMean {
  Segmentation segmentation;  ///< without lines if none was found; its error is the mean squared one
  double mean_error = 0;      ///< line minus function, weighted
  double bound = 0;           ///< no segmentation with a mean error of zero has less squared error
};

/// Searches for the table of least squared error among those with a mean error of at most `tolerance`, in two steps.
///
/// The first step is a Lagrange bound. For any shift m, the least squared error for the function plus m, less m^2, is a
/// lower bound; the greatest of these bounds is where the mean error of the optimum changes its sign. On both sides of
/// that shift the optimum's mean error may still be far from zero. So the second step, at that shift, is dynamic
/// programming that keeps for every candidate and number of segments the best segmentation for each interval of mean
/// error, with several intercepts per segment, as long as its cost can still end near the bound. The result is never
/// worse than those optima with their lines moved by a few steps (take_out_bias.h). Segmentations with an error (times
/// importance) above `greatest` are left out.
ZeroMean zero_mean_segmentation(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries,
                                double tolerance, double greatest = kInfinity);

}  // namespace pwlsim::fit
