// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// For each point of a grid, the least and the greatest number that a table may have there; infinite: any.
struct Band {
  std::vector<double> low, high;
};

/// The numbers within `error` of the function, less where a point's importance is greater.
Band band_of(const FitGrid& grid, double error);

/// The lines that pass between the bounds of every point so far. Points come in ascending order of x.
class Corridor {
 public:
  /// Takes in a point; false if no real line is left.
  bool add(double x, double low, double high);

  /// The middle of the slopes of the real lines that are left; 0 for a single point, which leaves them open.
  double middle_slope() const;

  /// A line of the format, if one passes: of the slope nearest to the middle, or to `hint` where one point leaves it
  /// open. All slopes that real lines can have are tried, so that none is missed; at one point alone, where the numbers
  /// that lines can have there repeat themselves with every so many slopes, not more than `period` of them.
  std::optional<Line> line(const LineFormat& format, double hint, double period) const;

 private:
  struct Place {
    double x, y;
  };
  using Hull = std::vector<Place>;

  static double slope(const Place& a, const Place& b, double side);
  static void push(Hull& hull, const Place& place, double side);
  static const Place& tangent(const Hull& hull, const Place& to, double side);
  static double support(const Hull& hull, double slope, double side);

  Hull lower_, upper_;  // of the lower bounds the upper hull, of the upper bounds the lower one: no others matter
  double flattest_ = -kInfinity, steepest_ = kInfinity;
};

/// The fewest segments whose lines stay within a band, exactly: what a line can do for a segment, it can do for any
/// part of it, so that the longest segment is always the best one. Without lines if that takes more than `entries`.
Segmentation segments_within(const FitGrid& grid, const Band& band, const LineFormat& format, const FixedTails& tails,
                             int entries);

/// The segmentation of least greatest error, exactly up to the rounding of double precision: bisection over the error.
/// Then each line is the one of least greatest error for its segment. Its error is infinite if none is below `bound`.
Segmentation least_greatest_segmentation(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                                         int entries, double bound);

}  // namespace pwlsim::fit
