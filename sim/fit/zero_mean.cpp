// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/zero_mean.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace pwlsim {
namespace {

constexpr int kInterceptsAside = 3;
constexpr double kMostMean = 512;  // tolerances that a mean error may be off on the way

double mean_error(const SegmentErrors& errors, const Segmentation& segmentation) {
  double sum = 0;
  int begin = 0;
  for (std::size_t n = 0; n < segmentation.ends.size(); ++n) {
    sum += errors.sum(begin, segmentation.ends[n]).error(segmentation.lines[n]);
    begin = segmentation.ends[n];
  }
  return sum;
}

/// A segmentation of candidates 0 … c into n segments.
struct Label {
  double cost;  ///< squared errors for the shifted function
  double mean;  ///< sum of errors for the function itself
  int begin;    ///< of its last segment
  int before;   ///< interval of the label that it goes on from
  Line line;
};

using Labels = std::map<int, Label>;  // by interval of the mean error

class LabelSearch {
 public:
  LabelSearch(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries, double shift,
              double tolerance)
      : format_(format),
        entries_(entries),
        tolerance_(tolerance),
        shift_(shift),
        held_hi_(tails.hi != nullptr),
        plain_(grid, tails, 0),
        shifted_(grid, tails, shift),
        last_(grid.last()) {
    // Least costs of what may follow: rest_[n][c] has candidates c+1 … last in at most n segments.
    costs_.assign(stride() * stride(), kInfinity);
    for (int begin = 0; begin < last_; ++begin) {
      for (int end = begin + 1; end <= last_; ++end) {
        const bool final = end == last_ && held_hi_;
        costs_[begin * stride() + end] = shifted_.best(begin, end, final, format).squared_error;
      }
    }
    rest_.assign(entries + 1, std::vector<double>(stride(), kInfinity));
    rest_[0][last_] = 0;
    for (int n = 1; n <= entries; ++n) {
      rest_[n] = rest_[n - 1];
      for (int c = 0; c < last_; ++c) {
        for (int end = c + 1; end <= last_; ++end) {
          rest_[n][c] = std::min(rest_[n][c], costs_[c * stride() + end] + rest_[n - 1][end]);
        }
      }
    }
    // A held tail may begin behind the last point; it then takes a segment and costs nothing.
    least_ = rest_[entries][0];
  }

  double least() const { return least_; }

  /// The best segmentation that is within the tolerance and costs at most `bound`.
  Segmentation search(double bound) const {
    std::vector<std::vector<Labels>> labels(entries_ + 1, std::vector<Labels>(stride()));
    labels[0][0][0] = {0, 0, -1, 0, {}};
    std::pair<int, int> best{-1, 0};  // segments, interval
    double least = kInfinity;
    for (int n = 1; n <= entries_; ++n) {
      for (int begin = 0; begin < last_; ++begin) {
        if (labels[n - 1][begin].empty()) continue;
        for (int end = begin + 1; end <= last_; ++end) {
          const double after = costs_[begin * stride() + end] + rest_[entries_ - n][end];
          extend(labels[n - 1][begin], begin, end, after, bound, rest_[entries_ - n][end], labels[n][end]);
        }
      }
      for (const auto& [interval, label] : labels[n][last_]) {
        if (std::fabs(label.mean) > tolerance_) continue;
        // Costs of equal mean differ as the squared errors do.
        const double squared = label.cost + 2 * shift_ * label.mean;
        if (squared < least) {
          least = squared;
          best = {n, interval};
        }
      }
    }
    Segmentation found;
    if (best.first < 0) return found;
    int c = last_;
    int interval = best.second;
    for (int n = best.first; n >= 1; --n) {
      const Label& label = labels[n][c].at(interval);
      found.ends.push_back(c);
      found.lines.push_back(label.line);
      c = label.begin;
      interval = label.before;
    }
    std::reverse(found.ends.begin(), found.ends.end());
    std::reverse(found.lines.begin(), found.lines.end());
    return found;
  }

 private:
  std::size_t stride() const { return static_cast<std::size_t>(last_) + 1; }

  void extend(const Labels& from, int begin, int end, double after, double bound, double rest, Labels& to) const {
    bool any = false;
    for (const auto& [interval, label] : from) any |= label.cost + after <= bound;
    if (!any) return;
    const bool final = end == last_ && held_hi_;
    const Line best = shifted_.best(begin, end, final, format_).line;
    const Moments shifted = shifted_.sum(begin, end);
    const Moments plain = plain_.sum(begin, end);
    const bool fixed = shifted_.fixed(begin, final) != nullptr;
    for (int aside = -kInterceptsAside; aside <= kInterceptsAside; ++aside) {
      if (fixed && aside != 0) continue;
      const Line line{best.slope, best.intercept + aside * format_.step};
      if (line.intercept < format_.least || line.intercept > format_.greatest) continue;
      const double cost = shifted.squared_error(line);
      const double mean = plain.error(line);
      for (const auto& [interval, label] : from) {
        const Label next{label.cost + cost, label.mean + mean, begin, interval, line};
        if (next.cost + rest > bound || std::fabs(next.mean) > kMostMean * tolerance_) continue;
        const int bucket = static_cast<int>(std::floor(next.mean / tolerance_ + 0.5));
        const auto [place, is_new] = to.try_emplace(bucket, next);
        if (!is_new && next.cost < place->second.cost) place->second = next;
      }
    }
  }

  LineFormat format_;
  int entries_;
  double tolerance_, shift_;
  bool held_hi_;
  SegmentErrors plain_, shifted_;
  int last_;
  double least_ = 0;
  std::vector<double> costs_;
  std::vector<std::vector<double>> rest_;
};

}  // namespace

ZeroMean zero_mean_segmentation(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries,
                                double tolerance) {
  const SegmentErrors plain(grid, tails, 0);
  ZeroMean result;
  double best_shift = 0;
  const auto mean_at = [&](double shift) {
    const Segmentation found = least_squares_segmentations(grid, format, tails, entries, shift).back();
    const double mean = mean_error(plain, found);
    if (const double bound = found.error - shift * shift; bound > result.bound) {
      result.bound = bound;
      best_shift = shift;
    }
    if (const double squared = found.error + 2 * shift * mean - shift * shift;
        std::fabs(mean) <= tolerance && squared < result.segmentation.error) {
      result.segmentation = found;
      result.segmentation.error = squared;
      result.mean_error = mean;
    }
    return mean;
  };
  // The mean error never falls as the shift grows.
  const double start = mean_at(0);
  constexpr int kSteps = 20;
  double reach = start > 0 ? -start : tolerance - start;
  int step = 0;
  while (step < kSteps && (mean_at(reach) > 0) == (start > 0)) {
    reach *= 2;
    ++step;
  }
  double below = std::min(0.0, reach);
  double above = std::max(0.0, reach);
  for (step = 0; step < kSteps && above - below > tolerance / 64; ++step) {
    const double middle = (below + above) / 2;
    (mean_at(middle) > 0 ? above : below) = middle;
  }
  if (result.segmentation.error <= result.bound * (1 + 1e-3)) return result;

  const LabelSearch search(grid, format, tails, entries, best_shift, tolerance);
  for (const double slack : {0.01, 0.04, 0.16, 0.64}) {
    Segmentation found = search.search(search.least() * (1 + slack));
    if (found.lines.empty()) continue;
    found.error = 0;
    int begin = 0;
    for (std::size_t n = 0; n < found.ends.size(); ++n) {
      found.error += plain.sum(begin, found.ends[n]).squared_error(found.lines[n]);
      begin = found.ends[n];
    }
    if (found.error < result.segmentation.error) {
      result.segmentation = found;
      result.mean_error = mean_error(plain, found);
    }
    break;
  }
  return result;
}

}  // namespace pwlsim
