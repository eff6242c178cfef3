// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/static_timing.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace pwlsim::cost {
namespace {

constexpr const char* kSizePrefix = "size_";  // prefix of the names of buffers
constexpr double kSame = 1e-9;                // ns; smaller changes are not propagated

bool differs(double a, double b) { return a != b && !(std::abs(a - b) <= kSame); }

}  // namespace

StaticTiming::StaticTiming(Netlist& netlist, const Library& library, const TimingConditions& conditions)
    : netlist_(netlist),
      mapped_(map_netlist(netlist, library, kClockPort, 0, conditions.layout)),
      conditions_(conditions) {
  const std::size_t count = mapped_.nets.size();
  nets_.resize(count);
  cells_.reserve(mapped_.cells.size());
  for (const MappedNetlist::Cell& cell : mapped_.cells) cells_.push_back({.model = &model(*cell.type)});
  for (const Netlist::Cell& cell : netlist.cells) {
    if (cell.name.rfind(kSizePrefix, 0) == 0) earlier_names_.insert(cell.name);
  }
  for (const Netlist::Port& port : netlist.ports) {
    for (const int net : port.nets) {
      if (net < 0) continue;
      if (port.output) {
        ++nets_[net].ports;
      } else {
        nets_[net].slew = {conditions.input_slew, conditions.input_slew};
        if (port.name != "rst_ni") nets_[net].arrival = {0, 0};
      }
    }
  }
  for (std::size_t net = 0; net < count; ++net) {
    if (mapped_.nets[net].clock) {
      nets_[net].slew = {0, 0};
      nets_[net].arrival = {0, conditions.period / 2};
    }
    nets_[net].endpoint = nets_[net].ports != 0 ||
                          std::any_of(mapped_.nets[net].sinks.begin(), mapped_.nets[net].sinks.end(),
                                      [this](const MappedNetlist::Place& sink) {
                                        const Model& model = *cells_[sink.cell].model;
                                        return std::any_of(model.checks.begin(), model.checks.end(),
                                                           [&](const Check& check) { return check.pin == sink.pin; });
                                      });
    if (nets_[net].endpoint) endpoints_.push_back(static_cast<int>(net));
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
      model.arcs.push_back(
          {.input = static_cast<int>(related - type.pins.data()), .output = static_cast<int>(pin), .tables = &arc});
      model.combinational = model.combinational || arc.launch < 0;
    }
    for (const TimingCheck& check : type.pins[pin].checks) {
      if (check.kind == TimingCheck::Kind::kSetup) model.checks.push_back({static_cast<int>(pin), &check});
    }
  }
  return model;
}

void StaticTiming::find_levels() {
  std::vector<int> open(mapped_.cells.size(), 0);
  // Counts each pin once at which an arc without a clock begins.
  const auto matters = [this](const MappedNetlist::Place& sink) {
    const Model& model = *cells_[sink.cell].model;
    return std::any_of(model.arcs.begin(), model.arcs.end(),
                       [&](const Arc& arc) { return arc.tables->launch < 0 && arc.input == sink.pin; });
  };
  for (std::size_t net = 0; net < nets_.size(); ++net) {
    if (mapped_.nets[net].drivers.empty() || mapped_.nets[net].clock) continue;
    for (const MappedNetlist::Place& sink : mapped_.nets[net].sinks) open[sink.cell] += matters(sink) ? 1 : 0;
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
      if (net < 0 || mapped_.nets[net].clock ||
          mapped_.cells[cell].type->pins[pin].direction != LibertyPin::Direction::kOutput) {
        continue;
      }
      for (const MappedNetlist::Place& sink : mapped_.nets[net].sinks) {
        if (!matters(sink)) continue;
        cells_[sink.cell].level = std::max(cells_[sink.cell].level, cells_[cell].level + 1);
        if (--open[sink.cell] == 0) ready.push_back(sink.cell);
      }
    }
  }
}

double StaticTiming::load(int net) const { return std::max(nets_[net].load[0], nets_[net].load[1]); }

double StaticTiming::wire_change(int net, int pins) const {
  const int now = static_cast<int>(mapped_.nets[net].sinks.size()) + nets_[net].ports;
  return mapped_.wires.at(now + pins) - mapped_.wires.at(now);
}

void StaticTiming::find_load(int net) {
  Edges load = {0, 0};
  for (const auto* places : {&mapped_.nets[net].drivers, &mapped_.nets[net].sinks}) {
    for (const MappedNetlist::Place& place : *places) {
      const LibertyPin& pin = mapped_.cells[place.cell].type->pins[place.pin];
      for (const int edge : {0, 1}) load[edge] += pin.capacitance[edge];
    }
  }
  const int pins = static_cast<int>(mapped_.nets[net].sinks.size()) + nets_[net].ports;
  const WireLoad& wire = mapped_.wires;
  for (const int edge : {0, 1}) nets_[net].load[edge] = load[edge] + wire.at(pins);
  if (mapped_.nets[net].clock || pins == 0) return;
  nets_[net].wire_resistance = wire.resistance * wire.length(pins) / pins;
  nets_[net].wire_capacitance = wire.at(pins) / pins;
}

/// Delay of the wire from a net's driver to an input of a cell, ns.
double StaticTiming::wire_delay(int cell, int pin, int edge) const {
  const Net& net = nets_[mapped_.cells[cell].nets[pin]];
  return net.wire_resistance * (net.wire_capacitance + mapped_.cells[cell].type->pins[pin].capacitance[edge]);
}

double StaticTiming::arrival_at(int cell, int pin, int edge) const {
  return nets_[mapped_.cells[cell].nets[pin]].arrival[edge] + wire_delay(cell, pin, edge);
}

double StaticTiming::setup(int net, int edge, double slew, bool latches) const {
  // A check at the clock's falling edge is due half a period earlier.
  double setup = nets_[net].ports != 0 ? 0 : kNever;
  for (const MappedNetlist::Place& sink : mapped_.nets[net].sinks) {
    for (const Check& check : cells_[sink.cell].model->checks) {
      const LibertyTable& table = check.setup->constraint[edge];
      if (check.pin != sink.pin || table.empty() || (!latches && cells_[sink.cell].model->latch)) continue;
      setup = std::max(setup, table.at(0, slew) + wire_delay(sink.cell, sink.pin, edge) +
                                  (check.setup->rising ? 0 : conditions_.period / 2));
    }
  }
  return setup;
}

void StaticTiming::find_end_slack(int net) {
  Net& times = nets_[net];
  times.end_slack = kAnyTime;
  if (!nets_[net].endpoint) return;
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
  if (!journal_ || nets_[net].kept_at == change_) return;
  nets_[net].kept_at = change_;
  old_times_.emplace_back(net, nets_[net]);
}

void StaticTiming::evaluate(int cell) {
  const std::vector<int>& connections = mapped_.cells[cell].nets;
  const LibertyCell& type = *mapped_.cells[cell].type;
  for (std::size_t pin = 0; pin < connections.size(); ++pin) {
    const int net = connections[pin];
    if (net < 0 || type.pins[pin].direction != LibertyPin::Direction::kOutput || mapped_.nets[net].clock) continue;
    const auto [arrival, slew] = output_times(cell, *cells_[cell].model, static_cast<int>(pin));
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
  if (cells_[cell].queued) return;
  cells_[cell].queued = true;
  queue_.emplace_back(-cells_[cell].level, cell);
  std::push_heap(queue_.begin(), queue_.end());
}

void StaticTiming::enqueue_sinks(int net) {
  for (const MappedNetlist::Place& sink : mapped_.nets[net].sinks) {
    if (cells_[sink.cell].model->combinational) enqueue(sink.cell);
  }
}

void StaticTiming::propagate() {
  while (!queue_.empty()) {
    std::pop_heap(queue_.begin(), queue_.end());
    const int cell = queue_.back().second;
    queue_.pop_back();
    cells_[cell].queued = false;
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
  TimingPath path{.steps = {}, .net = -1, .edge = 0, .slack = kAnyTime};
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
  while (!mapped_.nets[net].drivers.empty() && path.steps.size() <= mapped_.cells.size()) {
    const auto [cell, output] = mapped_.nets[net].drivers.front();
    const std::vector<int>& connections = mapped_.cells[cell].nets;
    PathStep best{.cell = -1, .input = 0, .output = output, .from = 0, .to = edge};
    double arrival = kNever;
    bool launched = false;
    for (const Arc& arc : cells_[cell].model->arcs) {
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
  for (Net& net : nets_) net.required = {kAnyTime, kAnyTime};
  for (const int net : endpoints_) {
    for (const int edge : {0, 1}) {
      const double needed = setup(net, edge, nets_[net].slew[edge]);
      if (needed != kNever) nets_[net].required[edge] = conditions_.period - needed;
    }
  }
  std::vector<int> order(mapped_.cells.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [this](int a, int b) {
    return cells_[a].level != cells_[b].level ? cells_[a].level > cells_[b].level : a < b;
  });
  for (const int cell : order) {
    const std::vector<int>& connections = mapped_.cells[cell].nets;
    for (const Arc& arc : cells_[cell].model->arcs) {
      if (arc.tables->launch >= 0 || connections[arc.input] < 0 || connections[arc.output] < 0) continue;
      const int input = connections[arc.input], output = connections[arc.output];
      if (mapped_.nets[output].clock) continue;
      for (const int from : {0, 1}) {
        for (const int to : {0, 1}) {
          if (nets_[input].slew[from] < 0 || !arc.tables->passes(from, to) || nets_[output].required[to] == kAnyTime ||
              arc.tables->delay[to].empty()) {
            continue;
          }
          const double delay = arc.tables->delay[to].at(nets_[input].slew[from], nets_[output].load[to]) +
                               wire_delay(cell, arc.input, from);
          nets_[input].required[from] = std::min(nets_[input].required[from], nets_[output].required[to] - delay);
        }
      }
    }
  }
}

double StaticTiming::slack(int net) const {
  double slack = kAnyTime;
  for (const int edge : {0, 1}) slack = std::min(slack, nets_[net].required[edge] - nets_[net].arrival[edge]);
  return slack;
}

double StaticTiming::slack(const MappedNetlist::Place& sink) const {
  const std::vector<int>& connections = mapped_.cells[sink.cell].nets;
  const Net& input = nets_[connections[sink.pin]];
  double slack = kAnyTime;
  for (const Arc& arc : cells_[sink.cell].model->arcs) {
    const int output = connections[arc.output];
    if (arc.tables->launch >= 0 || arc.input != sink.pin || output < 0 || mapped_.nets[output].clock) continue;
    for (const int from : {0, 1}) {
      for (const int to : {0, 1}) {
        if (input.slew[from] < 0 || !arc.tables->passes(from, to) || arc.tables->delay[to].empty()) continue;
        const double delay = arc.tables->delay[to].at(input.slew[from], nets_[output].load[to]);
        slack = std::min(slack, nets_[output].required[to] - delay - arrival_at(sink.cell, sink.pin, from));
      }
    }
  }
  for (const Check& check : cells_[sink.cell].model->checks) {
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
    if (net < 0 || type.pins[pin].direction != LibertyPin::Direction::kOutput || mapped_.nets[net].clock) continue;
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
  old_times_.clear();
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
    cells_[cell].model = &model(*type);
  }
  for (auto pin = old_pins_.rbegin(); pin != old_pins_.rend(); ++pin) connect(pin->cell, pin->pin, pin->net);
  for (auto sinks = old_sinks_.rbegin(); sinks != old_sinks_.rend(); ++sinks) {
    mapped_.nets[sinks->first].sinks = std::move(sinks->second);
  }
  for (const int cell : old_bypassed_) cells_[cell].bypassed = false;
  for (const auto& [net, times] : old_times_) static_cast<Times&>(nets_[net]) = times;
  for (std::size_t i = old_endpoints_; i < endpoints_.size(); ++i) nets_[endpoints_[i]].endpoint = false;
  endpoints_.resize(old_endpoints_);
  mapped_.cells.resize(old_cells_);
  netlist_.cells.resize(old_cells_);
  cells_.erase(cells_.begin() + static_cast<std::ptrdiff_t>(old_cells_), cells_.end());
  nets_.resize(old_net_count_);
  netlist_.nets.resize(old_net_count_);
  mapped_.nets.resize(old_net_count_);
  journal_ = false;
}

void StaticTiming::change_type(int cell, const LibertyCell& type) {
  old_types_.emplace_back(cell, mapped_.cells[cell].type);
  mapped_.cells[cell].type = &type;
  netlist_.cells[cell].type = type.name;
  cells_[cell].model = &model(type);
  for (std::size_t pin = 0; pin < type.pins.size(); ++pin) {
    const int net = mapped_.cells[cell].nets[pin];
    if (net < 0 || mapped_.nets[net].clock) continue;
    keep(net);
    find_load(net);
    find_end_slack(net);
    if (type.pins[pin].direction == LibertyPin::Direction::kOutput) continue;
    if (!mapped_.nets[net].drivers.empty()) enqueue(mapped_.nets[net].drivers.front().cell);
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
    old_pins_.push_back({.cell = cell, .pin = pins[i], .net = nets[i]});
    connect(cell, pins[i], nets[1 - i]);
    if (nets[i] == nets[1 - i] || nets[i] < 0) continue;
    std::vector<MappedNetlist::Place>& sinks = mapped_.nets[nets[i]].sinks;
    old_sinks_.emplace_back(nets[i], sinks);
    for (MappedNetlist::Place& sink : sinks) {
      if (sink.cell == cell && sink.pin == pins[i]) sink.pin = pins[1 - i];
    }
  }
  for (const int net : nets) {
    if (net < 0) continue;
    keep(net);
    find_load(net);
    if (!mapped_.nets[net].drivers.empty()) enqueue(mapped_.nets[net].drivers.front().cell);
  }
  enqueue(cell);
  propagate();
}

void StaticTiming::move_sinks(std::span<const MappedNetlist::Place> sinks, int from, int to) {
  old_sinks_.emplace_back(from, mapped_.nets[from].sinks);
  old_sinks_.emplace_back(to, mapped_.nets[to].sinks);
  std::vector<MappedNetlist::Place>& left = mapped_.nets[from].sinks;
  for (const MappedNetlist::Place& sink : sinks) {
    left.erase(std::find_if(left.begin(), left.end(), [&](const MappedNetlist::Place& place) {
      return place.cell == sink.cell && place.pin == sink.pin;
    }));
    mapped_.nets[to].sinks.push_back(sink);
    old_pins_.push_back({.cell = sink.cell, .pin = sink.pin, .net = from});
    connect(sink.cell, sink.pin, to);
    if (cells_[sink.cell].model->combinational) enqueue(sink.cell);
  }
  if (nets_[from].endpoint && !nets_[to].endpoint) {
    nets_[to].endpoint = true;
    endpoints_.push_back(to);
  }
  for (const int net : {from, to}) {
    keep(net);
    find_load(net);
    find_end_slack(net);
    if (!mapped_.nets[net].drivers.empty()) enqueue(mapped_.nets[net].drivers.front().cell);
  }
}

int StaticTiming::insert_buffer(const LibertyCell& type, int input, int output, int net,
                                std::span<const MappedNetlist::Place> sinks) {
  const auto cell = static_cast<int>(mapped_.cells.size());
  const auto behind = static_cast<int>(nets_.size());
  std::string name = fmt::format("{}{}", kSizePrefix, behind);
  while (earlier_names_.count(name) != 0) name += "_again";
  netlist_.nets.push_back(name + "_y");
  netlist_.cells.push_back({.name = name,
                            .type = type.name,
                            .part = "",
                            .pins = {{type.pins[input].name, net}, {type.pins[output].name, behind}}});
  MappedNetlist::Cell added{&type, std::vector<int>(2, Netlist::kOpen)};
  added.nets[input] = net;
  added.nets[output] = behind;
  mapped_.cells.push_back(std::move(added));
  mapped_.nets.push_back({.drivers = {{cell, output}}});
  Net fresh;
  fresh.kept_at = change_;
  nets_.push_back(fresh);
  const double above = mapped_.nets[net].drivers.empty() ? -1 : cells_[mapped_.nets[net].drivers.front().cell].level;
  double below = above + 1;
  for (const MappedNetlist::Place& sink : sinks) {
    if (cells_[sink.cell].model->combinational) below = std::min(below, cells_[sink.cell].level);
  }
  cells_.push_back({.model = &model(type), .level = (above + below) / 2});
  old_sinks_.emplace_back(net, mapped_.nets[net].sinks);
  mapped_.nets[net].sinks.push_back({cell, input});
  move_sinks(sinks, net, behind);
  enqueue(cell);
  propagate();
  return cell;
}

void StaticTiming::bypass_buffer(int cell, int input, int output) {
  const int net = mapped_.cells[cell].nets[input], behind = mapped_.cells[cell].nets[output];
  old_sinks_.emplace_back(net, mapped_.nets[net].sinks);
  std::vector<MappedNetlist::Place>& sinks = mapped_.nets[net].sinks;
  sinks.erase(
      std::find_if(sinks.begin(), sinks.end(), [&](const MappedNetlist::Place& place) { return place.cell == cell; }));
  const std::vector<MappedNetlist::Place> moved = mapped_.nets[behind].sinks;
  move_sinks(moved, behind, net);
  cells_[cell].bypassed = true;
  old_bypassed_.push_back(cell);
  propagate();
}

void StaticTiming::drop_unconnected() {
  std::vector<int> number(nets_.size(), 0);
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    if (!cells_[cell].bypassed) continue;
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
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    if (!cells_[cell].bypassed) cells.push_back(std::move(netlist_.cells[cell]));
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
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    if (!cells_[cell].bypassed) area += mapped_.cells[cell].type->area;
  }
  return area;
}

}  // namespace pwlsim::cost
