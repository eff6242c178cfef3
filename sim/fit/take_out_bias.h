// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// The contribution of one line to the errors of a table, over candidates begin+1 … end.
struct SegmentBias {
  double squared;  ///< weighted squared errors; infinite: the line is not allowed
  double mean;     ///< weighted errors with their signs
};
/// Judges a line over candidates begin+1 … end.
using JudgeSegment = std::function<SegmentBias(int begin, int end, const Line& line)>;

/// A segmentation, its mean squared error and its mean error.
struct Unbiased {
  Segmentation segmentation;  ///< its error is the mean squared one; infinite if there is none
  double mean_error = 0;      ///< line minus function, weighted
};

/// Judges lines by their own errors. Lines with an error (times importance) above `greatest` are not allowed.
JudgeSegment judge_lines(const FitGrid& grid, double greatest = kInfinity);

/// A segmentation with its squared and its mean error.
Unbiased judged(const Segmentation& segmentation, const JudgeSegment& judge);

/// The same segments with lines moved by a few steps of the format, such that the mean error is at most `tolerance` and
/// the squared error is as small as possible. Lines that tails fix stay. Dynamic programming over the segments keeps
/// the best lines for each interval of mean error.
Unbiased take_out_bias(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                       const Segmentation& segmentation, double tolerance, const JudgeSegment& judge);

/// Cost that decides between two tables which should have a mean error of zero: the squared error, plus many times the
/// square of the remaining mean error. A bias counts more because it adds up over the thousand terms of a sum, and
/// noise does not.
double biased_cost(const Unbiased& table);

}  // namespace pwlsim::fit
