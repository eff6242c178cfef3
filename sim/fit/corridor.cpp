// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/corridor.h"

#include <algorithm>
#include <cmath>

namespace pwlsim::fit {

Band band_of(const FitGrid& grid, double error) {
  Band band;
  for (const FitPoint& point : grid.points) {
    band.low.push_back(point.exact - error / point.importance);
    band.high.push_back(point.exact + error / point.importance);
  }
  return band;
}

bool Corridor::add(double x, double low, double high) {
  const Place below{x, low};
  const Place above{x, high};
  // The steepest line runs below this point's upper bound and above an earlier lower bound; of the lower bounds only
  // the upper hull counts. The flattest line is found likewise.
  if (std::isfinite(high) && !lower_.empty()) {
    steepest_ = std::min(steepest_, slope(tangent(lower_, above, 1), above, 1));
  }
  if (std::isfinite(low) && !upper_.empty()) {
    flattest_ = std::max(flattest_, slope(tangent(upper_, below, -1), below, -1));
  }
  if (flattest_ > steepest_ || low > high) return false;
  if (std::isfinite(low)) push(lower_, below, 1);
  if (std::isfinite(high)) push(upper_, above, -1);
  return true;
}

double Corridor::middle_slope() const {
  return std::isfinite(steepest_) && std::isfinite(flattest_) ? (flattest_ + steepest_) / 2 : 0;
}

std::optional<Line> Corridor::line(const LineFormat& format, double hint, double period) const {
  const bool open = !std::isfinite(steepest_) || !std::isfinite(flattest_);
  const double least = std::max(flattest_, format.slope.least);
  const double most = std::min(steepest_, format.slope.greatest);
  const auto attempt = [&](double candidate) -> std::optional<Line> {
    const double low = std::max(support(lower_, candidate, 1), format.intercept.least);
    const double high = std::min(support(upper_, candidate, -1), format.intercept.greatest);
    if (low > high) return std::nullopt;
    const double middle = std::isfinite(low) && std::isfinite(high) ? (low + high) / 2
                          : std::isfinite(low)                      ? low
                                                                    : high;
    if (format.is_real()) return Line{candidate, middle};
    // If the number nearest to the middle is not between the bounds, no number is.
    const double intercept = format.intercept.nearest(middle);
    if (intercept < low || intercept > high) return std::nullopt;
    return Line{candidate, intercept};
  };
  const double middle = std::clamp(open ? hint : middle_slope(), std::min(least, most), most);
  if (format.is_real()) return attempt(middle);
  const double start = format.slope.nearest(middle);
  if (start >= least && start <= most) {
    if (const auto found = attempt(start)) return found;
  }
  bool up = true;
  bool down = true;
  const bool one_point = !lower_.empty() && !upper_.empty() && lower_.front().x == lower_.back().x &&
                         upper_.front().x == upper_.back().x && lower_.front().x == upper_.front().x;
  const double enough = one_point ? period : kInfinity;
  for (double steps = 1; (up || down) && steps <= enough; ++steps) {
    const double above = start + steps * format.slope.step;
    const double below = start - steps * format.slope.step;
    up = above <= most;
    down = below >= least;
    if (up && above >= least) {
      if (const auto found = attempt(above)) return found;
    }
    if (down && below <= most) {
      if (const auto found = attempt(below)) return found;
    }
  }
  return std::nullopt;
}

double Corridor::slope(const Place& a, const Place& b, double side) {
  if (a.x == b.x) return side * (b.y - a.y) >= 0 ? side * kInfinity : -side * kInfinity;
  return (b.y - a.y) / (b.x - a.x);
}

/// Adds a place to an upper (side 1) or lower (side -1) hull.
void Corridor::push(Hull& hull, const Place& place, double side) {
  if (!hull.empty() && hull.back().x == place.x) {
    if (side * (place.y - hull.back().y) <= 0) return;
    hull.pop_back();
  }
  while (hull.size() > 1 &&
         side * (slope(hull[hull.size() - 2], hull.back(), side) - slope(hull.back(), place, side)) <= 0) {
    hull.pop_back();
  }
  hull.push_back(place);
}

/// The place of the hull from which the line to `to` has the least (side 1) or greatest (side -1) slope.
const Corridor::Place& Corridor::tangent(const Hull& hull, const Place& to, double side) {
  std::size_t from = 0;
  std::size_t until = hull.size() - 1;
  while (from < until) {
    const std::size_t middle = (from + until) / 2;
    if (side * (slope(hull[middle], to, side) - slope(hull[middle + 1], to, side)) <= 0) {
      until = middle;
    } else {
      from = middle + 1;
    }
  }
  return hull[from];
}

/// The greatest (side 1) or least (side -1) intercept of lines of that slope through the places of the hull.
double Corridor::support(const Hull& hull, double slope_of_lines, double side) {
  if (hull.empty()) return -side * kInfinity;
  std::size_t from = 0;
  std::size_t until = hull.size() - 1;
  while (from < until) {
    const std::size_t middle = (from + until) / 2;
    if (side * (slope(hull[middle], hull[middle + 1], side) - slope_of_lines) <= 0) {
      until = middle;
    } else {
      from = middle + 1;
    }
  }
  return hull[from].y - slope_of_lines * hull[from].x;
}

namespace {

bool passes(const FitGrid& grid, const Band& band, int begin, int end, const Line& line) {
  for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) {
    const double y = line.slope * grid.points[i].x + line.intercept;
    if (y < band.low[i] || y > band.high[i]) return false;
  }
  return true;
}

/// The slope of the function where a candidate's points begin.
double slope_at(const FitGrid& grid, int begin) {
  const std::size_t i = std::min(std::max<std::size_t>(grid.first[begin], 1), grid.points.size() - 1);
  if (i == 0) return 0;
  const FitPoint& a = grid.points[i - 1];
  const FitPoint& b = grid.points[i];
  return b.x > a.x ? (b.exact - a.exact) / (b.x - a.x) : 0;
}

/// The number of slopes after which the values of a format's lines at one input repeat, apart from the range of
/// intercepts.
double period_of(const FitGrid& grid, const LineFormat& format) {
  int finest = 0;
  for (const FitPoint& point : grid.points) finest = std::max(finest, point.scale);
  return format.is_real() ? 1 : std::ldexp(format.intercept.step / format.slope.step, finest);
}

struct Reach {
  int end;
  Line line;
};

/// The longest segment from candidate `begin` on.
Reach longest(const FitGrid& grid, const Band& band, int begin, const LineFormat& format, double period) {
  Corridor corridor;
  Reach reach{begin, {}};
  const double hint = slope_at(grid, begin);
  for (int c = begin + 1; c <= grid.last(); ++c) {
    for (std::size_t i = grid.first[c - 1]; i < grid.first[c]; ++i) {
      if (!corridor.add(grid.points[i].x, band.low[i], band.high[i])) return reach;
    }
    if (c == begin + 1 || !passes(grid, band, c - 1, c, reach.line)) {
      const auto found = corridor.line(format, hint, period);
      if (!found) return reach;
      reach.line = *found;
    }
    reach.end = c;
  }
  return reach;
}

/// The line of a format with the least greatest error over candidates begin+1 … end; `known` is some line of the
/// format.
Line least_greatest_line(const FitGrid& grid, int begin, int end, const LineFormat& format, const Line& known) {
  Line best = known;
  double lo = 0;
  double hi = greatest_error(grid, begin, end, known);
  constexpr int kSteps = 40;
  const double period = period_of(grid, format);
  for (int step = 0; step < kSteps && hi > 0; ++step) {
    const double middle = (lo + hi) / 2;
    const Band band = band_of(grid, middle);
    Corridor corridor;
    bool open = true;
    for (std::size_t i = grid.first[begin]; open && i < grid.first[end]; ++i) {
      open = corridor.add(grid.points[i].x, band.low[i], band.high[i]);
    }
    const std::optional<Line> found = open ? corridor.line(format, slope_at(grid, begin), period) : std::nullopt;
    if (!found) {
      lo = middle;
      continue;
    }
    const double error = greatest_error(grid, begin, end, *found);
    if (error >= hi) break;
    hi = error;
    best = *found;
  }
  return best;
}

}  // namespace

Segmentation segments_within(const FitGrid& grid, const Band& band, const LineFormat& format, const FixedTails& tails,
                             int entries) {
  Segmentation none;
  Segmentation all;
  const int last = grid.last();
  int c = 0;
  if (tails.lo != nullptr) {
    while (c < last && passes(grid, band, c, c + 1, *tails.lo)) ++c;
    if (c == 0) return none;
    all.ends.push_back(c);
    all.lines.push_back(*tails.lo);
  }
  int until = last;  // where the tail's segment begins
  if (tails.hi != nullptr) {
    until = grid.last_start();
    if (until < 1 || !passes(grid, band, until, last, *tails.hi)) return none;
    while (until > 1 && passes(grid, band, until - 1, until, *tails.hi)) --until;
    if (tails.lo != nullptr && c >= until) all.ends.back() = c = std::min(c, grid.last_start());
  }
  const double period = period_of(grid, format);
  const int inner = entries - (tails.hi != nullptr ? 1 : 0);
  if (static_cast<int>(all.ends.size()) > inner) return none;
  while (c < until) {
    const Reach reach = longest(grid, band, c, format, period);
    const int end = std::min(until, reach.end);
    if (end == c || static_cast<int>(all.ends.size()) == inner) return none;
    all.ends.push_back(c = end);
    all.lines.push_back(reach.line);
  }
  if (tails.hi != nullptr) {
    all.ends.push_back(last);
    all.lines.push_back(*tails.hi);
  }
  all.error = greatest_error(grid, all);
  return all;
}

Segmentation least_greatest_segmentation(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                                         int entries, double bound) {
  Segmentation best;
  double lo = 0;
  double hi = bound;
  constexpr int kSteps = 60;
  constexpr double kEqual = 1e-13;
  const auto attempt = [&](double error) {
    Segmentation found = segments_within(grid, band_of(grid, error), format, tails, entries);
    if (found.lines.empty()) {
      lo = error;
    } else {
      hi = std::min(error, found.error);
      best = std::move(found);
    }
  };
  attempt(bound);
  for (int step = 0; step < kSteps && !best.lines.empty() && hi - lo > kEqual * hi; ++step) attempt((lo + hi) / 2);
  std::size_t n = 0;
  for_each_segment(best, [&](int begin, int end, Line& line) {
    const bool fixed = (n == 0 && tails.lo != nullptr) || (n + 1 == best.ends.size() && tails.hi != nullptr);
    if (!fixed) line = least_greatest_line(grid, begin, end, format, line);
    ++n;
  });
  if (!best.lines.empty()) best.error = greatest_error(grid, best);
  return best;
}

}  // namespace pwlsim::fit
