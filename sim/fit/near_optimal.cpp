// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/near_optimal.h"

#include <algorithm>
#include <cmath>

#include "sim/fit/corridor.h"

namespace pwlsim::fit {
namespace {

constexpr int kCoarseCandidates = 1024;
constexpr int kBlocks = 4096;

/// Candidates 0 … last, about `count` of them evenly spread, first and last included.
std::vector<int> spread(int last, int count) {
  std::vector<int> chosen;
  const int stride = std::max(1, last / count);
  for (int c = 0; c < last; c += stride) chosen.push_back(c);
  // There may be no point before the end of the tail below the range.
  if (stride > 1 && last > 1) chosen.insert(chosen.begin() + 1, 1);
  chosen.push_back(last);
  return chosen;
}

/// Least sum of `cost(i, j, final)` over chains 0 = c0 < c1 < … < cn = last of at most `entries` links. With
/// `empty_final` the final link may also go from last to last.
template <class Cost>
std::vector<int> shortest_chain(int last, int entries, bool empty_final, const Cost& cost) {
  const std::size_t stride = static_cast<std::size_t>(last) + 1;
  std::vector<float> inner(stride * stride, 0);  // floats suffice, because ends are refined later
  for (int i = 1; i < last; ++i) {
    for (int j = i + 1; j <= last; ++j) inner[i * stride + j] = static_cast<float>(cost(i, j, false));
  }
  std::vector<double> value(stride, kInfinity);
  for (int j = 1; j <= last; ++j) value[j] = cost(0, j, false);
  std::vector<std::vector<int>> before = {std::vector<int>(stride, 0)};
  double best = cost(0, last, true);
  std::vector<int> ends = {last};
  for (int n = 1; n < entries; ++n) {
    std::vector<double> next(stride, kInfinity);
    std::vector<int> from(stride, 0);
    double final = kInfinity;
    int final_from = 0;
    for (int i = 1; i < (empty_final ? last + 1 : last); ++i) {
      const float* const row = &inner[i * stride];
      for (int j = i + 1; j <= last; ++j) {
        if (value[i] + static_cast<double>(row[j]) < next[j]) {
          next[j] = value[i] + static_cast<double>(row[j]);
          from[j] = i;
        }
      }
      const double whole = value[i] + cost(i, last, true);
      if (whole < final) {
        final = whole;
        final_from = i;
      }
    }
    if (final < best) {
      best = final;
      ends = {last};
      int c = final_from;
      for (int m = n - 1; m >= 0; --m) {
        ends.push_back(c);
        c = before[m][c];
      }
      std::reverse(ends.begin(), ends.end());
    }
    value = next;
    before.push_back(from);
  }
  return ends;
}

/// Moves each end to its best candidate between its neighbours, within `window` candidates, until none moves. The last
/// segment begins at or before `last_start`.
void refine(const SegmentErrors& errors, const LineFormat& format, int window, int last_start, std::vector<int>& ends) {
  const auto count = static_cast<int>(ends.size());
  constexpr int kMostSweeps = 200;
  bool moved = true;
  for (int sweep = 0; moved && sweep < kMostSweeps; ++sweep) {
    moved = false;
    for (int n = 0; n + 1 < count; ++n) {
      const int begin = n == 0 ? 0 : ends[n - 1];
      const int end = ends[n + 1];
      const auto error = [&](int middle) {
        return errors.best(begin, middle, false, format).squared_error +
               errors.best(middle, end, n + 2 == count, format).squared_error;
      };
      int best = ends[n];
      double least = error(best);
      const int to = std::min({end - 1, ends[n] + window, n + 2 == count ? last_start : end});
      for (int middle = std::max(begin + 1, ends[n] - window); middle <= to; ++middle) {
        const double at = error(middle);
        if (at < least) {
          least = at;
          best = middle;
        }
      }
      moved |= best != ends[n];
      ends[n] = best;
    }
  }
}

}  // namespace

Segmentation near_least_squares(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries,
                                double shift) {
  const SegmentErrors errors(grid, tails, shift);
  const std::vector<int> coarse = spread(errors.last(), kCoarseCandidates);
  const int least_entries = 1 + (tails.lo != nullptr ? 1 : 0) + (tails.hi != nullptr ? 1 : 0);
  const int last_start = tails.hi != nullptr ? grid.last_start() : errors.last();
  Segmentation all;
  if (entries < least_entries || last_start < 1) return all;
  std::vector<int> ends;
  for (const int end :
       shortest_chain(static_cast<int>(coarse.size()) - 1, entries, tails.hi != nullptr, [&](int i, int j, bool final) {
         if (final && tails.hi != nullptr && (i == 0 || coarse[i] > last_start)) {
           return kInfinity;
         }
         return errors.least(coarse[i], coarse[j], final);
       })) {
    ends.push_back(coarse[end]);
  }
  if (tails.hi != nullptr && (ends.size() == 1 || ends[ends.size() - 2] > last_start)) return all;
  refine(errors, LineFormat::real(), 2 * std::max(1, errors.last() / kCoarseCandidates), last_start, ends);
  // With rounded lines the best ends differ a little.
  if (!format.is_real()) refine(errors, format, 16, last_start, ends);

  all.ends = ends;
  all.error = 0;
  for (std::size_t n = 0; n < ends.size(); ++n) {
    const BestLine best = errors.best(n == 0 ? 0 : ends[n - 1], ends[n], n + 1 == ends.size(), format);
    all.lines.push_back(best.line);
    all.error += best.squared_error;
  }
  return all;
}

double least_squares_bound(const FitGrid& grid, const FixedTails& tails, int entries) {
  const SegmentErrors errors(grid, tails, 0);
  // Block b: candidates edges[b]+1 … edges[b+1]. If a segment ends in block b, the next one covers blocks b+1 …
  // completely.
  std::vector<int> edges = spread(errors.last(), kBlocks);
  const int blocks = static_cast<int>(edges.size()) - 1;
  std::vector<double> value(blocks);
  for (int b = 0; b < blocks; ++b) value[b] = b == 0 ? 0 : errors.least(0, edges[b], false);
  double least = errors.least(0, errors.last(), true);
  const std::size_t stride = blocks;
  std::vector<float> inner(stride * stride);
  for (int a = 0; a < blocks; ++a) {
    for (int b = a + 2; b < blocks; ++b) {
      // Rounded down, to stay a bound.
      inner[a * stride + b] = std::nextafter(static_cast<float>(errors.least(edges[a + 1], edges[b], false)), 0.0F);
    }
  }
  for (int n = 1; n < entries; ++n) {
    for (int a = 0; a < blocks; ++a) {
      const double tail = a + 1 < blocks ? errors.least(edges[a + 1], errors.last(), true) : 0;
      least = std::min(least, value[a] + tail);
    }
    std::vector<double> next(blocks, kInfinity);
    for (int a = 0; a < blocks; ++a) {
      const float* const row = &inner[a * stride];
      for (int b = a; b < blocks; ++b) next[b] = std::min(next[b], value[a] + static_cast<double>(row[b]));
    }
    value = next;
  }
  return least;
}

namespace {

/// Adds the condition that the line lies within `error` of a point; false if no line is left.
bool add(Corridor& corridor, const FitPoint& point, double error) {
  return corridor.add(point.x, point.exact - error / point.importance, point.exact + error / point.importance);
}

/// The last candidate up to which one line from candidate `begin` on stays within `error`.
int longest(const FitGrid& grid, int begin, double error) {
  Corridor corridor;
  for (int c = begin + 1; c <= grid.last(); ++c) {
    for (std::size_t i = grid.first[c - 1]; i < grid.first[c]; ++i) {
      if (!add(corridor, grid.points[i], error)) return c - 1;
    }
  }
  return grid.last();
}

/// The longest segments within an error; empty if that takes more than `entries`.
std::vector<int> segments_within(const FitGrid& grid, const FixedTails& tails, int entries, double error) {
  const int last = grid.last();
  std::vector<int> ends;
  int c = 0;
  if (tails.lo != nullptr) {
    while (c < last && greatest_error(grid, c, c + 1, *tails.lo) <= error) ++c;
    if (c == 0) return {};
    ends.push_back(c);
  }
  int until = last;  // where the tail's segment begins
  if (tails.hi != nullptr) {
    until = grid.last_start();
    if (until < 1 || greatest_error(grid, until, last, *tails.hi) > error) return {};
    while (until > 1 && greatest_error(grid, until - 1, until, *tails.hi) <= error) --until;
  }
  const int inner = entries - (tails.hi != nullptr ? 1 : 0);
  while (c < until) {
    const int end = std::min(until, longest(grid, c, error));
    if (end == c || static_cast<int>(ends.size()) == inner) return {};
    ends.push_back(c = end);
  }
  if (tails.hi != nullptr) ends.push_back(last);
  return ends;
}

/// The line of least greatest error over candidates begin+1 … end, rounded to the format.
BestLine least_greatest_line(const FitGrid& grid, const SegmentErrors& errors, int begin, int end,
                             const LineFormat& format, double enough) {
  double lo = 0;
  double hi = enough;
  for (int i = 0; i < 40; ++i) {
    const double middle = (lo + hi) / 2;
    (longest(grid, begin, middle) >= end ? hi : lo) = middle;
  }
  Corridor corridor;
  for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) add(corridor, grid.points[i], hi);
  constexpr int kSlopesAside = 4;
  // The line of least squares respects the format's range, and has a slope when a single point leaves it open.
  BestLine best = errors.best(begin, end, false, format);
  best.squared_error = greatest_error(grid, begin, end, best.line);
  for (int aside = -kSlopesAside; aside <= kSlopesAside; ++aside) {
    const double slope = format.slope.nearest(corridor.middle_slope() + aside * format.slope.step);
    // Intercepts that keep each point within `hi`.
    double least = -kInfinity;
    double most = kInfinity;
    for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) {
      const FitPoint& point = grid.points[i];
      const double rest = point.exact - slope * point.x;
      least = std::max(least, rest - hi / point.importance);
      most = std::min(most, rest + hi / point.importance);
    }
    const Line line{slope, std::isfinite(least) ? format.intercept.nearest((least + most) / 2) : 0};
    const double error = greatest_error(grid, begin, end, line);
    if (error < best.squared_error) best = {line, error};
  }
  return best;
}

}  // namespace

Segmentation near_least_greatest(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries) {
  double lo = 0;
  double hi = 1;
  Segmentation all;
  while (segments_within(grid, tails, entries, hi).empty()) {
    hi *= 2;
    if (hi == kInfinity) return all;  // too few entries for the tails
  }
  for (int i = 0; i < 50; ++i) {
    const double middle = (lo + hi) / 2;
    (segments_within(grid, tails, entries, middle).empty() ? lo : hi) = middle;
  }
  const SegmentErrors errors(grid, {}, 0);
  all.ends = segments_within(grid, tails, entries, hi);
  all.error = 0;
  for (std::size_t n = 0; n < all.ends.size(); ++n) {
    const int begin = n == 0 ? 0 : all.ends[n - 1];
    const Line* const fixed = n == 0 ? tails.lo : n + 1 == all.ends.size() ? tails.hi : nullptr;
    all.lines.push_back(fixed != nullptr ? *fixed
                                         : least_greatest_line(grid, errors, begin, all.ends[n], format, hi).line);
    all.error = std::max(all.error, greatest_error(grid, begin, all.ends[n], all.lines.back()));
  }
  return all;
}

}  // namespace pwlsim::fit
