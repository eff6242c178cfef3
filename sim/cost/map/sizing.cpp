// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/sizing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <vector>

#include "sim/cost/liberty/exchangeable.h"

namespace pwlsim::cost {
namespace {

using Place = MappedNetlist::Place;

// Limit of changes on critical paths. Every kCheck changes must gain this share of the missing slack.
constexpr int kMostChanges = 6000;
constexpr int kCheck = 100;
constexpr double kLeastProgress = 0.02;
// Gains below this share of the period are not worth any area.
constexpr double kLeastGain = 1e-4;
// Required times are updated after this many changes; they only select what is tried.
constexpr int kRenewal = 20;
constexpr double kTolerance = 1e-6;  // ns

struct Move {
  enum class Kind { kExchange, kSwap, kBuffer };
  Kind kind;
  int place;                          ///< cell to change, or net after which the buffer goes
  const LibertyCell* type = nullptr;  ///< for the cell
  std::array<int, 2> pins = {};       ///< to swap
  const BufferCell* buffer = nullptr;
  std::vector<Place> sinks = {};  ///< sinks that the buffer drives
  double gain = 0;                ///< ns on the path
  double area = 0;                ///< cost, um2
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

  /// The inputs with which an input of a type may be swapped.
  const std::vector<int>& swaps(const LibertyCell& type, int pin) {
    const auto [place, added] = swaps_.try_emplace(&type);
    if (added) {
      const auto count = static_cast<int>(type.pins.size());
      place->second.resize(count);
      for (int a = 0; a < count; ++a) {
        for (int b = 0; b < count; ++b) {
          if (type.pins[a].direction == LibertyPin::Direction::kInput &&
              type.pins[b].direction == LibertyPin::Direction::kInput && swappable(type, a, b)) {
            place->second[a].push_back(b);
          }
        }
      }
    }
    return place->second[pin];
  }

  /// Whether the driver of a net may drive this load (pF).
  bool may_drive(int net, double load) const {
    const std::vector<Place>& drivers = timing_.mapped().nets[net].drivers;
    if (drivers.empty()) return true;
    const double most = timing_.mapped().cells[drivers[0].cell].type->pins[drivers[0].pin].max_capacitance;
    return most <= 0 || load <= most || load <= timing_.load(net);
  }

  static double greater(const LibertyPin& pin) { return std::max(pin.capacitance[0], pin.capacitance[1]); }

  /// Whether max_capacitance holds around a cell if its type is replaced by this one.
  bool fits(int index, const LibertyCell& type) const {
    const MappedNetlist::Cell& cell = timing_.mapped().cells[index];
    for (std::size_t pin = 0; pin < type.pins.size(); ++pin) {
      const int net = cell.nets[pin];
      if (net < 0) continue;
      if (type.pins[pin].direction == LibertyPin::Direction::kOutput) {
        const double most = type.pins[pin].max_capacitance, now = cell.type->pins[pin].max_capacitance;
        const double load = timing_.load(net) + greater(type.pins[pin]) - greater(cell.type->pins[pin]);
        if (most > 0 && load > most && (now <= 0 || most < now)) return false;
      } else if (!timing_.mapped().nets[net].clock) {
        const double more = greater(type.pins[pin]) - greater(cell.type->pins[pin]);
        if (more > 0 && !may_drive(net, timing_.load(net) + more)) return false;
      }
    }
    return true;
  }

  bool fits_swapped(const MappedNetlist::Cell& cell, int a, int b) const {
    const double more = greater(cell.type->pins[b]) - greater(cell.type->pins[a]);
    const int heavier = cell.nets[more > 0 ? a : b];
    return heavier < 0 || may_drive(heavier, timing_.load(heavier) + std::abs(more));
  }

  /// Time from the input of step `first` to the output of the step after `last`, or to the endpoint's due time. Step
  /// `changed` has another type, and the outputs of two steps have additional loads (pF).
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
      moves.push_back(
          {.kind = Move::Kind::kExchange, .place = cell, .type = other, .gain = gain, .area = other->area - type.area});
    }
  }

  /// Whether the net at another input arrives early enough for a swap with that of the path.
  bool earlier_at(const MappedNetlist::Cell& cell, const PathStep& here, int pin) const {
    const int net = cell.nets[pin], output = cell.nets[here.output];
    if (net < 0) return true;
    const double latest = timing_.arrival(output, here.to) - least_gain_;
    for (const int from : {0, 1}) {
      const PathStep step{.cell = here.cell, .input = here.input, .output = here.output, .from = from, .to = here.to};
      const double delay = timing_.stage(*cell.type, step, timing_.slew(net, from), timing_.load(output)).delay;
      if (timing_.arrival(net, from) + delay > latest) return false;
    }
    return true;
  }

  /// Proposes to move the path to a faster input of the same cell.
  void propose_swaps(const TimingPath& path, int step, std::vector<Move>& moves) {
    if (step == 0) return;
    const PathStep here = path.steps[step];
    const MappedNetlist::Cell& cell = timing_.mapped().cells[here.cell];
    const double now = window(path, step - 1, step + 2, -1, nullptr, -1, 0);
    TimingPath swapped = path;
    for (const int pin : swaps(*cell.type, here.input)) {
      if (!fits_swapped(cell, here.input, pin) || !earlier_at(cell, here, pin)) continue;
      swapped.steps[step].input = pin;
      const double more =
          cell.type->pins[pin].capacitance[here.from] - cell.type->pins[here.input].capacitance[here.from];
      const double gain = now - window(swapped, step - 1, step + 2, -1, nullptr, step - 1, more);
      if (gain >= least_gain_) {
        moves.push_back({.kind = Move::Kind::kSwap, .place = here.cell, .pins = {here.input, pin}, .gain = gain});
      }
    }
  }

  /// Proposes buffers after a step: in front of the sinks with slack to spare, or of all.
  void propose_buffers(const TimingPath& path, int step, std::vector<Move>& moves) {
    const PathStep& here = path.steps[step];
    const MappedNetlist::Cell& driver = timing_.mapped().cells[here.cell];
    const int net = driver.nets[here.output];
    const std::vector<Place>& sinks = timing_.mapped().nets[net].sinks;
    if (timing_.mapped().nets[net].clock || sinks.size() < 2) return;
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
      const LibertyPin& input = buffer.cell->pins[buffer.input];
      const double slew = timing_.slew(net, here.to);
      const PathStep through{
          .cell = -1, .input = buffer.input, .output = buffer.output, .from = here.to, .to = here.to};
      // Other sinks: as many as slack and the buffer allow.
      Move others{.kind = Move::Kind::kBuffer, .place = net, .buffer = &buffer, .area = buffer.cell->area};
      double moved = 0;
      for (const auto& [slack, sink] : by_slack) {
        const double pins = moved + greater(timing_.mapped().cells[sink.cell].type->pins[sink.pin]);
        const double load = pins + timing_.mapped().wires.at(static_cast<int>(others.sinks.size()) + 1);
        if (load > buffer.limit) break;
        if (slack - timing_.stage(*buffer.cell, through, slew, load).delay < path.slack + least_gain_) break;
        others.sinks.push_back(sink);
        moved = pins;
      }
      const double change =
          greater(input) - moved + timing_.wire_change(net, 1 - static_cast<int>(others.sinks.size()));
      if (change < 0) {
        others.gain = now - window(path, step, step + 2, -1, nullptr, step, change);
        if (others.gain >= least_gain_) moves.push_back(std::move(others));
      }
      if (total > buffer.limit || step + 1 == count) continue;
      const StaticTiming::Stage before =
          timing_.stage(*driver.type, here, timing_.slew(driver.nets[here.input], here.from),
                        greater(input) + timing_.mapped().wires.at(1));
      const StaticTiming::Stage buffered = timing_.stage(*buffer.cell, through, before.slew, total);
      const MappedNetlist::Cell& next = timing_.mapped().cells[path.steps[step + 1].cell];
      const StaticTiming::Stage after = timing_.stage(*next.type, path.steps[step + 1], buffered.slew,
                                                      timing_.load(next.nets[path.steps[step + 1].output]));
      const double all = window(path, step, step + 1, -1, nullptr, -1, 0) - before.delay - buffered.delay - after.delay;
      if (step + 2 < count && all >= least_gain_) {
        moves.push_back({.kind = Move::Kind::kBuffer,
                         .place = net,
                         .buffer = &buffer,
                         .sinks = sinks,
                         .gain = all,
                         .area = buffer.cell->area});
      }
    }
  }

  void apply(const Move& move) {
    switch (move.kind) {
      case Move::Kind::kExchange:
        timing_.change_type(move.place, *move.type);
        break;
      case Move::Kind::kSwap:
        timing_.swap_inputs(move.place, move.pins[0], move.pins[1]);
        break;
      case Move::Kind::kBuffer:
        timing_.insert_buffer(*move.buffer->cell, move.buffer->input, move.buffer->output, move.place, move.sinks);
        break;
    }
  }

  /// Latest arrivals at a cell's outputs, by pin and edge.
  std::vector<double> arrivals(int index) const {
    const MappedNetlist::Cell& cell = timing_.mapped().cells[index];
    std::vector<double> times;
    for (std::size_t pin = 0; pin < cell.nets.size(); ++pin) {
      if (cell.nets[pin] < 0 || cell.type->pins[pin].direction != LibertyPin::Direction::kOutput) continue;
      for (const int edge : {0, 1}) times.push_back(timing_.arrival(cell.nets[pin], edge));
    }
    return times;
  }

  /// Makes a change unless a path gets slower than the worst one. A swap must not make the cell itself slower, or the
  /// paths through its inputs would swap back and forth.
  bool attempt(const Move& move, double worst) {
    const bool swap = move.kind == Move::Kind::kSwap;
    const std::vector<double> before = swap ? arrivals(move.place) : std::vector<double>();
    timing_.begin();
    apply(move);
    bool good = timing_.worst_slack() >= worst - kTolerance;
    if (good && swap) {
      const std::vector<double> after = arrivals(move.place);
      double gain = 0;
      for (std::size_t i = 0; i < after.size(); ++i) {
        gain = std::max(gain, before[i] - after[i]);
        good = good && after[i] <= before[i] + kTolerance;
      }
      good = good && gain >= least_gain_;
    }
    if (!good) timing_.roll_back();
    return good;
  }

  bool improve(const TimingPath& path) {
    std::vector<Move> moves;
    for (int step = 0; step < static_cast<int>(path.steps.size()); ++step) {
      propose_exchanges(path, step, moves);
      propose_swaps(path, step, moves);
      propose_buffers(path, step, moves);
    }
    std::stable_sort(moves.begin(), moves.end(), better);
    return std::any_of(moves.begin(), moves.end(), [&](const Move& move) { return attempt(move, path.slack); });
  }

  void meet() {
    double checked = timing_.worst_slack();
    for (int i = 0; i < kMostChanges; ++i) {
      if (i % kRenewal == 0) timing_.update_required();
      const TimingPath path = timing_.worst_path();
      if (path.net < 0 || path.slack >= margin_) return;
      if (i % kCheck == kCheck - 1) {
        if (path.slack - checked < kLeastProgress * (margin_ - path.slack)) return;
        checked = path.slack;
      }
      if (!improve(path)) return;
      ++changes_;
    }
  }

  /// Makes a cell smaller if all endpoints keep enough slack.
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
    if (net < 0 || behind < 0 || timing_.mapped().nets[net].clock || timing_.drives_port(behind)) return false;
    // The buffer's input net gets only the pins of the load after it, and the wire of a net with more pins.
    const int more = static_cast<int>(timing_.mapped().nets[behind].sinks.size());
    const double pins = timing_.load(behind) - timing_.mapped().wires.at(more);
    if (!may_drive(net, timing_.load(net) + pins - greater(cell.type->pins[buffer->input]) +
                            timing_.wire_change(net, more - 1))) {
      return false;
    }
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
  std::unordered_map<const LibertyCell*, std::vector<std::vector<int>>> swaps_;  ///< by input pin
  double least_gain_, margin_;
  int changes_ = 0;
};

}  // namespace

int size_cells(Netlist& netlist, const Library& library, const TimingConditions& conditions, double margin) {
  return Sizing(netlist, library, conditions, margin).run();
}

}  // namespace pwlsim::cost
