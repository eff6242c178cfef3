// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sim/fit/fit.h"

namespace pwlsim::fit {

/// An input of the unit at which a table is judged.
struct FitPoint {
  double x;               ///< the number that the input stands for
  double exact;           ///< the function there, or its mean over the activations that the unit gets as x
  double weight;          ///< all weights sum to 1
  double importance = 1;  ///< factor of an absolute error: square root of the weight over an equal weight
  std::int64_t code = 0;  ///< integer units: x = code * 2^-scale
  int scale = 0;          ///< input scale s that it belongs to; see code
};

/// All inputs at which a table is judged, and all places at which one of its segments can end, in ascending order.
///
/// Candidate 0 stands for "no segment yet". A segment from candidate i to candidate j has the breakpoint breakpoints[j]
/// and serves the points first[i] … first[j]-1. A table for several scales has its breakpoints rounded to each of them,
/// so a candidate may add a point of one scale and none of another.
struct FitGrid {
  std::vector<double> breakpoints;  ///< of each candidate; that of candidate 0 is never used
  std::vector<std::size_t> first;   ///< of each candidate: number of points at or below its breakpoint
  std::vector<FitPoint> points;     ///< ascending in x
  /// Whether there are inputs below and above the range for which the outermost lines must be the tails (Tails::kHold).
  bool hold_lo = false, hold_hi = false;  ///< the same above the range

  /// How many of the last candidates have a breakpoint beyond the range, because breakpoints have fewer bits than
  /// inputs. A tail after such a breakpoint would miss inputs above the range.
  int beyond = 0;

  int last() const { return static_cast<int>(breakpoints.size()) - 1; }  ///< the last candidate
  /// The last candidate after which a held tail can begin.
  int last_start() const { return last() - beyond; }
};

/// The scales that a request's table has to serve, ascending, each once.
std::vector<int> requested_scales(const FitRequest& request);

/// Where the tail below the range can end. For floating-point formats: the greatest input below lo. For integer units:
/// the least breakpoint of the finest scale that has every input below lo at or below it, at each scale.
double end_of_lower_tail(const FitRequest& request);

/// Where the tail above the range can begin: at hi. If breakpoints have fewer bits than inputs, at the greatest
/// breakpoint of the finest scale at or below hi.
double start_of_upper_tail(const FitRequest& request);

/// The grid of a request. For integer units up to 16 bits it has each code in the function's range at each scale; for
/// wider and floating-point units 65536 equally spaced inputs. With a sample, the weight of an input is how often it
/// occurs in the sample, plus the request's even share; its target is the mean of the function over its activations,
/// before they were rounded and clipped. Where lines are free beyond the range, the grid goes on to the outermost
/// activations. Throws InputError if a scale is out of range, several scales are asked of a wider unit, or no input
/// lies in the function's range.
FitGrid make_fit_grid(const FitRequest& request);

}  // namespace pwlsim::fit
