// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/static_timing.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace pwlsim::cost {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr double kAnyTime = std::numeric_limits<double>::infinity();
constexpr double kSame = 1e-9;  // ns; what changes by less does not travel on

bool differs(double a, double b) { return a != b && !(std::abs(a - b) <= kSame); }

}  // namespace

StaticTiming::StaticTiming(Netlist& netlist, const Library& library, const TimingConditions& conditions)
    : netlist_(netlist),
      mapped_(map_netlist(netlist, library, kClockPort, 0, conditions.layout)),
      conditions_(conditions) {
  const std::size_t count = mapped_.loads.size();
  ports_.assign(count, 0);
  is_endpoint_.assign(count, false);
  kept_at_.assign(count, 0);
  nets_.assign(count, {{kNever, kNever}, {-1, -1}, {0, 0}, 0, 0, kAnyTime});
  required_.assign(count, {kAnyTime, kAnyTime});
  for (const MappedNetlist::Cell& cell : mapped_.cells) cell_models_.push_back(&model(*cell.type));
  bypassed_.assign(mapped_.cells.size(), false);
  queued_.assign(mapped_.cells.size(), false);
  for (const Netlist::Port& port : netlist.ports) {
    for (const int net : port.nets) {
      if (net < 0) continue;
      if (port.output) {
        ++ports_[net];
      } else {
        nets_[net].slew = {conditions.input_slew, conditions.input_slew};
        if (port.name != "rst_ni") nets_[net].arrival = {0, 0};
      }
    }
  }
  for (std::size_t net = 0; net < count; ++net) {
    if (mapped_.clock_nets[net]) {
      nets_[net].slew = {0, 0};
      nets_[net].arrival = {0, conditions.period / 2};
    }
    is_endpoint_[net] =
        ports_[net] != 0 ||
        std::any_of(mapped_.sinks[net].begin(), mapped_.sinks[net].end(), [this](const MappedNetlist::Place& sink) {
          const Model& model = *cell_models_[sink.cell];
          return std::any_of(model.checks.begin(), model.checks.end(),
                             [&](const Check& check) { return check.pin == sink.pin; });
        });
    if (is_endpoint_[net]) endpoints_.push_back(static_cast<int>(net));
    find_load(static_cast<int>(net));
    find_end_slack(static_cast<int>(net));
  }
  find_levels();
  for (std::size_t cell = 0; cell < mapped_.cells.size(); ++cell) enqueue(static_cast<int>(cell));
  propagate();
}

const StaticTiming::Model& StaticTiming::model(const LibertyCell& type) const {
  const auto [place, added] = models_.try_emplace(&type);
  Model& model = place->second;
  if (!added) return model;
  model.combinational = false;
  model.latch = !type.states.empty() && !type.states[0].flop;
  for (std::size_t pin = 0; pin < type.pins.size(); ++pin) {
    for (const TimingArc& arc : type.pins[pin].arcs) {
      const LibertyPin* const related = type.pin(arc.related_pin);
      if (related == nullptr || (arc.launch < 0 && !arc.combinational())) continue;
      model.arcs.push_back({static_cast<int>(related - type.pins.data()), static_cast<int>(pin), &arc});
      model.combinational = model.combinational || arc.launch < 0;
    }
    for (const TimingCheck& check : type.pins[pin].checks) {
      if (check.kind == TimingCheck::Kind::kSetup) model.checks.push_back({static_cast<int>(pin), &check});
    }
  }
  return model;
}

void StaticTiming::find_levels() {
  levels_.assign(mapped_.cells.size(), 0);
  std::vector<int> open(mapped_.cells.size(), 0);
  // Each pin that an arc without a clock begins at, once.
  const auto matters = [this](const MappedNetlist::Place& sink) {
    const Model& model = *cell_models_[sink.cell];
    return std::any_of(model.arcs.begin(), model.arcs.end(),
                       [&](const Arc& arc) { return arc.tables->launch < 0 && arc.input == sink.pin; });
  };
  for (std::size_t net = 0; net < nets_.size(); ++net) {
    if (mapped_.drivers[net].empty() || mapped_.clock_nets[net]) continue;
    for (const MappedNetlist::Place& sink : mapped_.sinks[net]) open[sink.cell] += matters(sink) ? 1 : 0;
  }
  std::vector<int> ready;
  for (std::size_t cell = 0; cell < open.size(); ++cell) {
    if (open[cell] == 0) ready.push_back(static_cast<int>(cell));
  }
  while (!ready.empty()) {
    const int cell = ready.back();
    ready.pop_back();
    for (std::size_t pin = 0; pin < mapped_.cells[cell].nets.size(); ++pin) {
      const int net = mapped_.cells[cell].nets[pin];
      if (net < 0 || mapped_.clock_nets[net] ||
          mapped_.cells[cell].type->pins[pin].direction != LibertyPin::Direction::kOutput) {
        continue;
      }
      for (const MappedNetlist::Place& sink : mapped_.sinks[net]) {
        if (!matters(sink)) continue;
        levels_[sink.cell] = std::max(levels_[sink.cell], levels_[cell] + 1);
        if (--open[sink.cell] == 0) ready.push_back(sink.cell);
      }
    }
  }
}

double StaticTiming::load(int net) const { return std::max(nets_[net].load[0], nets_[net].load[1]); }

double StaticTiming::wire_change(int net, int pins) const {
  const int now = static_cast<int>(mapped_.sinks[net].size()) + ports_[net];
  return mapped_.wires.at(now + pins) - mapped_.wires.at(now);
}

void StaticTiming::find_load(int net) {
  Edges load = {0, 0};
  for (const auto* places : {&mapped_.drivers[net], &mapped_.sinks[net]}) {
    for (const MappedNetlist::Place& place : *places) {
      const LibertyPin& pin = mapped_.cells[place.cell].type->pins[place.pin];
      for (const int edge : {0, 1}) load[edge] += pin.capacitance[edge];
    }
  }
  const int pins = static_cast<int>(mapped_.sinks[net].size()) + ports_[net];
  const WireLoad& wire = mapped_.wires;
  for (const int edge : {0, 1}) nets_[net].load[edge] = load[edge] + wire.at(pins);
  if (mapped_.clock_nets[net] || pins == 0) return;
  nets_[net].wire_resistance = wire.resistance * wire.length(pins) / pins;
  nets_[net].wire_capacitance = wire.at(pins) / pins;
}

/// From a net's driver to an input of a cell.
double StaticTiming::wire_delay(int cell, int pin, int edge) const {
  const Net& net = nets_[mapped_.cells[cell].nets[pin]];
  return net.wire_resistance * (net.wire_capacitance + mapped_.cells[cell].type->pins[pin].capacitance[edge]);
}

double StaticTiming::arrival_at(int cell, int pin, int edge) const {
  return nets_[mapped_.cells[cell].nets[pin]].arrival[edge] + wire_delay(cell, pin, edge);
}

double StaticTiming::setup(int net, int edge, double slew, bool latches) const {
  // A check at the clock's falling edge is due half a period earlier.
  double setup = ports_[net] != 0 ? 0 : kNever;
  for (const MappedNetlist::Place& sink : mapped_.sinks[net]) {
    for (const Check& check : cell_models_[sink.cell]->checks) {
      const LibertyTable& table = check.setup->constraint[edge];
      if (check.pin != sink.pin || table.empty() || (!latches && cell_models_[sink.cell]->latch)) continue;
      setup = std::max(setup, table.at(0, slew) + wire_delay(sink.cell, sink.pin, edge) +
                                  (check.setup->rising ? 0 : conditions_.period / 2));
    }
  }
  return setup;
}

void StaticTiming::find_end_slack(int net) {
  Net& times = nets_[net];
  times.end_slack = kAnyTime;
  if (!is_endpoint_[net]) return;
  for (const int edge : {0, 1}) {
    if (times.arrival[edge] == kNever) continue;
    const double needed = setup(net, edge, times.slew[edge]);
    if (needed == kNever) continue;
    times.end_slack = std::min(times.end_slack, conditions_.period - needed - times.arrival[edge]);
  }
}

/// Arrival and slew of an output if the cell had these arcs.
std::pair<StaticTiming::Edges, StaticTiming::Edges> StaticTiming::output_times(int cell, const Model& model,
                                                                               int output) const {
  Edges arrival = {kNever, kNever}, slew = {-1, -1};
  const std::vector<int>& connections = mapped_.cells[cell].nets;
  const Edges& load = nets_[connections[output]].load;
  for (const Arc& arc : model.arcs) {
    if (arc.output != output || connections[arc.input] < 0) continue;
    const Net& input = nets_[connections[arc.input]];
    for (const int from : {0, 1}) {
      if (input.slew[from] < 0) continue;
      for (const int to : {0, 1}) {
        if (!arc.tables->passes(from, to) || arc.tables->delay[to].empty()) continue;
        slew[to] = std::max(slew[to], arc.tables->transition[to].at(input.slew[from], load[to]));
        if (input.arrival[from] == kNever) continue;
        arrival[to] = std::max(
            arrival[to], arrival_at(cell, arc.input, from) + arc.tables->delay[to].at(input.slew[from], load[to]));
      }
    }
  }
  return {arrival, slew};
}

void StaticTiming::keep(int net) {
  if (!journal_ || kept_at_[net] == change_) return;
  kept_at_[net] = change_;
  old_nets_.emplace_back(net, nets_[net]);
}

void StaticTiming::evaluate(int cell) {
  const std::vector<int>& connections = mapped_.cells[cell].nets;
  const LibertyCell& type = *mapped_.cells[cell].type;
  for (std::size_t pin = 0; pin < connections.size(); ++pin) {
    const int net = connections[pin];
    if (net < 0 || type.pins[pin].direction != LibertyPin::Direction::kOutput || mapped_.clock_nets[net]) continue;
    const auto [arrival, slew] = output_times(cell, *cell_models_[cell], static_cast<int>(pin));
    const Net& old = nets_[net];
    if (!differs(arrival[0], old.arrival[0]) && !differs(arrival[1], old.arrival[1]) &&
        !differs(slew[0], old.slew[0]) && !differs(slew[1], old.slew[1])) {
      continue;
    }
    keep(net);
    nets_[net].arrival = arrival;
    nets_[net].slew = slew;
    find_end_slack(net);
    enqueue_sinks(net);
  }
}

void StaticTiming::enqueue(int cell) {
  if (queued_[cell]) return;
  queued_[cell] = true;
  queue_.emplace_back(-levels_[cell], cell);
  std::push_heap(queue_.begin(), queue_.end());
}

void StaticTiming::enqueue_sinks(int net) {
  for (const MappedNetlist::Place& sink : mapped_.sinks[net]) {
    if (cell_models_[sink.cell]->combinational) enqueue(sink.cell);
  }
}

void StaticTiming::propagate() {
  while (!queue_.empty()) {
    std::pop_heap(queue_.begin(), queue_.end());
    const int cell = queue_.back().second;
    queue_.pop_back();
    queued_[cell] = false;
    evaluate(cell);
  }
}

double StaticTiming::worst_slack() const {
  double worst = kAnyTime;
  for (const int net : endpoints_) worst = std::min(worst, nets_[net].end_slack);
  return worst;
}

double StaticTiming::reported_slack() const {
  double worst = worst_slack();
  if (worst < 0) return worst;
  worst = kAnyTime;
  for (const int net : endpoints_) {
    for (const int edge : {0, 1}) {
      const double needed = setup(net, edge, nets_[net].slew[edge], false);
      if (needed == kNever || nets_[net].arrival[edge] == kNever) continue;
      worst = std::min(worst, conditions_.period - needed - nets_[net].arrival[edge]);
    }
  }
  return worst;
}

TimingPath StaticTiming::worst_path() const {
  TimingPath path{{}, -1, 0, kAnyTime};
  for (const int net : endpoints_) {
    if (nets_[net].end_slack >= path.slack) continue;
    path.slack = nets_[net].end_slack;
    path.net = net;
  }
  if (path.net < 0) return path;
  double latest = kNever;
  for (const int edge : {0, 1}) {
    if (nets_[path.net].arrival[edge] == kNever) continue;
    const double needed = setup(path.net, edge, nets_[path.net].slew[edge]) + nets_[path.net].arrival[edge];
    if (needed > latest) {
      latest = needed;
      path.edge = edge;
    }
  }
  int net = path.net, edge = path.edge;
  while (!mapped_.drivers[net].empty() && path.steps.size() <= mapped_.cells.size()) {
    const auto [cell, output] = mapped_.drivers[net].front();
    const std::vector<int>& connections = mapped_.cells[cell].nets;
    PathStep best{-1, 0, output, 0, edge};
    double arrival = kNever;
    bool launched = false;
    for (const Arc& arc : cell_models_[cell]->arcs) {
      if (arc.output != output || connections[arc.input] < 0 || arc.tables->delay[edge].empty()) continue;
      const Net& input = nets_[connections[arc.input]];
      for (const int from : {0, 1}) {
        if (input.arrival[from] == kNever || !arc.tables->passes(from, edge)) continue;
        const double found =
            arrival_at(cell, arc.input, from) + arc.tables->delay[edge].at(input.slew[from], nets_[net].load[edge]);
        if (found <= arrival) continue;
        arrival = found;
        best.cell = cell;
        best.input = arc.input;
        best.from = from;
        launched = arc.tables->launch >= 0;
      }
    }
    if (best.cell < 0) break;
    path.steps.push_back(best);
    if (launched) break;
    net = connections[best.input];
    edge = best.from;
  }
  std::reverse(path.steps.begin(), path.steps.end());
  return path;
}

StaticTiming::Stage StaticTiming::stage(const LibertyCell& type, const PathStep& step, double slew, double load) const {
  Stage stage{kNever, 0};
  for (const Arc& arc : model(type).arcs) {
    if (arc.input != step.input || arc.output != step.output || arc.tables->delay[step.to].empty() ||
        !arc.tables->passes(step.from, step.to)) {
      continue;
    }
    stage.delay = std::max(stage.delay, arc.tables->delay[step.to].at(slew, load));
    stage.slew = std::max(stage.slew, arc.tables->transition[step.to].at(slew, load));
  }
  return stage;
}

void StaticTiming::update_required() {
  required_.assign(nets_.size(), {kAnyTime, kAnyTime});
  for (const int net : endpoints_) {
    for (const int edge : {0, 1}) {
      const double needed = setup(net, edge, nets_[net].slew[edge]);
      if (needed != kNever) required_[net][edge] = conditions_.period - needed;
    }
  }
  std::vector<int> order(mapped_.cells.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [this](int a, int b) { return levels_[a] != levels_[b] ? levels_[a] > levels_[b] : a < b; });
  for (const int cell : order) {
    const std::vector<int>& connections = mapped_.cells[cell].nets;
    for (const Arc& arc : cell_models_[cell]->arcs) {
      if (arc.tables->launch >= 0 || connections[arc.input] < 0 || connections[arc.output] < 0) continue;
      const int input = connections[arc.input], output = connections[arc.output];
      if (mapped_.clock_nets[output]) continue;
      for (const int from : {0, 1}) {
        for (const int to : {0, 1}) {
          if (nets_[input].slew[from] < 0 || !arc.tables->passes(from, to) || required_[output][to] == kAnyTime ||
              arc.tables->delay[to].empty()) {
            continue;
          }
          const double delay = arc.tables->delay[to].at(nets_[input].slew[from], nets_[output].load[to]) +
                               wire_delay(cell, arc.input, from);
          required_[input][from] = std::min(required_[input][from], required_[output][to] - delay);
        }
      }
    }
  }
}

double StaticTiming::slack(int net) const {
  double slack = kAnyTime;
  for (const int edge : {0, 1}) slack = std::min(slack, required_[net][edge] - nets_[net].arrival[edge]);
  return slack;
}

double StaticTiming::slack(const MappedNetlist::Place& sink) const {
  const std::vector<int>& connections = mapped_.cells[sink.cell].nets;
  const Net& input = nets_[connections[sink.pin]];
  double slack = kAnyTime;
  for (const Arc& arc : cell_models_[sink.cell]->arcs) {
    const int output = connections[arc.output];
    if (arc.tables->launch >= 0 || arc.input != sink.pin || output < 0 || mapped_.clock_nets[output]) continue;
    for (const int from : {0, 1}) {
      for (const int to : {0, 1}) {
        if (input.slew[from] < 0 || !arc.tables->passes(from, to) || arc.tables->delay[to].empty()) continue;
        const double delay = arc.tables->delay[to].at(input.slew[from], nets_[output].load[to]);
        slack = std::min(slack, required_[output][to] - delay - arrival_at(sink.cell, sink.pin, from));
      }
    }
  }
  for (const Check& check : cell_models_[sink.cell]->checks) {
    if (check.pin != sink.pin) continue;
    for (const int edge : {0, 1}) {
      const double due = conditions_.period - (check.setup->rising ? 0 : conditions_.period / 2);
      slack = std::min(
          slack, due - check.setup->constraint[edge].at(0, input.slew[edge]) - arrival_at(sink.cell, sink.pin, edge));
    }
  }
  return slack;
}

double StaticTiming::delay_increase(int cell, const LibertyCell& type) const {
  double increase = kNever;
  const Model& other = model(type);
  for (std::size_t pin = 0; pin < type.pins.size(); ++pin) {
    const int net = mapped_.cells[cell].nets[pin];
    if (net < 0 || type.pins[pin].direction != LibertyPin::Direction::kOutput || mapped_.clock_nets[net]) continue;
    const Edges arrival = output_times(cell, other, static_cast<int>(pin)).first;
    for (const int edge : {0, 1}) {
      if (arrival[edge] != kNever) increase = std::max(increase, arrival[edge] - nets_[net].arrival[edge]);
    }
  }
  return increase;
}

void StaticTiming::begin() {
  journal_ = true;
  ++change_;
  old_nets_.clear();
  old_types_.clear();
  old_sinks_.clear();
  old_pins_.clear();
  old_bypassed_.clear();
  old_cells_ = mapped_.cells.size();
  old_net_count_ = nets_.size();
  old_endpoints_ = endpoints_.size();
}

void StaticTiming::roll_back() {
  for (const auto& [cell, type] : old_types_) {
    mapped_.cells[cell].type = type;
    netlist_.cells[cell].type = type->name;
    cell_models_[cell] = &model(*type);
  }
  for (auto pin = old_pins_.rbegin(); pin != old_pins_.rend(); ++pin) connect(pin->cell, pin->pin, pin->net);
  for (auto sinks = old_sinks_.rbegin(); sinks != old_sinks_.rend(); ++sinks) {
    mapped_.sinks[sinks->first] = std::move(sinks->second);
  }
  for (const int cell : old_bypassed_) bypassed_[cell] = false;
  for (const auto& [net, times] : old_nets_) nets_[net] = times;
  for (std::size_t i = old_endpoints_; i < endpoints_.size(); ++i) is_endpoint_[endpoints_[i]] = false;
  endpoints_.resize(old_endpoints_);
  mapped_.cells.resize(old_cells_);
  netlist_.cells.resize(old_cells_);
  cell_models_.resize(old_cells_);
  levels_.resize(old_cells_);
  queued_.resize(old_cells_);
  bypassed_.resize(old_cells_);
  nets_.resize(old_net_count_);
  netlist_.nets.resize(old_net_count_);
  required_.resize(old_net_count_);
  ports_.resize(old_net_count_);
  is_endpoint_.resize(old_net_count_);
  kept_at_.resize(old_net_count_);
  mapped_.drivers.resize(old_net_count_);
  mapped_.sinks.resize(old_net_count_);
  mapped_.clock_nets.resize(old_net_count_);
  mapped_.loads.resize(old_net_count_);
  journal_ = false;
}

void StaticTiming::change_type(int cell, const LibertyCell& type) {
  old_types_.emplace_back(cell, mapped_.cells[cell].type);
  mapped_.cells[cell].type = &type;
  netlist_.cells[cell].type = type.name;
  cell_models_[cell] = &model(type);
  for (std::size_t pin = 0; pin < type.pins.size(); ++pin) {
    const int net = mapped_.cells[cell].nets[pin];
    if (net < 0 || mapped_.clock_nets[net]) continue;
    keep(net);
    find_load(net);
    find_end_slack(net);
    if (type.pins[pin].direction == LibertyPin::Direction::kOutput) continue;
    if (!mapped_.drivers[net].empty()) enqueue(mapped_.drivers[net].front().cell);
  }
  enqueue(cell);
  propagate();
}

void StaticTiming::connect(int cell, int pin, int net) {
  mapped_.cells[cell].nets[pin] = net;
  const std::string& name = mapped_.cells[cell].type->pins[pin].name;
  for (Netlist::Pin& connection : netlist_.cells[cell].pins) {
    if (connection.name == name) connection.net = net;
  }
}

void StaticTiming::swap_inputs(int cell, int a, int b) {
  const int nets[2] = {mapped_.cells[cell].nets[a], mapped_.cells[cell].nets[b]};
  const int pins[2] = {a, b};
  for (const int i : {0, 1}) {
    old_pins_.push_back({cell, pins[i], nets[i]});
    connect(cell, pins[i], nets[1 - i]);
    if (nets[i] == nets[1 - i] || nets[i] < 0) continue;
    std::vector<MappedNetlist::Place>& sinks = mapped_.sinks[nets[i]];
    old_sinks_.emplace_back(nets[i], sinks);
    for (MappedNetlist::Place& sink : sinks) {
      if (sink.cell == cell && sink.pin == pins[i]) sink.pin = pins[1 - i];
    }
  }
  for (const int net : nets) {
    if (net < 0) continue;
    keep(net);
    find_load(net);
    if (!mapped_.drivers[net].empty()) enqueue(mapped_.drivers[net].front().cell);
  }
  enqueue(cell);
  propagate();
}

void StaticTiming::move_sinks(const std::vector<MappedNetlist::Place>& sinks, int from, int to) {
  old_sinks_.emplace_back(from, mapped_.sinks[from]);
  old_sinks_.emplace_back(to, mapped_.sinks[to]);
  std::vector<MappedNetlist::Place>& left = mapped_.sinks[from];
  for (const MappedNetlist::Place& sink : sinks) {
    left.erase(std::find_if(left.begin(), left.end(), [&](const MappedNetlist::Place& place) {
      return place.cell == sink.cell && place.pin == sink.pin;
    }));
    mapped_.sinks[to].push_back(sink);
    old_pins_.push_back({sink.cell, sink.pin, from});
    connect(sink.cell, sink.pin, to);
    if (cell_models_[sink.cell]->combinational) enqueue(sink.cell);
  }
  if (is_endpoint_[from] && !is_endpoint_[to]) {
    is_endpoint_[to] = true;
    endpoints_.push_back(to);
  }
  for (const int net : {from, to}) {
    keep(net);
    find_load(net);
    find_end_slack(net);
    if (!mapped_.drivers[net].empty()) enqueue(mapped_.drivers[net].front().cell);
  }
}

int StaticTiming::insert_buffer(const LibertyCell& type, int input, int output, int net,
                                const std::vector<MappedNetlist::Place>& sinks) {
  const auto cell = static_cast<int>(mapped_.cells.size());
  const auto behind = static_cast<int>(nets_.size());
  const std::string name = fmt::format("size_{}", behind);
  netlist_.nets.push_back(name + "_y");
  netlist_.cells.push_back({name, type.name, "", {{type.pins[input].name, net}, {type.pins[output].name, behind}}});
  MappedNetlist::Cell added{&type, std::vector<int>(2, Netlist::kOpen)};
  added.nets[input] = net;
  added.nets[output] = behind;
  mapped_.cells.push_back(std::move(added));
  mapped_.drivers.push_back({{cell, output}});
  mapped_.sinks.emplace_back();
  mapped_.clock_nets.push_back(false);
  mapped_.loads.push_back({0, 0});
  cell_models_.push_back(&model(type));
  queued_.push_back(false);
  bypassed_.push_back(false);
  nets_.push_back({{kNever, kNever}, {-1, -1}, {0, 0}, 0, 0, kAnyTime});
  required_.push_back({kAnyTime, kAnyTime});
  ports_.push_back(0);
  is_endpoint_.push_back(false);
  kept_at_.push_back(change_);
  const double above = mapped_.drivers[net].empty() ? -1 : levels_[mapped_.drivers[net].front().cell];
  double below = above + 1;
  for (const MappedNetlist::Place& sink : sinks) {
    if (cell_models_[sink.cell]->combinational) below = std::min(below, levels_[sink.cell]);
  }
  levels_.push_back((above + below) / 2);
  old_sinks_.emplace_back(net, mapped_.sinks[net]);
  mapped_.sinks[net].push_back({cell, input});
  move_sinks(sinks, net, behind);
  enqueue(cell);
  propagate();
  return cell;
}

void StaticTiming::bypass_buffer(int cell, int input, int output) {
  const int net = mapped_.cells[cell].nets[input], behind = mapped_.cells[cell].nets[output];
  old_sinks_.emplace_back(net, mapped_.sinks[net]);
  std::vector<MappedNetlist::Place>& sinks = mapped_.sinks[net];
  sinks.erase(
      std::find_if(sinks.begin(), sinks.end(), [&](const MappedNetlist::Place& place) { return place.cell == cell; }));
  const std::vector<MappedNetlist::Place> moved = mapped_.sinks[behind];
  move_sinks(moved, behind, net);
  bypassed_[cell] = true;
  old_bypassed_.push_back(cell);
  propagate();
}

void StaticTiming::drop_unconnected() {
  std::vector<int> number(nets_.size(), 0);
  for (std::size_t cell = 0; cell < bypassed_.size(); ++cell) {
    if (!bypassed_[cell]) continue;
    for (std::size_t pin = 0; pin < mapped_.cells[cell].nets.size(); ++pin) {
      if (mapped_.cells[cell].type->pins[pin].direction == LibertyPin::Direction::kOutput) {
        number[mapped_.cells[cell].nets[pin]] = -1;
      }
    }
  }
  std::vector<std::string> names;
  for (std::size_t net = 0; net < number.size(); ++net) {
    if (number[net] < 0) continue;
    number[net] = static_cast<int>(names.size());
    names.push_back(std::move(netlist_.nets[net]));
  }
  netlist_.nets = std::move(names);
  std::vector<Netlist::Cell> cells;
  for (std::size_t cell = 0; cell < bypassed_.size(); ++cell) {
    if (!bypassed_[cell]) cells.push_back(std::move(netlist_.cells[cell]));
  }
  netlist_.cells = std::move(cells);
  for (Netlist::Cell& cell : netlist_.cells) {
    for (Netlist::Pin& pin : cell.pins) {
      if (pin.net >= 0) pin.net = number[pin.net];
    }
  }
  for (Netlist::Port& port : netlist_.ports) {
    for (int& net : port.nets) {
      if (net >= 0) net = number[net];
    }
  }
}

double StaticTiming::area() const {
  double area = 0;
  for (std::size_t cell = 0; cell < bypassed_.size(); ++cell) {
    if (!bypassed_[cell]) area += mapped_.cells[cell].type->area;
  }
  return area;
}

}  // namespace pwlsim::cost
