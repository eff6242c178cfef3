// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/segmentation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pwlsim::fit {
namespace {

// Relative rounding error of a segment's squared error, which is a difference of sums of squares of the function, as a
// part of these sums.
constexpr double kNoise = 1e-14;

/// Dynamic programming over candidates that skips segments which cannot be part of a segmentation within a bound.
///
/// No line of a format has less squared error over a segment than the best real line, whose error takes a few
/// operations and grows with the segment. So the part to the right of a candidate costs at least what real lines cost
/// there (rest_). A segment's exact cost is only calculated if it can stay within the bound together with the costs
/// before it and that rest.
class Search {
 public:
  Search(const SegmentErrors& errors, const LineFormat& format, bool held_hi, int last_start, int most, double bound)
      : errors_(errors),
        format_(format),
        held_hi_(held_hi),
        last_(errors.last()),
        last_start_(last_start),
        most_(most),
        bound_(bound + kNoise * errors.sum(0, errors.last()).ff),
        rows_(stride()),
        rest_(static_cast<std::size_t>(most) + 1, std::vector<double>(stride(), kInfinity)) {
    find_rest();
  }

  /// Ends of the best segmentation with at most n segments for each n from 1 to `most`, and their costs.
  struct Best {
    double cost = kInfinity;
    std::vector<int> ends;
  };
  std::vector<Best> best() {
    std::vector<Best> all(static_cast<std::size_t>(most_));
    // value[n][j]: least cost of candidates 0 … j in n + 1 segments; before[n][j]: where the last of them begins.
    std::vector<std::vector<double>> value(all.size(), std::vector<double>(stride(), kInfinity));
    std::vector<std::vector<int>> before(all.size(), std::vector<int>(stride(), -1));
    for (int j = 1; j <= last_; ++j) {
      const double rest = rest_[static_cast<std::size_t>(most_) - 1][j];
      if (errors_.least(0, j, false) + rest <= bound_) value[0][j] = errors_.best(0, j, false, format_).squared_error;
    }
    for (int n = 1; n < most_; ++n) extend(n, value[n - 1], value[n], before[n]);
    for (int n = 0; n < most_; ++n) {
      // The last segment: one that begins at `begin` and may be a tail, or the last of the inner ones.
      double cost = value[n][last_];
      int begin = n > 0 ? before[n][last_] : 0;
      if (held_hi_) {
        cost = kInfinity;
        for (int i = 1; n > 0 && i <= last_start_; ++i) {
          if (value[n - 1][i] == kInfinity) continue;
          const double whole = value[n - 1][i] + errors_.best(i, last_, true, format_).squared_error;
          if (whole < cost) {
            cost = whole;
            begin = i;
          }
        }
      }
      if (n > 0 && all[n - 1].cost <= cost) {
        all[n] = all[n - 1];
        continue;
      }
      all[n].cost = cost;
      if (cost == kInfinity) continue;
      all[n].ends = {last_};
      int end = begin;
      for (int m = n - 1; m >= 0; --m) {
        all[n].ends.push_back(end);
        end = before[m][end];
      }
      std::reverse(all[n].ends.begin(), all[n].ends.end());
    }
    return all;
  }

 private:
  /// Segments that begin at one candidate, by end: the error of real lines, and that of the format's lines once it is
  /// known. Longer segments are beyond the bound.
  struct Row {
    std::vector<double> least;
    std::vector<double> exact;  ///< negative: not calculated yet
  };

  std::size_t stride() const { return static_cast<std::size_t>(last_) + 1; }

  void find_rest() {
    // Ordered by candidate, then number of segments, so that the innermost loop runs over neighbours in memory.
    const std::size_t counts = static_cast<std::size_t>(most_) + 1;
    std::vector<double> rest(stride() * counts, kInfinity);
    for (int i = last_; i >= 1; --i) {
      double* const here = &rest[static_cast<std::size_t>(i) * counts];
      if (i == last_ && !held_hi_) std::fill(here, here + counts, 0);
      if (held_hi_ && i <= last_start_) std::fill(here + 1, here + counts, errors_.least(i, last_, true));
      for (int j = i + 1; j <= last_; ++j) {
        const double least = errors_.least(i, j, false);
        if (least > bound_) break;
        rows_[i].least.push_back(least);
        const double* const there = &rest[static_cast<std::size_t>(j) * counts];
        for (std::size_t m = 1; m < counts; ++m) here[m] = std::min(here[m], least + there[m - 1]);
      }
      rows_[i].exact.assign(rows_[i].least.size(), -1);
      for (std::size_t m = 0; m < counts; ++m) rest_[m][i] = here[m];
    }
  }

  /// Adds segment n (from 0) to the segmentations whose costs `from` has for each candidate.
  void extend(int n, const std::vector<double>& from, std::vector<double>& to, std::vector<int>& before) {
    const std::vector<double>& rest = rest_[static_cast<std::size_t>(most_ - 1 - n)];
    const std::vector<double>& rest_before = rest_[static_cast<std::size_t>(most_ - n)];
    for (int i = 1; i < last_; ++i) {
      const double base = from[i];
      if (base + rest_before[i] > bound_) continue;
      Row& row = rows_[i];
      for (std::size_t at = 0; at < row.least.size(); ++at) {
        const int j = i + 1 + static_cast<int>(at);
        const double least = base + row.least[at];
        if (least >= to[j] || least + rest[j] > bound_) continue;
        double& exact = row.exact[at];
        if (exact < 0) exact = errors_.best(i, j, false, format_).squared_error;
        if (base + exact < to[j]) {
          to[j] = base + exact;
          before[j] = i;
        }
      }
    }
  }

  const SegmentErrors& errors_;
  const LineFormat& format_;
  bool held_hi_;
  int last_, last_start_, most_;
  double bound_;
  std::vector<Row> rows_;
  std::vector<std::vector<double>> rest_;  // [m][i]: the least cost of candidates i+1 … last in at most m segments
};

}  // namespace

double greatest_error(const FitGrid& grid, int begin, int end, const Line& line) {
  double greatest = 0;
  for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) {
    const FitPoint& point = grid.points[i];
    greatest = std::max(greatest, point.importance * std::fabs(line.slope * point.x + line.intercept - point.exact));
  }
  return greatest;
}

double greatest_error(const FitGrid& grid, const Segmentation& segmentation) {
  double greatest = 0;
  for_each_segment(segmentation, [&](int begin, int end, const Line& line) {
    greatest = std::max(greatest, greatest_error(grid, begin, end, line));
  });
  return greatest;
}

Segmentations least_squares_segmentations(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                                          int most, double shift, double bound) {
  const SegmentErrors errors(grid, tails, shift);
  Search search(errors, format, tails.hi != nullptr, grid.last_start(), most, bound);
  Segmentations all;
  for (const auto& best : search.best()) {
    Segmentation segmentation;
    segmentation.error = best.cost;
    segmentation.ends = best.ends;
    int begin = 0;
    for (std::size_t n = 0; n < best.ends.size(); ++n) {
      // A held tail may begin after the last point, where another segment ends.
      const bool final = tails.hi != nullptr && n + 1 == best.ends.size();
      segmentation.lines.push_back(errors.best(begin, best.ends[n], final, format).line);
      begin = best.ends[n];
    }
    all.push_back(segmentation);
  }
  return all;
}

}  // namespace pwlsim::fit
