// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/line_search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/number/word.h"

namespace pwlsim::fit {
namespace {

std::int64_t word_of(double value, int fraction) { return static_cast<std::int64_t>(std::ldexp(value, fraction)); }

/// The accumulator k*q + (b << t), in units of 2^-(fraction + s).
std::int64_t accumulator(const LineWords& words, const FitPoint& point, std::int64_t k, std::int64_t b) {
  return k * point.code + b * (std::int64_t{1} << (point.scale + words.fraction - words.intercept_fraction));
}

/// Judges accumulator values at a point.
class Judge {
 public:
  Judge(const LineWords& words, PointError error, double shift)
      : words_(words), error_(error), shift_(shift), accumulator_step_(std::ldexp(1.0, -words.fraction)) {}

  /// Error of two sets of points together.
  double joined(double a, double b) const { return greatest() ? std::max(a, b) : a + b; }

  /// Result for accumulator value `acc` at `point`, minus the exact value.
  double signed_error(const FitPoint& point, std::int64_t acc) const {
    const bool output = error_ == PointError::kOutputSquared || error_ == PointError::kOutputWrong;
    const double result =
        output ? static_cast<double>(output_code(point, acc)) * output_step(point)
               : static_cast<double>(acc) * accumulator_step_ * scale_steps_[static_cast<std::size_t>(point.scale)];
    return result - target(point);
  }

  /// Error of accumulator value `acc` at `point`.
  double operator()(const FitPoint& point, std::int64_t acc) const {
    if (error_ == PointError::kOutputWrong) {
      return output_code(point, acc) == ideal(point) ? 0 : kInfinity;
    }
    const double off = signed_error(point, acc);
    return greatest() ? point.importance * std::fabs(off) : point.weight * off * off;
  }

  /// How far accumulator values with an error of at most `bound` can lie below and above the exact value of a point.
  /// Infinite where the outermost output code is near enough.
  struct Reach {
    double below, above;
  };
  Reach reach(const FitPoint& point, double bound) const {
    switch (error_) {
      case PointError::kSquared:
        return both_sides(std::sqrt(bound / point.weight));
      case PointError::kGreatest:
        return both_sides(bound / point.importance);
      case PointError::kOutputSquared:
        return output_reach(point, std::sqrt(bound / point.weight));
      case PointError::kOutputWrong:
        return output_reach(point, 0.5 * output_step(point));
    }
    return both_sides(kInfinity);
  }

  /// A lower bound of the error at `point` for all accumulator values.
  double least(const FitPoint& point) const {
    if (error_ != PointError::kOutputSquared) return 0;
    const double off = static_cast<double>(code_of(point, target(point))) * output_step(point) - target(point);
    return point.weight * off * off;
  }

  double target(const FitPoint& point) const { return point.exact + shift_; }

  /// The least and the greatest accumulator value, as a number, that is rounded to the exact value's output code.
  std::pair<double, double> ideal_range(const FitPoint& point) const {
    const std::int64_t code = ideal(point);
    const int shift = words_.fraction + point.scale - output_scale(point);
    const auto step = static_cast<double>(std::int64_t{1} << shift);
    const double half = shift > 0 ? step / 2 : 0;
    const double first = static_cast<double>(code) * step - half;
    const double last = shift > 0 ? first + step - 1 : first;
    const double unit = accumulator_step_ * scale_steps_[static_cast<std::size_t>(point.scale)];
    return {code == int_min(words_.code_width) ? -kInfinity : first * unit,
            code == int_max(words_.code_width) ? kInfinity : last * unit};
  }

 private:
  bool greatest() const { return error_ == PointError::kGreatest; }
  int output_scale(const FitPoint& point) const { return words_.output_scales[static_cast<std::size_t>(point.scale)]; }
  double output_step(const FitPoint& point) const { return std::ldexp(1.0, -output_scale(point)); }
  std::int64_t output_code(const FitPoint& point, std::int64_t acc) const {
    const int shift = words_.fraction + point.scale - output_scale(point);
    const std::int64_t rounded =
        shift > 0 ? (acc + (std::int64_t{1} << (shift - 1))) >> shift : acc * (std::int64_t{1} << -shift);
    return std::clamp(rounded, int_min(words_.code_width), int_max(words_.code_width));
  }
  std::int64_t ideal(const FitPoint& point) const { return code_of(point, point.exact); }
  /// The output code nearest to a number, half up.
  std::int64_t code_of(const FitPoint& point, double value) const {
    const double rounded = std::floor(std::ldexp(value, output_scale(point)) + 0.5);
    return static_cast<std::int64_t>(std::clamp(rounded, static_cast<double>(int_min(words_.code_width)),
                                                static_cast<double>(int_max(words_.code_width))));
  }
  static Reach both_sides(double distance) { return {distance, distance}; }
  /// The reach for output codes within `distance`: half a step more, or unlimited where codes saturate.
  Reach output_reach(const FitPoint& point, double distance) const {
    const double step = output_step(point);
    const double code = std::ldexp(target(point), output_scale(point));
    const double steps = distance / step + 1e-6;
    return {code - steps <= static_cast<double>(int_min(words_.code_width)) ? kInfinity : distance + 0.5 * step,
            code + steps >= static_cast<double>(int_max(words_.code_width)) ? kInfinity : distance + 0.5 * step};
  }

  /// 2^-s for each scale s.
  static std::array<double, LineWords::kScales> scale_steps() {
    std::array<double, LineWords::kScales> steps{};
    for (std::size_t s = 0; s < steps.size(); ++s) steps[s] = std::ldexp(1.0, -static_cast<int>(s));
    return steps;
  }

  LineWords words_;
  PointError error_;
  double shift_;
  double accumulator_step_;
  std::array<double, LineWords::kScales> scale_steps_ = scale_steps();
};

/// The state of a line at a candidate: the least cost of a segmentation whose last segment has that line, and where
/// that segment begins.
struct State {
  double cost = kInfinity;
  int begin = -1;
};

class Search {
 public:
  Search(const FitGrid& grid, const LineWords& words, const Judge& judge, double bound)
      : grid_(grid),
        words_(words),
        judge_(judge),
        bound_(bound),
        rest_(static_cast<std::size_t>(grid.last()) + 1),
        least_slope_(word_of(words.format.slope.least, words.fraction)),
        least_intercept_(word_of(words.format.intercept.least, words.intercept_fraction)),
        slopes_(word_of(words.format.slope.greatest, words.fraction) - least_slope_ + 1),
        intercepts_(word_of(words.format.intercept.greatest, words.intercept_fraction) - least_intercept_ + 1) {
    for (int c = grid.last(); c > 0; --c) {
      rest_[c - 1] = rest_[c];
      for (std::size_t i = grid.first[c - 1]; i < grid.first[c]; ++i) rest_[c - 1] += judge.least(grid.points[i]);
    }
    for (std::int64_t k = 0; k < slopes_; ++k) ranges_.push_back(intercepts(k + least_slope_));
  }

  struct Value {
    double cost = kInfinity;
    int begin = -1;
    Line line{};
  };

  /// Cost of one given line over candidates begin+1 … end.
  double cost(int begin, int end, const Line& line) const {
    const std::int64_t k = word_of(line.slope, words_.fraction);
    const std::int64_t b = word_of(line.intercept, words_.intercept_fraction);
    double sum = 0;
    for (std::size_t i = grid_.first[begin]; i < grid_.first[end]; ++i)
      sum = judge_.joined(sum, at(grid_.points[i], k, b));
    return sum;
  }

  /// Adds one segment of any line to the segmentations that `before` has for each candidate.
  std::vector<Value> extend(const std::vector<Value>& before) const {
    const int last = grid_.last();
    std::vector<Value> after(last + 1);
    std::vector<State> states(intercepts_);
    for (std::int64_t k = 0; k < slopes_; ++k) {
      Range live{0, 0};
      for (int c = 1; c <= last; ++c) {
        const Range range = ranges_[k][c];
        // Lines that have just come within the bound have no segment to continue.
        for (std::int64_t b = range.from; b < range.to; ++b) {
          if (b < live.from || b >= live.to) states[b] = {};
        }
        live = range;
        const double base = before[c - 1].cost;
        const double most = bound_ - rest_[c];
        Value& best = after[c];
        for (std::int64_t b = range.from; b < range.to; ++b) {
          State& state = states[b];
          if (base < state.cost) state = {base, c - 1};
          if (state.cost == kInfinity) continue;
          for (std::size_t i = grid_.first[c - 1]; i < grid_.first[c]; ++i) {
            state.cost = judge_.joined(state.cost, at(grid_.points[i], k + least_slope_, b + least_intercept_));
          }
          if (state.cost > most) state = {};
          if (state.cost < best.cost) best = {.cost = state.cost, .begin = state.begin, .line = line(k, b)};
        }
      }
    }
    return after;
  }

 private:
  struct Range {
    std::int64_t from, to;  // range of intercept words, counted from the least one
  };

  double at(const FitPoint& point, std::int64_t k, std::int64_t b) const {
    return judge_(point, accumulator(words_, point, k, b));
  }

  Line line(std::int64_t k, std::int64_t b) const {
    return {std::ldexp(static_cast<double>(k + least_slope_), -words_.fraction),
            std::ldexp(static_cast<double>(b + least_intercept_), -words_.intercept_fraction)};
  }

  /// For slope k and each candidate, the intercepts whose error at each of its points is within the bound.
  std::vector<Range> intercepts(std::int64_t k) const {
    std::vector<Range> ranges(grid_.last() + 1, Range{0, intercepts_});
    for (int c = 1; c <= grid_.last(); ++c) {
      for (std::size_t i = grid_.first[c - 1]; i < grid_.first[c]; ++i) {
        const FitPoint& point = grid_.points[i];
        const Judge::Reach reach = judge_.reach(point, bound_ - (rest_[0] - judge_.least(point)));
        const double middle =
            judge_.target(point) - std::ldexp(static_cast<double>(k * point.code), -words_.fraction - point.scale);
        // A little wider because of rounding; each line's own error decides.
        const double from = std::floor(std::ldexp(middle - reach.below, words_.intercept_fraction) - 1e-6) -
                            static_cast<double>(least_intercept_);
        const double to = std::ceil(std::ldexp(middle + reach.above, words_.intercept_fraction) + 1e-6) + 1 -
                          static_cast<double>(least_intercept_);
        const auto limit = [&](double b) {
          return static_cast<std::int64_t>(std::clamp(b, 0.0, static_cast<double>(intercepts_)));
        };
        ranges[c].from = std::max(ranges[c].from, limit(from));
        ranges[c].to = std::min(ranges[c].to, limit(to));
      }
      if (ranges[c].to < ranges[c].from) ranges[c].to = ranges[c].from;
    }
    return ranges;
  }

  const FitGrid& grid_;
  const LineWords& words_;
  const Judge& judge_;
  double bound_;
  std::vector<double> rest_;  // for each candidate: a lower bound of the cost of the points after it
  std::int64_t least_slope_, least_intercept_, slopes_, intercepts_;
  std::vector<std::vector<Range>> ranges_;
};

}  // namespace

Segmentations line_search_segmentations(const FitGrid& grid, const LineWords& words, PointError error,
                                        const FixedTails& tails, int most, double bound, double shift) {
  const Judge judge(words, error, shift);
  const Search search(grid, words, judge, bound);
  const int last = grid.last();
  using Value = Search::Value;
  std::vector<std::vector<Value>> values;  // [n]: after n segments
  values.emplace_back(last + 1);
  values[0][0].cost = 0;
  Segmentations all(most);
  for (int n = 1; n <= most; ++n) {
    std::vector<Value> next;
    if (n == 1 && tails.lo != nullptr) {
      next.resize(last + 1);
      for (int c = 1; c <= last; ++c) next[c] = {.cost = search.cost(0, c, *tails.lo), .begin = 0, .line = *tails.lo};
    } else {
      next = search.extend(values.back());
    }
    values.push_back(std::move(next));

    Value end = values[n][last];
    if (tails.hi != nullptr) {
      end = {};
      for (int c = 1; n > 1 && c <= grid.last_start(); ++c) {
        const double cost = judge.joined(values[n - 1][c].cost, search.cost(c, last, *tails.hi));
        if (cost < end.cost) end = {.cost = cost, .begin = c, .line = *tails.hi};
      }
    }
    Segmentation& best = all[n - 1];
    if (n > 1 && all[n - 2].error <= end.cost) {
      best = all[n - 2];
      continue;
    }
    best.error = end.cost;
    if (end.cost == kInfinity) continue;
    best.ends = {last};
    best.lines = {end.line};
    int c = end.begin;
    for (int m = n - 1; m >= 1; --m) {
      const Value& value = values[m][c];
      best.ends.push_back(c);
      best.lines.push_back(value.line);
      c = value.begin;
    }
    std::reverse(best.ends.begin(), best.ends.end());
    std::reverse(best.lines.begin(), best.lines.end());
  }
  return all;
}

namespace {

/// Calls visit(point, accumulator) for each point of a segment.
template <class Visit>
void for_each_accumulator(const FitGrid& grid, const LineWords& words, int begin, int end, const Line& line,
                          Visit visit) {
  const std::int64_t k = word_of(line.slope, words.fraction);
  const std::int64_t b = word_of(line.intercept, words.intercept_fraction);
  for (std::size_t i = grid.first[begin]; i < grid.first[end]; ++i) {
    const FitPoint& point = grid.points[i];
    visit(point, accumulator(words, point, k, b));
  }
}

/// The same for all points of a segmentation.
template <class Visit>
void for_each_accumulator(const FitGrid& grid, const LineWords& words, const Segmentation& segmentation, Visit visit) {
  for_each_segment(segmentation, [&](int begin, int end, const Line& line) {
    for_each_accumulator(grid, words, begin, end, line, visit);
  });
}

}  // namespace

Band band_of_codes(const FitGrid& grid, const LineWords& words) {
  const Judge judge(words, PointError::kOutputWrong, 0);
  Band band;
  for (const FitPoint& point : grid.points) {
    const auto [low, high] = judge.ideal_range(point);
    band.low.push_back(low);
    band.high.push_back(high);
  }
  return band;
}

double segmentation_error(const FitGrid& grid, const LineWords& words, PointError error,
                          const Segmentation& segmentation, double shift) {
  const Judge judge(words, error, shift);
  double sum = 0;
  for_each_accumulator(grid, words, segmentation,
                       [&](const FitPoint& point, std::int64_t acc) { sum = judge.joined(sum, judge(point, acc)); });
  return sum;
}

namespace {

/// Running sums of a line's cost from candidate `begin` on: [c - begin] over begin+1 … c.
std::vector<double> running_error(const FitGrid& grid, const LineWords& words, const Judge& judge, int begin, int end,
                                  const Line& line) {
  std::vector<double> sums = {0};
  for (int c = begin; c < end; ++c) {
    double sum = sums.back();
    for_each_accumulator(grid, words, c, c + 1, line,
                         [&](const FitPoint& point, std::int64_t acc) { sum = judge.joined(sum, judge(point, acc)); });
    sums.push_back(sum);
  }
  return sums;
}

/// Turns the line about the middle of its segment and shifts it, each by a few steps, to where it costs least.
bool move_line(const FitGrid& grid, const LineWords& words, const Judge& judge, int begin, int end, Line& line) {
  constexpr int kAside = 2;
  const std::size_t from = grid.first[begin];
  const std::size_t to = grid.first[end];
  if (from == to) return false;
  const double middle = (grid.points[from].x + grid.points[to - 1].x) / 2;
  const auto cost = [&](const Line& tried) { return running_error(grid, words, judge, begin, end, tried).back(); };
  const Line start = line;
  double least = cost(line);
  bool moved = false;
  for (int i = -kAside; i <= kAside; ++i) {
    for (int j = -kAside; j <= kAside; ++j) {
      const double turn = i * words.format.slope.step;
      const Line tried{start.slope + turn, words.format.intercept.nearest(start.intercept - turn * middle) +
                                               j * words.format.intercept.step};
      if (!words.format.has(tried)) continue;
      const double error = cost(tried);
      if (error < least) {
        least = error;
        line = tried;
        moved = true;
      }
    }
  }
  return moved;
}

}  // namespace

Segmentation moved_aside(const FitGrid& grid, const LineWords& words, PointError error, const FixedTails& tails,
                         Segmentation segmentation) {
  const Judge judge(words, error, 0);
  const std::size_t count = segmentation.lines.size();
  constexpr int kMostSweeps = 50;
  bool moved = count > 0;
  for (int sweep = 0; moved && sweep < kMostSweeps; ++sweep) {
    moved = false;
    for (std::size_t n = 0; n < count; ++n) {
      const int begin = n == 0 ? 0 : segmentation.ends[n - 1];
      const int end = segmentation.ends[n];
      const bool fixed = (n == 0 && tails.lo != nullptr) || (n + 1 == count && tails.hi != nullptr);
      if (!fixed) moved |= move_line(grid, words, judge, begin, end, segmentation.lines[n]);
      if (n + 1 == count) continue;
      const int beyond = segmentation.ends[n + 1];
      const std::vector<double> left = running_error(grid, words, judge, begin, beyond, segmentation.lines[n]);
      const std::vector<double> right = running_error(grid, words, judge, begin, beyond, segmentation.lines[n + 1]);
      const auto cost = [&](int c) { return left[c - begin] + right.back() - right[c - begin]; };
      const int last = n + 2 == count && tails.hi != nullptr ? std::min(grid.last_start(), beyond) : beyond - 1;
      for (int c = begin + 1; c <= last; ++c) {
        // A gain within rounding does not count.
        if (cost(c) < cost(segmentation.ends[n]) * (1 - 1e-12)) {
          segmentation.ends[n] = c;
          moved = true;
        }
      }
    }
  }
  if (count > 0) segmentation.error = segmentation_error(grid, words, error, segmentation);
  return segmentation;
}

SegmentErrorSums segment_error_sums(const FitGrid& grid, const LineWords& words, PointError error, int begin, int end,
                                    const Line& line) {
  const Judge judge(words, error, 0);
  SegmentErrorSums sums{0, 0};
  for_each_accumulator(grid, words, begin, end, line, [&](const FitPoint& point, std::int64_t acc) {
    sums.error = judge.joined(sums.error, judge(point, acc));
    sums.signed_error += point.weight * judge.signed_error(point, acc);
  });
  return sums;
}

}  // namespace pwlsim::fit
