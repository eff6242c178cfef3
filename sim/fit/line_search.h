// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "sim/fit/corridor.h"
#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// How the errors at the points of a grid make up the error of a table.
enum class PointError {
  kSquared,        ///< weighted sum of squares
  kGreatest,       ///< the greatest absolute one, each times its point's importance
  kOutputSquared,  ///< weighted sum of squares of the rounded output's
  kOutputWrong,    ///< infinite unless every output code is the exact value's
};

/// An integer format of lines, and what the accumulator is rounded to.
struct LineWords {
  static constexpr std::size_t kScales = 32;  ///< as many as inputs of 32 bits can have
  LineFormat format;
  int fraction, intercept_fraction;          ///< fraction bits of slopes and intercepts
  int code_width;                            ///< bits of output codes
  std::array<int, kScales> output_scales{};  ///< fraction bits of output codes, for each input scale
};

/// The segmentations of least error into 1 … `most` segments for any error that is known point by point, exactly: every
/// line that the format has is followed along the grid (dynamic programming over lines and candidates). Costs
/// a state for each line and candidate at worst, so it is for words of up to 8 bits. What cannot stay below `bound` is
/// left out; the smaller the bound, the faster. `shift` is added to the function first.
Segmentations line_search_segmentations(const FitGrid& grid, const LineWords& words, PointError error,
                                        const FixedTails& tails, int most, double bound, double shift = 0);

/// The numbers between which the accumulator is rounded to the exact value's output code, at each point.
Band band_of_codes(const FitGrid& grid, const LineWords& words);

/// The error of given segments and lines in the same terms.
double segmentation_error(const FitGrid& grid, const LineWords& words, PointError error,
                          const Segmentation& segmentation, double shift = 0);

/// The same table with lines a few steps and ends some candidates aside, as long as that lowers the sum of such errors:
/// for errors that only the rounded output shows. Lines that tails fix stay.
Segmentation moved_aside(const FitGrid& grid, const LineWords& words, PointError error, const FixedTails& tails,
                         Segmentation segmentation);

/// The weighted squared and signed errors of one line over candidates begin+1 … end.
struct SegmentErrorSums {
  double error, signed_error;
};
SegmentErrorSums segment_error_sums(const FitGrid& grid, const LineWords& words, PointError error, int begin, int end,
                                    const Line& line);

}  // namespace pwlsim::fit
