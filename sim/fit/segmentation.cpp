// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/segmentation.h"

#include <algorithm>
#include <cmath>

namespace pwlsim::fit {
namespace {

/// Costs of all segments between candidates, and dynamic programming over them.
class Costs {
 public:
  explicit Costs(int last)
      : last_(last), from_(stride(), kInfinity), to_(stride(), kInfinity), inner_(stride() * stride(), kInfinity) {}

  double& first(int end) { return from_[end]; }
  /// Of a last segment whose line is fixed.
  double& final(int begin) { return to_[begin]; }
  double& inner(int begin, int end) { return inner_[begin * stride() + end]; }

  /// Ends of the best segmentation with at most n segments for each n from 1 to `most`, and their costs.
  struct Best {
    double cost = kInfinity;
    std::vector<int> ends;
  };
  std::vector<Best> best(int most) const {
    std::vector<Best> all(most);
    // value[n][j]: least cost of candidates 0 … j in n + 1 segments; before[n][j]: where the last of them begins.
    std::vector<std::vector<double>> value(most, std::vector<double>(stride(), kInfinity));
    std::vector<std::vector<int>> before(most, std::vector<int>(stride(), -1));
    value[0] = from_;
    for (int n = 1; n < most; ++n) {
      for (int i = 1; i < last_; ++i) {
        const double base = value[n - 1][i];
        if (base == kInfinity) continue;
        const double* const cost = &inner_[i * stride()];
        for (int j = i + 1; j <= last_; ++j) {
          if (base + cost[j] < value[n][j]) {
            value[n][j] = base + cost[j];
            before[n][j] = i;
          }
        }
      }
    }
    for (int n = 0; n < most; ++n) {
      // The last segment: one of its own kind that begins at `begin`, or the end of the inner ones.
      double cost = value[n][last_];
      int begin = n > 0 ? before[n][last_] : 0;
      if (final_fixed_) {
        cost = kInfinity;
        for (int i = 1; n > 0 && i <= last_; ++i) {
          if (value[n - 1][i] + to_[i] < cost) {
            cost = value[n - 1][i] + to_[i];
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

  void fix_final() { final_fixed_ = true; }

 private:
  std::size_t stride() const { return static_cast<std::size_t>(last_) + 1; }

  int last_;
  bool final_fixed_ = false;
  std::vector<double> from_, to_, inner_;
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
                                          int most, double shift) {
  const SegmentErrors errors(grid, tails, shift);
  const int last = errors.last();
  Costs costs(last);
  for (int end = 1; end <= last; ++end) costs.first(end) = errors.best(0, end, false, format).squared_error;
  for (int begin = 1; begin < last; ++begin) {
    for (int end = begin + 1; end <= last; ++end) {
      costs.inner(begin, end) = errors.best(begin, end, false, format).squared_error;
    }
  }
  if (tails.hi != nullptr) {
    costs.fix_final();
    for (int begin = 1; begin <= grid.last_start(); ++begin) {
      costs.final(begin) = errors.best(begin, last, true, format).squared_error;
    }
  }

  Segmentations all;
  for (const auto& best : costs.best(most)) {
    Segmentation segmentation;
    segmentation.error = best.cost;
    segmentation.ends = best.ends;
    int begin = 0;
    for (std::size_t n = 0; n < best.ends.size(); ++n) {
      // A held tail may begin behind the last point, where another segment ends.
      const bool final = tails.hi != nullptr && n + 1 == best.ends.size();
      segmentation.lines.push_back(errors.best(begin, best.ends[n], final, format).line);
      begin = best.ends[n];
    }
    all.push_back(segmentation);
  }
  return all;
}

}  // namespace pwlsim::fit
