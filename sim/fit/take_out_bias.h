// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// What a line adds to the errors of a table over candidates begin+1 … end.
struct SegmentBias {
  double squared;  ///< weighted squared errors; infinite: the line is not allowed there
  double mean;     ///< weighted errors with their signs
};
using JudgeSegment = std::function<SegmentBias(int begin, int end, const Line& line)>;

/// A segmentation, its mean squared error and its mean error.
struct Unbiased {
  Segmentation segmentation;  ///< its error is the mean squared one; infinite if there is none
  double mean_error = 0;
};

/// Errors of the lines themselves.
JudgeSegment judge_lines(const FitGrid& grid, double greatest = kInfinity);

/// Both errors of a segmentation.
Unbiased judged(const Segmentation& segmentation, const JudgeSegment& judge);

/// The same segments with lines a few steps of the format aside, such that the mean error is at most `tolerance` and
/// the squared error as small as that lets it be. Lines that tails fix stay. Dynamic programming over the segments,
/// which keeps the best lines for each interval of mean error.
Unbiased take_out_bias(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                       const Segmentation& segmentation, double tolerance, const JudgeSegment& judge);

/// What counts of two tables that both ought to have a mean error of zero: the squared error, and the square of what is
/// left of the mean many times, because a bias adds up over a thousand terms of a sum and noise does not.
double biased_cost(const Unbiased& table);

}  // namespace pwlsim::fit
