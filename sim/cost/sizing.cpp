// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/sizing.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <vector>

#include "sim/cost/exchangeable.h"

namespace pwlsim {
namespace {

using Place = MappedNetlist::Place;

// Changes on critical paths, and how many of them may bring nothing before it is clear that nothing helps any more.
constexpr int kMostChanges = 6000;
constexpr int kMostIdle = 150;
// Gains below this share of the period are not worth an area.
constexpr double kLeastGain = 1e-4;
// Required times are renewed after so many changes; they only choose what is tried.
constexpr int kRenewal = 20;
constexpr double kTolerance = 1e-6;  // ns

struct Move {
  int cell;                 ///< to exchange; -1: a buffer
  const LibertyCell* type;  ///< for it, or the buffer
  const BufferCell* buffer;
  int net;
  std::vector<Place> sinks;  ///< those behind the buffer
  double gain;               ///< ns on the path
  double area;               ///< um2 that it costs
};

/// Whether a gains more for its area than b.
bool better(const Move& a, const Move& b) {
  if ((a.area <= 0) != (b.area <= 0)) return a.area <= 0;
  if (a.area <= 0) return a.gain > b.gain;
  return a.gain * b.area > b.gain * a.area;
}

class Sizing {
 public:
  Sizing(Netlist& netlist, const Library& library, const TimingConditions& conditions, double margin)
      : library_(library),
        buffers_(find_buffers(library)),
        timing_(netlist, library, conditions),
        least_gain_(kLeastGain * conditions.period),
        margin_(margin) {}

  int run() {
    meet();
    recover();
    timing_.drop_unconnected();
    return changes_;
  }

 private:
  const std::vector<const LibertyCell*>& exchanges(const LibertyCell& type) {
    const auto [place, added] = exchanges_.try_emplace(&type);
    if (added) place->second = exchangeable_cells(library_, type);
    return place->second;
  }

  /// Whether what drives a net may drive this load (pF).
  bool may_drive(int net, double load) const {
    const std::vector<Place>& drivers = timing_.mapped().drivers[net];
    if (drivers.empty()) return true;
    const double most = timing_.mapped().cells[drivers[0].cell].type->pins[drivers[0].pin].max_capacitance;
    return most <= 0 || load <= most || load <= timing_.load(net);
  }

  static double greater(const LibertyPin& pin) { return std::max(pin.capacitance[0], pin.capacitance[1]); }

  /// Whether max_capacitance holds around a cell of this type in place of its own.
  bool fits(int index, const LibertyCell& type) const {
    const MappedNetlist::Cell& cell = timing_.mapped().cells[index];
    for (std::size_t pin = 0; pin < type.pins.size(); ++pin) {
      const int net = cell.nets[pin];
      if (net < 0) continue;
      if (type.pins[pin].direction == LibertyPin::Direction::kOutput) {
        const double most = type.pins[pin].max_capacitance, now = cell.type->pins[pin].max_capacitance;
        if (most > 0 && timing_.load(net) > most && (now <= 0 || most < now)) return false;
      } else if (!timing_.mapped().clock_nets[net]) {
        const double more = greater(type.pins[pin]) - greater(cell.type->pins[pin]);
        if (more > 0 && !may_drive(net, timing_.load(net) + more)) return false;
      }
    }
    return true;
  }

  /// Time from the input of step `first` to the endpoint's due time or to the output of the step after `last`, with
  /// step `changed` of another type, and additional loads (pF) on the outputs of two steps.
  double window(const TimingPath& path, int first, int last, int changed, const LibertyCell* type, int loaded,
                double load) {
    const std::vector<PathStep>& steps = path.steps;
    const auto& cells = timing_.mapped().cells;
    const auto count = static_cast<int>(steps.size());
    double slew = timing_.slew(cells[steps[first].cell].nets[steps[first].input], steps[first].from);
    double sum = 0;
    int step = first;
    for (; step <= last && step < count; ++step) {
      const MappedNetlist::Cell& cell = cells[steps[step].cell];
      const double more = step == loaded ? load : 0;
      const StaticTiming::Stage stage = timing_.stage(step == changed ? *type : *cell.type, steps[step], slew,
                                                      timing_.load(cell.nets[steps[step].output]) + more);
      sum += stage.delay;
      slew = stage.slew;
    }
    if (step == count) sum += timing_.setup(path.net, path.edge, slew);
    return sum;
  }

  void propose_exchanges(const TimingPath& path, int step, std::vector<Move>& moves) {
    const int cell = path.steps[step].cell;
    const LibertyCell& type = *timing_.mapped().cells[cell].type;
    const int first = std::max(step - 1, 0), last = step + 2;
    const double now = window(path, first, last, -1, nullptr, -1, 0);
    for (const LibertyCell* other : exchanges(type)) {
      if (other == &type || !fits(cell, *other)) continue;
      const int pin = path.steps[step].input;
      const double more =
          other->pins[pin].capacitance[path.steps[step].from] - type.pins[pin].capacitance[path.steps[step].from];
      const double gain = now - window(path, first, last, step, other, step > first ? first : -1, more);
      if (gain < least_gain_) continue;
      moves.push_back({cell, other, nullptr, -1, {}, gain, other->area - type.area});
    }
  }

  /// Buffers behind a step: in front of the sinks with slack to spare, or of all.
  void propose_buffers(const TimingPath& path, int step, std::vector<Move>& moves) {
    const PathStep& here = path.steps[step];
    const MappedNetlist::Cell& driver = timing_.mapped().cells[here.cell];
    const int net = driver.nets[here.output];
    const std::vector<Place>& sinks = timing_.mapped().sinks[net];
    if (timing_.mapped().clock_nets[net] || sinks.size() < 2) return;
    const auto count = static_cast<int>(path.steps.size());
    const double now = window(path, step, step + 2, -1, nullptr, -1, 0);
    const double total = timing_.load(net);
    std::vector<std::pair<double, Place>> by_slack;
    for (const Place& sink : sinks) {
      const bool on_path =
          step + 1 < count && sink.cell == path.steps[step + 1].cell && sink.pin == path.steps[step + 1].input;
      if (!on_path) by_slack.emplace_back(timing_.slack(sink), sink);
    }
    std::stable_sort(by_slack.begin(), by_slack.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const BufferCell& buffer : buffers_) {
      const LibertyPin &input = buffer.cell->pins[buffer.input], &output = buffer.cell->pins[buffer.output];
      const double slew = timing_.slew(net, here.to);
      const PathStep through{-1, buffer.input, buffer.output, here.to, here.to};
      // Others: as many as slack and the buffer allow.
      Move others{-1, buffer.cell, &buffer, net, {}, 0, buffer.cell->area};
      double moved = 0;
      for (const auto& [slack, sink] : by_slack) {
        const double load = moved + greater(timing_.mapped().cells[sink.cell].type->pins[sink.pin]);
        if (load > output.max_capacitance) break;
        if (slack - timing_.stage(*buffer.cell, through, slew, load).delay < path.slack + least_gain_) break;
        others.sinks.push_back(sink);
        moved = load;
      }
      if (moved > greater(input)) {
        others.gain = now - window(path, step, step + 2, -1, nullptr, step, greater(input) - moved);
        if (others.gain >= least_gain_) moves.push_back(std::move(others));
      }
      if (total > output.max_capacitance || step + 1 == count) continue;
      const StaticTiming::Stage before =
          timing_.stage(*driver.type, here, timing_.slew(driver.nets[here.input], here.from), greater(input));
      const StaticTiming::Stage buffered = timing_.stage(*buffer.cell, through, before.slew, total);
      const MappedNetlist::Cell& next = timing_.mapped().cells[path.steps[step + 1].cell];
      const StaticTiming::Stage after = timing_.stage(*next.type, path.steps[step + 1], buffered.slew,
                                                      timing_.load(next.nets[path.steps[step + 1].output]));
      const double all = window(path, step, step + 1, -1, nullptr, -1, 0) - before.delay - buffered.delay - after.delay;
      if (step + 2 < count && all >= least_gain_)
        moves.push_back({-1, buffer.cell, &buffer, net, sinks, all, buffer.cell->area});
    }
  }

  void apply(const Move& move) {
    if (move.cell >= 0) {
      timing_.change_type(move.cell, *move.type);
    } else {
      timing_.insert_buffer(*move.type, move.buffer->input, move.buffer->output, move.net, move.sinks);
    }
  }

  bool improve(const TimingPath& path) {
    std::vector<Move> moves;
    for (int step = 0; step < static_cast<int>(path.steps.size()); ++step) {
      propose_exchanges(path, step, moves);
      propose_buffers(path, step, moves);
    }
    std::stable_sort(moves.begin(), moves.end(), better);
    for (const Move& move : moves) {
      timing_.begin();
      apply(move);
      if (timing_.worst_slack() >= path.slack - kTolerance) return true;
      timing_.roll_back();
    }
    return false;
  }

  void meet() {
    double best = timing_.worst_slack();
    int idle = 0;
    for (int i = 0; i < kMostChanges && idle < kMostIdle; ++i) {
      if (i % kRenewal == 0) timing_.update_required();
      const TimingPath path = timing_.worst_path();
      if (path.net < 0 || path.slack >= margin_ || !improve(path)) return;
      ++changes_;
      const double now = timing_.worst_slack();
      idle = now > best + least_gain_ ? 0 : idle + 1;
      best = std::max(best, now);
    }
  }

  /// Makes a cell smaller if all endpoints keep the slack that they must.
  bool shrink(int index, double least) {
    const LibertyCell& type = *timing_.mapped().cells[index].type;
    double slack = std::numeric_limits<double>::infinity();
    for (std::size_t pin = 0; pin < type.pins.size(); ++pin) {
      const int net = timing_.mapped().cells[index].nets[pin];
      if (net >= 0 && type.pins[pin].direction == LibertyPin::Direction::kOutput)
        slack = std::min(slack, timing_.slack(net));
    }
    for (const LibertyCell* other : exchanges(type)) {
      if (other->area >= type.area) break;
      if (!fits(index, *other) || slack - timing_.delay_increase(index, *other) < least) continue;
      timing_.begin();
      timing_.change_type(index, *other);
      if (timing_.worst_slack() >= least) return true;
      timing_.roll_back();
    }
    return false;
  }

  bool remove_buffer(int index, double least) {
    const MappedNetlist::Cell& cell = timing_.mapped().cells[index];
    const auto buffer = std::find_if(buffers_.begin(), buffers_.end(),
                                     [&](const BufferCell& candidate) { return candidate.cell == cell.type; });
    if (buffer == buffers_.end()) return false;
    const int net = cell.nets[buffer->input], behind = cell.nets[buffer->output];
    if (net < 0 || behind < 0 || timing_.mapped().clock_nets[net] || timing_.drives_port(behind)) return false;
    if (!may_drive(net, timing_.load(net) + timing_.load(behind) - greater(cell.type->pins[buffer->input])))
      return false;
    timing_.begin();
    timing_.bypass_buffer(index, buffer->input, buffer->output);
    if (timing_.worst_slack() >= least) return true;
    timing_.roll_back();
    return false;
  }

  void recover() {
    const double least = std::min(margin_, timing_.worst_slack()) - kTolerance;
    std::vector<std::pair<double, int>> order;
    const auto count = static_cast<int>(timing_.mapped().cells.size());
    for (int cell = 0; cell < count; ++cell) {
      const LibertyCell& type = *timing_.mapped().cells[cell].type;
      const bool buffer =
          std::any_of(buffers_.begin(), buffers_.end(), [&](const BufferCell& b) { return b.cell == &type; });
      const std::vector<const LibertyCell*>& others = exchanges(type);
      const double saved = buffer ? type.area : others.empty() ? 0 : type.area - others.front()->area;
      if (saved > 0) order.emplace_back(-saved, cell);
    }
    std::sort(order.begin(), order.end());
    timing_.update_required();
    int since = 0;
    for (const auto& [saved, cell] : order) {
      if (!remove_buffer(cell, least) && !shrink(cell, least)) continue;
      ++changes_;
      if (++since % kRenewal == 0) timing_.update_required();
    }
  }

  const Library& library_;
  std::vector<BufferCell> buffers_;
  StaticTiming timing_;
  std::unordered_map<const LibertyCell*, std::vector<const LibertyCell*>> exchanges_;
  double least_gain_, margin_;
  int changes_ = 0;
};

}  // namespace

int size_cells(Netlist& netlist, const Library& library, const TimingConditions& conditions, double margin) {
  return Sizing(netlist, library, conditions, margin).run();
}

}  // namespace pwlsim
