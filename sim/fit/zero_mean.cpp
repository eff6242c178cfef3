// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/zero_mean.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/fit/take_out_bias.h"

namespace pwlsim::fit {
namespace {

constexpr int kInterceptsAside = 3;
constexpr int kSlopesAside = 3;
constexpr double kMostMean = 512;  // limit of the mean error of partial segmentations, in tolerances

double mean_error(const SegmentErrors& errors, const Segmentation& segmentation) {
  double sum = 0;
  for_each_segment(segmentation,
                   [&](int begin, int end, const Line& line) { sum += errors.sum(begin, end).error(line); });
  return sum;
}

/// A segmentation of candidates 0 … c into n segments.
struct Label {
  double cost;  ///< squared errors for the shifted function
  double mean;  ///< sum of errors for the function itself
  int begin;    ///< candidate at which its last segment begins
  int before;   ///< interval of the label before it
  Line line;
};

using Labels = std::map<int, Label>;  // by interval of the mean error

class LabelSearch {
 public:
  LabelSearch(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries, double shift,
              double tolerance, double greatest)
      : grid_(grid),
        format_(format),
        entries_(entries),
        tolerance_(tolerance),
        greatest_(greatest),
        shift_(shift),
        held_hi_(tails.hi != nullptr),
        plain_(grid, tails, 0),
        shifted_(grid, tails, shift),
        last_(grid.last()),
        last_start_(grid.last_start()) {
    costs_.assign(stride() * stride(), kInfinity);
    for (int begin = 0; begin < last_; ++begin) {
      for (int end = begin + 1; end <= last_; ++end) {
        costs_[begin * stride() + end] = shifted_.best(begin, end, false, format).squared_error;
      }
    }
    // Least costs of the rest: rest_[n][c] is for candidates c+1 … last in at most n segments.
    rest_.assign(entries + 1, std::vector<double>(stride(), kInfinity));
    if (!held_hi_) rest_[0][last_] = 0;
    for (int n = 1; n <= entries; ++n) {
      rest_[n] = rest_[n - 1];
      for (int c = 0; c <= last_; ++c) {
        // A held tail may begin after the last point.
        if (held_hi_ && n == 1 && c > 0 && c <= last_start_)
          rest_[n][c] = shifted_.best(c, last_, true, format).squared_error;
        for (int end = c + 1; end <= last_; ++end) {
          rest_[n][c] = std::min(rest_[n][c], costs_[c * stride() + end] + rest_[n - 1][end]);
        }
      }
    }
  }

  /// The least cost of all segmentations.
  double least() const { return rest_[entries_][0]; }

  /// The best segmentation that is within the tolerance and costs at most `bound`.
  Segmentation search(double bound) const {
    std::vector<std::vector<Labels>> labels(entries_ + 1, std::vector<Labels>(stride()));
    labels[0][0][0] = {.cost = 0, .mean = 0, .begin = -1, .before = 0, .line = {}};
    // The best end: a label for a number of segments at a candidate, followed by the held tail if there is one.
    struct End {
      double squared = kInfinity;
      int segments = -1, candidate = 0, interval = 0;
    };
    End best;
    const auto end_with = [&](const Label& label, int interval, int segments, int candidate, double cost, double mean) {
      // Squared errors follow from those of the shifted function.
      const double squared = label.cost + cost + 2 * shift_ * (label.mean + mean);
      if (std::fabs(label.mean + mean) <= tolerance_ && squared < best.squared) {
        best = {.squared = squared, .segments = segments, .candidate = candidate, .interval = interval};
      }
    };
    for (int n = 1; n <= entries_; ++n) {
      for (int begin = 0; begin < last_; ++begin) {
        if (labels[n - 1][begin].empty()) continue;
        for (int end = begin + 1; end <= last_; ++end) {
          const double rest = rest_[entries_ - n][end];
          if (rest < kInfinity) extend(labels[n - 1][begin], begin, end, bound, rest, labels[n][end]);
        }
      }
      if (!held_hi_) {
        for (const auto& [interval, label] : labels[n][last_]) end_with(label, interval, n, last_, 0, 0);
        continue;
      }
      for (int c = 1; n < entries_ && c <= last_start_; ++c) {
        const Line tail = *shifted_.fixed(c, true);
        const double cost = shifted_.sum(c, last_).squared_error(tail);
        const double mean = plain_.sum(c, last_).error(tail);
        for (const auto& [interval, label] : labels[n][c]) end_with(label, interval, n, c, cost, mean);
      }
    }
    Segmentation found;
    if (best.segments < 0) return found;
    if (held_hi_) {
      found.ends.push_back(last_);
      found.lines.push_back(*shifted_.fixed(1, true));
    }
    int c = best.candidate;
    int interval = best.interval;
    for (int n = best.segments; n >= 1; --n) {
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

  /// Extends the labels `from` by segments begin … end; `rest` is the least cost after them.
  void extend(const Labels& from, int begin, int end, double bound, double rest, Labels& to) const {
    const double after = costs_[begin * stride() + end] + rest;
    const auto may = [&](const auto& entry) { return entry.second.cost + after <= bound; };
    if (std::none_of(from.begin(), from.end(), may)) return;
    const Line best = shifted_.best(begin, end, false, format_).line;
    const Moments shifted = shifted_.sum(begin, end);
    const Moments plain = plain_.sum(begin, end);
    const bool fixed = shifted_.fixed(begin, false) != nullptr;
    // A limit on the greatest error may need other slopes than the best one.
    const int slopes_aside = greatest_ < kInfinity ? kSlopesAside : 0;
    for (int i = 0; i < (2 * slopes_aside + 1) * (2 * kInterceptsAside + 1); ++i) {
      const int slope_aside = i / (2 * kInterceptsAside + 1) - slopes_aside;
      const int intercept_aside = i % (2 * kInterceptsAside + 1) - kInterceptsAside;
      if (fixed && (slope_aside != 0 || intercept_aside != 0)) continue;
      // Another slope turns the line about the middle of its points.
      const double turn = slope_aside * format_.slope.step * (shifted.w > 0 ? shifted.x / shifted.w : 0);
      const Line line{best.slope + slope_aside * format_.slope.step,
                      format_.intercept.nearest(best.intercept - turn) + intercept_aside * format_.intercept.step};
      if (!format_.has(line)) continue;
      if (greatest_ < kInfinity && greatest_error(grid_, begin, end, line) > greatest_) continue;
      const double cost = shifted.squared_error(line);
      const double mean = plain.error(line);
      for (const auto& [interval, label] : from) {
        const Label next{
            .cost = label.cost + cost, .mean = label.mean + mean, .begin = begin, .before = interval, .line = line};
        if (next.cost + rest > bound || std::fabs(next.mean) > kMostMean * tolerance_) continue;
        const int bucket = static_cast<int>(std::floor(next.mean / tolerance_ + 0.5));
        const auto [place, is_new] = to.try_emplace(bucket, next);
        if (!is_new && next.cost < place->second.cost) place->second = next;
      }
    }
  }

  const FitGrid& grid_;
  LineFormat format_;
  int entries_;
  double tolerance_, greatest_, shift_;
  bool held_hi_;
  SegmentErrors plain_, shifted_;
  int last_, last_start_;
  std::vector<double> costs_;
  std::vector<std::vector<double>> rest_;
};

}  // namespace

ZeroMean zero_mean_segmentation(const FitGrid& grid, const LineFormat& format, const FixedTails& tails, int entries,
                                double tolerance, double greatest) {
  const SegmentErrors plain(grid, tails, 0);
  ZeroMean result;
  double best_shift = 0;
  const JudgeSegment judge = judge_lines(grid, greatest);
  const auto offer = [&](const Segmentation& segmentation) {
    const Unbiased found = take_out_bias(grid, format, tails, segmentation, tolerance, judge);
    if (found.segmentation.error >= result.segmentation.error) return;
    result.segmentation = found.segmentation;
    result.mean_error = found.mean_error;
  };
  const auto mean_at = [&](double shift) {
    const Segmentation found = least_squares_segmentations(grid, format, tails, entries, shift).back();
    const double mean = mean_error(plain, found);
    if (const double bound = found.error - shift * shift; bound > result.bound) {
      result.bound = bound;
      best_shift = shift;
      offer(found);
    }
    if (const double squared = found.error + 2 * shift * mean - shift * shift;
        std::fabs(mean) <= tolerance && squared < result.segmentation.error &&
        greatest_error(grid, found) <= greatest) {
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

  const LabelSearch search(grid, format, tails, entries, best_shift, tolerance, greatest);
  for (const double slack : {0.01, 0.04, 0.16, 0.64}) {
    Segmentation found = search.search(search.least() * (1 + slack));
    if (found.lines.empty()) continue;
    found.error = 0;
    for_each_segment(
        found, [&](int begin, int end, const Line& line) { found.error += plain.sum(begin, end).squared_error(line); });
    if (found.error < result.segmentation.error) {
      result.segmentation = found;
      result.mean_error = mean_error(plain, found);
    }
    break;
  }
  return result;
}

}  // namespace pwlsim::fit
