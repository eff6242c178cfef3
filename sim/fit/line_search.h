// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// How the errors at the points of a grid make up the error of a table.
enum class PointError {
  kSquared,        ///< weighted sum of squares
  kGreatest,       ///< the greatest absolute one, each times its point's importance
  kOutputSquared,  ///< weighted sum of squares of the requantised output's
  kOutputWrong,    ///< infinite unless every output code is the exact value's
};

/// An integer format of lines: slopes and intercepts are words of `width` bits with `fraction` fraction bits; output
/// codes have `output_scale` fraction bits.
struct LineWords {
  int width, fraction, output_scale;
};

/// The segmentations of least error into 1 … `most` segments for any error that is known point by point, exactly: every
/// line that the format has is followed along the grid (dynamic programming over lines and candidates). Costs
/// 2^(2*width) line states a candidate at worst, so it is for words of up to 8 bits. What cannot stay below `bound` is
/// left out; the smaller the bound, the faster. `shift` is added to the function first.
Segmentations line_search_segmentations(const FitGrid& grid, const LineWords& words, PointError error,
                                        const FixedTails& tails, int most, double bound, double shift = 0);

/// The error of given segments and lines in the same terms.
double segmentation_error(const FitGrid& grid, const LineWords& words, PointError error,
                          const Segmentation& segmentation, double shift = 0);

/// The weighted mean of the signed errors of given segments and lines: of the output codes for kOutputSquared and
/// kOutputWrong, else of the accumulator.
double segmentation_mean_error(const FitGrid& grid, const LineWords& words, PointError error,
                               const Segmentation& segmentation);

}  // namespace pwlsim::fit
