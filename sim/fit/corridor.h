// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "sim/fit/segmentation.h"

namespace pwlsim::fit {

/// For each point of a grid, the least and the greatest value that a table may have there; infinite: no limit.
struct Band {
  std::vector<double> low,  ///< the least, or -kInfinity
      high;                 ///< the greatest, or kInfinity
};

/// The band of values within `error` of the function, divided by each point's importance.
Band band_of(const FitGrid& grid, double error);

/// The lines that pass between the bounds of every point so far. Points come in ascending order of x.
class Corridor {
 public:
  /// Adds a point. Returns false if no real line is left.
  bool add(double x, double low, double high);

  /// The middle of the slopes of the real lines that are left; 0 for a single point, which leaves them open.
  double middle_slope() const;

  /// A line of the format, if one passes: the one with the slope nearest to the middle, or to `hint` when a single
  /// point leaves the slope open. All slopes that real lines can have are tried, so no line is missed. At a single
  /// point the values of lines repeat after `period` slopes, so no more than `period` slopes are tried.
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

  Hull lower_, upper_;  // upper hull of the lower bounds and lower hull of the upper bounds; no other points matter
  double flattest_ = -kInfinity, steepest_ = kInfinity;
};

/// The fewest segments whose lines stay within a band, exactly. A line that fits a segment fits any part of it, so the
/// longest segment is always the best one. The result has no lines if more than `entries` segments are needed.
Segmentation segments_within(const FitGrid& grid, const Band& band, const LineFormat& format, const FixedTails& tails,
                             int entries);

/// The segmentation with the least greatest error, exact up to the rounding of double precision, by bisection over the
/// error. Each line then has the least greatest error for its segment. The result's error is infinite if none is below
/// `bound`.
Segmentation least_greatest_segmentation(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                                         int entries, double bound);

}  // namespace pwlsim::fit
