// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// An input of the unit at which a table is judged.
struct FitPoint {
  double x;               ///< the number that the input stands for
  double exact;           ///< the function there
  double weight;          ///< all weights sum to 1
  double importance = 1;  ///< factor of an absolute error: square root of the weight over that of equal weights
  std::int64_t code = 0;  ///< integer units: x = code * 2^-scale
  int scale = 0;
};

/// All inputs at which a table is judged, and all places at which one of its segments can end, in ascending order.
///
/// Candidate 0 stands for "no segment yet". A segment from candidate i to candidate j has the breakpoint
/// breakpoints[j] and serves the points first[i] … first[j]-1. Where one table serves several scales, a breakpoint
/// is rounded to each of them, so that a candidate may gain a point of one scale and none of another.
struct FitGrid {
  std::vector<double> breakpoints;  ///< of each candidate; that of 0 is never used
  std::vector<std::size_t> first;   ///< of each candidate: number of points at or below its breakpoint
  std::vector<FitPoint> points;
  /// Whether there are inputs below and above the range which the outermost lines have to hold (Tails::kHold).
  bool hold_lo = false, hold_hi = false;

  /// How many of the last candidates have a breakpoint beyond the range, because breakpoints have fewer bits than
  /// inputs: with it, inputs above the range would miss the held tail.
  int beyond = 0;

  int last() const { return static_cast<int>(breakpoints.size()) - 1; }
  /// The last candidate behind which a held tail can begin.
  int last_start() const { return last() - beyond; }
};

/// The scales that a request's table shall serve, ascending, each once.
std::vector<int> requested_scales(const FitRequest& request);

/// Where the tail below the range can end: the greatest input of a floating-point format below lo; for integer units
/// the least breakpoint on the finest scale's grid that keeps every input below lo at or below it, at each scale.
double end_of_lower_tail(const FitRequest& request);

/// Where the tail above the range can begin: at hi; where breakpoints have fewer bits than inputs, at the greatest one
/// of the finest scale that lies at or below hi.
double start_of_upper_tail(const FitRequest& request);

/// The grid of a request: for integer units up to 16 bits each code in the function's range at each scale, for wider
/// and floating-point units 65536 inputs, equally spaced. With a sample, inputs weigh as often as they occur in it,
/// plus a thousandth of an equal share each, so that lines stay sane where the sample is silent. Throws InputError if a
/// scale is out of range, several scales are asked of a wider unit, or no input lies in the function's range.
FitGrid make_fit_grid(const FitRequest& request);

}  // namespace pwlsim::fit
