// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/nnlut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/request.h"

namespace pwlsim::fit {
namespace {

constexpr const char* kMethod = "nnlut";

struct Range {
  double lo, hi;
};

struct Sample {
  double x, y;
};

struct Schedule {
  int steps, batch;
  double rate, decay;
  int milestones;
};

Range default_range(const Function& function, bool paper) {
  if (paper) {
    if (function.name == "gelu") return {-5, 5};
    if (function.name == "exp") return {-256, 0};
    if (function.name == "div") return {1, 1024};
    if (function.name == "rsqrt") return {0.1, 1024};
  }
  return {function.lo, function.hi};
}

Range read_range(const FitRequest& request) {
  const Range usual = default_range(request.function, whole_setting(request, kMethod, "paper_range", 0, 1) == 1);
  const Range range = {optional_setting(request, kMethod, "lo", usual.lo),
                       optional_setting(request, kMethod, "hi", usual.hi)};
  const bool finite =
      std::isfinite(request.function.exact(range.lo)) && std::isfinite(request.function.exact(range.hi));
  if (!(range.lo < range.hi) || !finite) {
    throw InputError("method nnlut: lo and hi must be an ascending range over which " + request.function.name +
                     " is finite");
  }
  return range;
}

/// Coordinates for training in which the range is [-1, 1] and the function's greatest absolute value is 1, so that one
/// learning rate fits all functions. The map is linear, so the network absorbs it exactly.
struct Coordinates {
  double centre, half_width, height;

  Sample map(double x, double y) const { return {(x - centre) / half_width, y / height}; }
};

Coordinates coordinates_of(const Range& range, const std::vector<Sample>& samples) {
  double height = 0;
  for (const Sample& sample : samples) height = std::max(height, std::fabs(sample.y));
  return {
      .centre = (range.lo + range.hi) / 2, .half_width = (range.hi - range.lo) / 2, .height = height > 0 ? height : 1};
}

NnlutNetwork unmapped(NnlutNetwork network, const Coordinates& map) {
  for (std::size_t i = 0; i < network.m.size(); ++i) {
    network.m[i] *= map.height;
    network.n[i] /= map.half_width;
    network.b[i] -= network.n[i] * map.centre;
  }
  return network;
}

template <class Item>
void shuffle(std::vector<Item>& items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.below(static_cast<std::uint32_t>(i))]);
  }
}

/// The network at the start of training. Breakpoints are spread over the range, one at random in each of as many equal
/// parts; n is from 0.5 to 1.5 for a range of [-1, 1]. Signs are as in the paper: n and b positive for exp; n negative
/// and b positive for div and rsqrt. For gelu and functions that are not in the paper they are random, but half of n is
/// positive and half negative: with one or none of either sign, a network without output bias cannot follow both tails.
/// The paper does not give m; for exp, div and rsqrt it starts positive, because they are convex.
NnlutNetwork initial_network(const Function& function, int neurons, Random& random) {
  const bool rising = function.name == "exp";
  const bool falling = function.name == "div" || function.name == "rsqrt";
  std::vector<int> signs(neurons);
  for (int i = 0; i < neurons; ++i) signs[i] = i % 2 == 0 ? 1 : -1;
  shuffle(signs, random);
  NnlutNetwork network;
  for (int i = 0; i < neurons; ++i) {
    const double breakpoint = -1 + 2 * (i + random.uniform()) / neurons;
    const double n_sign = rising ? 1 : falling ? -1 : signs[i];
    const double m_sign = rising || falling || random.chance(0.5) ? 1 : -1;
    const double n = n_sign * (0.5 + random.uniform());
    network.n.push_back(n);
    network.b.push_back(-n * breakpoint);
    network.m.push_back(m_sign * random.uniform() / std::sqrt(neurons));
  }
  return network;
}

/// Shuffles the samples into minibatches of about `batch`, each sorted, so that a segment's samples are neighbours.
std::vector<std::vector<Sample>> minibatches(std::vector<Sample> samples, int batch, Random& random) {
  shuffle(samples, random);
  const std::size_t count = std::max<std::size_t>(1, samples.size() / batch);
  std::vector<std::vector<Sample>> batches;
  for (std::size_t i = 0; i < count; ++i) {
    batches.emplace_back(samples.begin() + static_cast<std::ptrdiff_t>(samples.size() * i / count),
                         samples.begin() + static_cast<std::ptrdiff_t>(samples.size() * (i + 1) / count));
    std::sort(batches.back().begin(), batches.back().end(), [](const Sample& a, const Sample& b) { return a.x < b.x; });
  }
  return batches;
}

/// Sums over the samples of a segment with the sign of the network's error, from which the gradient of L1 follows.
struct SignedSums {
  double count, x;
};

SignedSums signed_sums(const Sample* from, const Sample* to, const Line& line) {
  // Two chains of additions, because a single one would wait for its own latency.
  std::array<SignedSums, 2> sums{};
  const auto add = [&line](SignedSums& sum, const Sample& sample) {
    const double sign = std::copysign(1.0, line.slope * sample.x + line.intercept - sample.y);
    sum.count += sign;
    sum.x += sign * sample.x;
  };
  for (; to - from >= 2; from += 2) {
    add(sums[0], from[0]);
    add(sums[1], from[1]);
  }
  if (from != to) add(sums[0], *from);
  return {sums[0].count + sums[1].count, sums[0].x + sums[1].x};
}

/// Neurons in ascending order of their breakpoints, and the lines between these.
struct Segments {
  std::vector<int> order;           // indices of the neurons with a breakpoint
  std::vector<double> breakpoints;  // ascending
  std::vector<Line> lines;          // one more than breakpoints, as running sums
  Line constant{0, 0};              // sum of the active neurons without a breakpoint
};

void add(Line& line, const NnlutNetwork& network, int neuron, double sign = 1) {
  line.slope += sign * network.m[neuron] * network.n[neuron];
  line.intercept += sign * network.m[neuron] * network.b[neuron];
}

Segments segments_of(const NnlutNetwork& network) {
  const int neurons = static_cast<int>(network.m.size());
  Segments segments;
  segments.order.reserve(neurons);
  segments.breakpoints.reserve(neurons);
  segments.lines.reserve(neurons + 1);
  std::vector<double> breakpoint(neurons);
  Line falling{0, 0};  // sum of all falling neurons, which are active at the far left
  for (int i = 0; i < neurons; ++i) {
    breakpoint[i] = 0 - network.b[i] / network.n[i];  // 0 - …: not -0
    if (std::isfinite(breakpoint[i])) {
      segments.order.push_back(i);
      if (network.n[i] < 0) add(falling, network, i);
    } else if (network.b[i] > 0) {
      add(segments.constant, network, i);
    }
  }
  std::sort(segments.order.begin(), segments.order.end(),
            [&](int a, int b) { return breakpoint[a] != breakpoint[b] ? breakpoint[a] < breakpoint[b] : a < b; });
  Line line = {segments.constant.slope + falling.slope, segments.constant.intercept + falling.intercept};
  segments.lines.push_back(line);
  for (const int i : segments.order) {
    segments.breakpoints.push_back(breakpoint[i]);
    add(line, network, i, network.n[i] < 0 ? -1 : 1);  // a falling neuron ends here, a rising one starts
    segments.lines.push_back(line);
  }
  return segments;
}

/// Gradient of the mean absolute error over a sorted minibatch. The network is a line between breakpoints, so a
/// neuron's gradient follows from the sums over the segments in which it is active, without a visit of each sample.
NnlutNetwork gradient(const NnlutNetwork& network, const std::vector<Sample>& batch) {
  const Segments segments = segments_of(network);
  std::vector<SignedSums> before;  // before[i]: over segments 0 … i-1
  before.reserve(segments.lines.size() + 1);
  before.push_back({0, 0});
  const Sample* from = batch.data();
  const Sample* const end = from + batch.size();
  for (std::size_t i = 0; i < segments.lines.size(); ++i) {
    const Sample* to = end;
    if (i < segments.breakpoints.size()) {
      to = std::upper_bound(from, end, segments.breakpoints[i],
                            [](double breakpoint, const Sample& sample) { return breakpoint < sample.x; });
    }
    const SignedSums sums = signed_sums(from, to, segments.lines[i]);
    before.push_back({before.back().count + sums.count, before.back().x + sums.x});
    from = to;
  }
  const SignedSums& all = before.back();
  NnlutNetwork result{network.m, network.n, network.b};
  const auto set = [&](std::size_t i, const SignedSums& active) {
    const auto size = static_cast<double>(batch.size());
    result.m[i] = (network.n[i] * active.x + network.b[i] * active.count) / size;
    result.n[i] = network.m[i] * active.x / size;
    result.b[i] = network.m[i] * active.count / size;
  };
  for (std::size_t i = 0; i < network.m.size(); ++i) set(i, network.b[i] > 0 ? all : SignedSums{0, 0});
  for (std::size_t j = 0; j < segments.order.size(); ++j) {
    const SignedSums& left = before[j + 1];
    const int i = segments.order[j];
    set(i, network.n[i] < 0 ? left : SignedSums{all.count - left.count, all.x - left.x});
  }
  return result;
}

/// Adam (Kingma and Ba, 2015) with its usual constants, over one of a network's vectors.
struct Adam {
  static constexpr double kBeta1 = 0.9;
  static constexpr double kBeta2 = 0.999;
  std::vector<double> mean, square;

  /// `correction1`, `correction2`: 1 / (1 - beta^t), which corrects the bias of each moment after t steps.
  void step(std::vector<double>& weights, const std::vector<double>& gradient, double rate, double correction1,
            double correction2) {
    mean.resize(weights.size());
    square.resize(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      mean[i] = kBeta1 * mean[i] + (1 - kBeta1) * gradient[i];
      square[i] = kBeta2 * square[i] + (1 - kBeta2) * gradient[i] * gradient[i];
      weights[i] -= rate * correction1 * mean[i] / (std::sqrt(correction2 * square[i]) + 1e-8);
    }
  }
};

void train(NnlutNetwork& network, const std::vector<Sample>& samples, const Schedule& schedule, Random& random) {
  const std::vector<std::vector<Sample>> batches = minibatches(samples, schedule.batch, random);
  std::vector<std::uint32_t> order(batches.size());
  std::iota(order.begin(), order.end(), 0);
  Adam m, n, b;
  double rate = schedule.rate;
  int milestones = schedule.milestones;
  int milestone = schedule.steps / 2;
  double power1 = 1;  // powers of the betas
  double power2 = 1;
  for (int step = 0; step < schedule.steps; ++step) {
    if (step == milestone && milestones > 0) {
      rate *= schedule.decay;
      --milestones;
      milestone += (schedule.steps - milestone) / 2;
    }
    // Each epoch has another order of minibatches.
    const std::size_t at = step % order.size();
    std::swap(order[at], order[at + random.below(static_cast<std::uint32_t>(order.size() - at))]);
    const NnlutNetwork slope = gradient(network, batches[order[at]]);
    power1 *= Adam::kBeta1;
    power2 *= Adam::kBeta2;
    const double correction1 = 1 / (1 - power1);
    const double correction2 = 1 / (1 - power2);
    m.step(network.m, slope.m, rate, correction1, correction2);
    n.step(network.n, slope.n, rate, correction1, correction2);
    b.step(network.b, slope.b, rate, correction1, correction2);
  }
}

std::vector<Sample> uniform_samples(const Function& function, const Range& range, int count, Random& random) {
  std::vector<Sample> samples;
  samples.reserve(count);
  for (int i = 0; i < count; ++i) {
    const double x = range.lo + (range.hi - range.lo) * random.uniform();
    samples.push_back({x, function.exact(x)});
  }
  return samples;
}

std::vector<Sample> calibration_samples(const FitRequest& request) {
  std::vector<Sample> samples;
  if (request.sample.histogram) throw InputError("method nnlut trains on activations, not on a histogram of them");
  for (const double x : request.sample.numbers) {
    const double y = request.function.exact(x);
    if (std::isfinite(x) && std::isfinite(y)) samples.push_back({x, y});
  }
  if (samples.empty()) {
    throw InputError("method nnlut: the sample has no number at which " + request.function.name + " is finite");
  }
  return samples;
}

std::vector<Sample> mapped(std::vector<Sample> samples, const Coordinates& map) {
  for (Sample& sample : samples) sample = map.map(sample.x, sample.y);
  return samples;
}

Schedule read_schedule(const FitRequest& request, const std::string& prefix) {
  return {.steps = whole_setting(request, kMethod, prefix + "steps", 0, 100'000'000),
          .batch = whole_setting(request, kMethod, "batch", 1, 1'000'000),
          .rate = real_setting(request, kMethod, prefix + "learning_rate", 0, 1),
          .decay = real_setting(request, kMethod, "decay", 0, 1),
          .milestones = whole_setting(request, kMethod, "milestones", 0, 30)};
}

}  // namespace

double NnlutNetwork::evaluate(double x) const {
  double sum = 0;
  for (std::size_t i = 0; i < m.size(); ++i) sum += m[i] * std::max(n[i] * x + b[i], 0.0);
  return sum;
}

Table to_table(const NnlutNetwork& network, int entries, const std::string& function) {
  const Segments segments = segments_of(network);
  if (network.m.size() + 1 > static_cast<std::size_t>(entries)) {
    throw InputError("a network of " + std::to_string(network.m.size()) + " neurons does not fit a table of " +
                     std::to_string(entries) + " entries");
  }
  Table table;
  table.function = function;
  table.method = kMethod;
  table.breakpoints = segments.breakpoints;
  for (std::size_t i = 0; i < segments.lines.size(); ++i) {
    // Sums over active neurons only, because running sums keep rounding errors of neurons that are no longer active.
    Line line = segments.constant;
    for (std::size_t j = 0; j < segments.order.size(); ++j) {
      const int neuron = segments.order[j];
      if (network.n[neuron] < 0 ? j >= i : j < i) add(line, network, neuron);
    }
    table.slopes.push_back(line.slope);
    table.intercepts.push_back(line.intercept);
  }
  table.breakpoints.resize(entries - 1, table.breakpoints.empty() ? 0 : table.breakpoints.back());
  table.slopes.resize(entries, table.slopes.back());
  table.intercepts.resize(entries, table.intercepts.back());
  return table;
}

std::vector<FitSetting> nnlut_settings() {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  return {
      {"samples", 100'000, "inputs to train on, uniform over the range"},
      {"steps", 300'000, "of training, a minibatch each"},
      {"batch", 250, "samples of a minibatch"},
      {"learning_rate", 1e-3, "of Adam, in units in which the range is [-1, 1] and the greatest value 1"},
      {"decay", 0.1, "the rate is multiplied by it at each milestone"},
      {"milestones", 3, "after 1/2, 3/4, 7/8, … of the steps: how many"},
      {"paper_range", 0, "1: train on the paper's range, where it has one; 0: on the function's"},
      {"lo", kNone, "lower end of the range to train on; nan: as paper_range says"},
      {"hi", kNone, "upper end of that range; nan: as paper_range says"},
      {"calibration_steps", 30'000, "of further training on the sample, if there is one"},
      {"calibration_learning_rate", 1e-4, "of that training"},
  };
}

Table fit_nnlut(const FitRequest& request) {
  require_plain_mse(request, kMethod);
  const Function& function = request.function;
  const Range range = read_range(request);
  const Schedule schedule = read_schedule(request, "");
  const Schedule calibration = read_schedule(request, "calibration_");
  Random random(request.seed);
  const std::vector<Sample> samples =
      uniform_samples(function, range, whole_setting(request, kMethod, "samples", 1, 10'000'000), random);
  const Coordinates map = coordinates_of(range, samples);
  NnlutNetwork network = initial_network(function, request.format.entries - 1, random);
  train(network, mapped(samples, map), schedule, random);
  if (!request.sample.empty()) train(network, mapped(calibration_samples(request), map), calibration, random);
  return to_table(unmapped(network, map), request.format.entries, function.name);
}

double nnlut_rsqrt(const Table& table, double x) { return x < 1 ? 32 * table.evaluate(1024 * x) : table.evaluate(x); }

}  // namespace pwlsim::fit
