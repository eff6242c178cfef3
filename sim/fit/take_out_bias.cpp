// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/take_out_bias.h"

#include <cmath>
#include <vector>

namespace pwlsim::fit {
namespace {

constexpr int kInterceptsAside = 3;
constexpr int kSlopesAside = 1;
constexpr int kIntervals = 512;  // intervals of mean error on each side of zero
constexpr double kTerms = 1024;

/// The lines so far for one interval of mean error.
struct Label {
  double squared = kInfinity, mean = 0;
  int before = -1;  ///< interval of the label before it
  Line line{};
};

/// The x about which a segment's line can be turned.
double middle_of(const FitGrid& grid, int begin, int end) {
  double w = 0, x = 0;
  for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) {
    w += grid.points[i].weight;
    x += grid.points[i].weight * grid.points[i].x;
  }
  return w > 0 ? x / w : 0;
}

bool is_fixed(const FixedTails& tails, std::size_t segment, std::size_t segments) {
  return (segment == 0 && tails.lo != nullptr) || (segment + 1 == segments && tails.hi != nullptr);
}

/// The segmentation with all free lines shifted by the same amount, such that the mean error is near zero.
Segmentation shifted_as_one(const LineFormat& format, const FixedTails& tails, const Segmentation& segmentation,
                            const JudgeSegment& judge) {
  double mean = 0, weight = 0;
  std::size_t n = 0;
  for_each_segment(segmentation, [&](int begin, int end, const Line& line) {
    const double here = judge(begin, end, line).mean;
    mean += here;
    if (!is_fixed(tails, n, segmentation.lines.size())) {
      weight += judge(begin, end, {line.slope, line.intercept + 1}).mean - here;
    }
    ++n;
  });
  Segmentation shifted = segmentation;
  if (!(weight > 0)) return shifted;
  for (n = 0; n < shifted.lines.size(); ++n) {
    double& intercept = shifted.lines[n].intercept;
    if (!is_fixed(tails, n, shifted.lines.size())) intercept = format.intercept.nearest(intercept - mean / weight);
  }
  return shifted;
}

}  // namespace

JudgeSegment judge_lines(const FitGrid& grid, double greatest) {
  return [&grid, greatest](int begin, int end, const Line& line) {
    if (greatest < kInfinity && greatest_error(grid, begin, end, line) > greatest) return SegmentBias{kInfinity, 0};
    SegmentBias sum{0, 0};
    for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) {
      const FitPoint& point = grid.points[i];
      const double error = line.slope * point.x + line.intercept - point.exact;
      sum.squared += point.weight * error * error;
      sum.mean += point.weight * error;
    }
    return sum;
  };
}

Unbiased judged(const Segmentation& segmentation, const JudgeSegment& judge) {
  Unbiased result{segmentation, 0};
  if (segmentation.lines.empty()) return result;
  result.segmentation.error = 0;
  for_each_segment(segmentation, [&](int begin, int end, const Line& line) {
    const SegmentBias bias = judge(begin, end, line);
    result.segmentation.error += bias.squared;
    result.mean_error += bias.mean;
  });
  return result;
}

Unbiased take_out_bias(const FitGrid& grid, const LineFormat& format, const FixedTails& tails,
                       const Segmentation& segmentation, double tolerance, const JudgeSegment& judge) {
  if (segmentation.lines.empty()) return {segmentation, 0};
  const Segmentation start = shifted_as_one(format, tails, segmentation, judge);
  if (format.is_real()) {
    Unbiased result = judged(start, judge);
    if (std::fabs(result.mean_error) > tolerance) result.segmentation.error = kInfinity;
    return result;
  }
  std::vector<std::vector<Label>> labels(start.lines.size() + 1, std::vector<Label>(2 * kIntervals + 1));
  labels[0][kIntervals].squared = 0;
  std::size_t n = 0;
  for_each_segment(start, [&](int begin, int end, const Line& line) {
    const bool fixed = is_fixed(tails, n, start.lines.size());
    const int slopes = fixed ? 0 : kSlopesAside;
    const int intercepts = fixed ? 0 : kInterceptsAside;
    const double middle = middle_of(grid, begin, end);
    for (int i = -slopes; i <= slopes; ++i) {
      for (int j = -intercepts; j <= intercepts; ++j) {
        const Line next = i == 0 && j == 0
                              ? line
                              : Line{line.slope + i * format.slope.step,
                                     format.intercept.nearest(line.intercept - i * format.slope.step * middle) +
                                         j * format.intercept.step};
        if (!fixed && !format.has(next)) continue;
        const SegmentBias bias = judge(begin, end, next);
        if (bias.squared == kInfinity) continue;
        for (int before = 0; before <= 2 * kIntervals; ++before) {
          const Label& from = labels[n][static_cast<std::size_t>(before)];
          if (from.squared == kInfinity) continue;
          const Label to{
              .squared = from.squared + bias.squared, .mean = from.mean + bias.mean, .before = before, .line = next};
          const double interval = std::floor(to.mean / tolerance + 0.5);
          if (std::fabs(interval) > kIntervals) continue;
          Label& place = labels[n + 1][static_cast<std::size_t>(interval + kIntervals)];
          if (to.squared < place.squared) place = to;
        }
      }
    }
    ++n;
  });
  const Label* best = nullptr;
  for (const Label& label : labels.back()) {
    if (std::fabs(label.mean) <= tolerance && label.squared < (best != nullptr ? best->squared : kInfinity))
      best = &label;
  }
  Unbiased result{start, 0};
  result.segmentation.error = kInfinity;
  if (best == nullptr) return result;
  result.segmentation.error = best->squared;
  result.mean_error = best->mean;
  for (; n > 0; --n) {
    result.segmentation.lines[n - 1] = best->line;
    best = &labels[n - 1][static_cast<std::size_t>(best->before)];
  }
  return result;
}

double biased_cost(const Unbiased& table) {
  return table.segmentation.error + kTerms * table.mean_error * table.mean_error;
}

}  // namespace pwlsim::fit
