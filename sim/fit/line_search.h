// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "sim/fit/corridor.h"
#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// How the errors at the points of a grid are combined to the error of a table.
enum class PointError {
  kSquared,        ///< weighted sum of squares
  kGreatest,       ///< the greatest absolute error, each times its point's importance
  kOutputSquared,  ///< weighted sum of squares of the rounded output's errors
  kOutputWrong,    ///< 0 if every output code is that of the exact value, else infinite
};

/// An integer format of lines, and the output codes that the accumulator is rounded to.
struct LineWords {
  static constexpr std::size_t kScales = 32;  ///< as many as inputs of 32 bits can have
  LineFormat format;                          ///< numbers that slopes and intercepts can be
  int fraction,                               ///< fraction bits of slopes
      intercept_fraction;                     ///< fraction bits of intercepts
  int code_width;                             ///< bits of output codes
  std::array<int, kScales> output_scales{};   ///< fraction bits of output codes, for each input scale
};

/// The segmentations of least error into 1 … `most` segments, exactly, for any error that is known point by point.
/// Every line of the format is followed along the grid (dynamic programming over lines and candidates). In the worst
/// case there is a state for each line and candidate, so words should have at most 8 bits. Segmentations whose error is
/// not below `bound` are left out; a smaller bound is faster. `shift` is added to the function first.
Segmentations line_search_segmentations(const FitGrid& grid, const LineWords& words, PointError error,
                                        const FixedTails& tails, int most, double bound, double shift = 0);

/// The band of accumulator values that are rounded to the exact value's output code, at each point.
Band band_of_codes(const FitGrid& grid, const LineWords& words);

/// The error of a given segmentation.
double segmentation_error(const FitGrid& grid, const LineWords& words, PointError error,
                          const Segmentation& segmentation, double shift = 0);

/// Local search: moves lines by a few steps and ends of segments by some candidates as long as that lowers the error.
/// For errors that only the rounded output shows. Lines that tails fix stay.
Segmentation moved_aside(const FitGrid& grid, const LineWords& words, PointError error, const FixedTails& tails,
                         Segmentation segmentation);

/// The weighted squared and signed errors of one line over candidates begin+1 … end.
struct SegmentErrorSums {
  double error,      ///< as PointError combines them
      signed_error;  ///< weighted sum of result minus function
};
/// The errors of that line. The segment serves candidates begin+1 … end.
SegmentErrorSums segment_error_sums(const FitGrid& grid, const LineWords& words, PointError error, int begin, int end,
                                    const Line& line);

}  // namespace pwlsim::fit
