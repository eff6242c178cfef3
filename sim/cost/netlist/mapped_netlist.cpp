// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/mapped_netlist.h"

#include <fmt/format.h>
#include <algorithm>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::cost {
namespace {

void mark_clock_nets(MappedNetlist& mapped, const std::vector<int>& clock) {
  std::vector<int> reached;
  const auto reach = [&](int net) {
    if (net < 0 || mapped.nets[net].clock) return;
    mapped.nets[net].clock = true;
    reached.push_back(net);
  };
  for (const int net : clock) reach(net);
  while (!reached.empty()) {
    const int net = reached.back();
    reached.pop_back();
    for (const auto& [cell, pin] : mapped.nets[net].sinks) {
      const MappedNetlist::Cell& sink = mapped.cells[cell];
      if (!sink.type->states.empty()) continue;  // its outputs are data, not a clock
      for (std::size_t i = 0; i < sink.nets.size(); ++i) {
        for (const TimingArc& arc : sink.type->pins[i].arcs) {
          if (arc.combinational() && arc.related_pin == sink.type->pins[pin].name) reach(sink.nets[i]);
        }
      }
    }
  }
}

/// The slew of one output pin from those of the cell's inputs; negative when no arc gives one.
std::array<double, 2> output_slew(const MappedNetlist& mapped, const MappedNetlist::Cell& cell, std::size_t output,
                                  const std::vector<std::array<double, 2>>& slews) {
  std::array<double, 2> slowest = {-1, -1};
  const std::array<double, 2>& load = mapped.nets[cell.nets[output]].load;
  for (const TimingArc& arc : cell.type->pins[output].arcs) {
    const LibertyPin* const related = cell.type->pin(arc.related_pin);
    if (related == nullptr) continue;
    const int net = cell.nets[related - cell.type->pins.data()];
    if (net < 0) continue;  // a constant has no edges
    for (const int from : {0, 1}) {
      if (slews[net][from] < 0) continue;
      for (const int to : {0, 1}) {
        if (!arc.passes(from, to) || arc.transition[to].empty()) continue;
        slowest[to] = std::max(slowest[to], arc.transition[to].at(slews[net][from], load[to]));
      }
    }
  }
  return slowest;
}

}  // namespace

MappedNetlist map_netlist(const Netlist& netlist, const Library& library, const std::string& clock, double output_load,
                          Layout layout) {
  const std::size_t net_count = netlist.nets.size();
  MappedNetlist mapped{.netlist = &netlist, .library = &library};
  if (layout == Layout::kEstimated) mapped.wires = library.wire_load;
  mapped.nets.resize(net_count);
  mapped.cells.reserve(netlist.cells.size());
  for (const Netlist::Cell& cell : netlist.cells) {
    const auto index = static_cast<int>(mapped.cells.size());
    const LibertyCell* const type = library.cell(cell.type);
    if (type == nullptr) {
      throw InputError(fmt::format("{}: has no cell {}, which {} of the netlist is", library.file, printable(cell.type),
                                   printable(cell.name)));
    }
    MappedNetlist::Cell added{type, std::vector<int>(type->pins.size(), Netlist::kOpen)};
    for (const Netlist::Pin& connection : cell.pins) {
      const LibertyPin* const pin = type->pin(connection.name);
      if (pin == nullptr) {
        throw InputError(fmt::format("{}: cell {} has no pin {}, which the netlist connects", library.file,
                                     printable(cell.type), printable(connection.name)));
      }
      const auto place = static_cast<int>(pin - type->pins.data());
      added.nets[place] = connection.net;
      if (connection.net < 0) continue;
      const bool drives = pin->direction == LibertyPin::Direction::kOutput;
      MappedNetlist::Net& net = mapped.nets[connection.net];
      (drives ? net.drivers : net.sinks).push_back({index, place});
      for (const int edge : {0, 1}) net.load[edge] += pin->capacitance[edge];
    }
    mapped.cells.push_back(std::move(added));
  }
  std::vector<int> port_count(net_count, 0);
  bool has_clock = false;
  for (const Netlist::Port& port : netlist.ports) {
    if (port.output) {
      for (const int net : port.nets) {
        if (net < 0) continue;
        ++port_count[net];
        for (double& load : mapped.nets[net].load) load += output_load;
      }
    } else if (port.name == clock) {
      has_clock = true;
      mark_clock_nets(mapped, port.nets);
    }
  }
  for (std::size_t net = 0; net < net_count; ++net) {
    const double wire = mapped.wires.at(static_cast<int>(mapped.nets[net].sinks.size()) + port_count[net]);
    for (double& load : mapped.nets[net].load) load += wire;
  }
  if (!has_clock) throw InputError(fmt::format("the netlist has no input port {}, the clock", printable(clock)));
  return mapped;
}

std::vector<std::array<double, 2>> find_slews(const MappedNetlist& mapped, double input_slew) {
  std::vector<std::array<double, 2>> slews(mapped.nets.size(), {-1, -1});
  for (std::size_t net = 0; net < slews.size(); ++net) {
    if (mapped.nets[net].drivers.empty()) slews[net] = {input_slew, input_slew};
  }
  // A cell is evaluated when all pins that its outputs depend on have slews.
  std::vector<int> open_pins(mapped.cells.size(), 0);
  std::vector<bool> done(mapped.cells.size(), false);
  std::vector<int> ready;
  const auto matters = [&](int cell, int pin) {
    const LibertyCell& type = *mapped.cells[cell].type;
    return std::any_of(type.pins.begin(), type.pins.end(), [&](const LibertyPin& output) {
      return std::any_of(output.arcs.begin(), output.arcs.end(),
                         [&](const TimingArc& arc) { return arc.related_pin == type.pins[pin].name; });
    });
  };
  for (std::size_t net = 0; net < slews.size(); ++net) {
    if (mapped.nets[net].drivers.empty()) continue;
    for (const auto& [cell, pin] : mapped.nets[net].sinks) open_pins[cell] += matters(cell, pin) ? 1 : 0;
  }
  const auto finish = [&](int index) {
    done[index] = true;
    const MappedNetlist::Cell& cell = mapped.cells[index];
    for (std::size_t pin = 0; pin < cell.nets.size(); ++pin) {
      const int net = cell.nets[pin];
      if (net < 0 || cell.type->pins[pin].direction != LibertyPin::Direction::kOutput) continue;
      const std::array<double, 2> found = output_slew(mapped, cell, pin, slews);
      for (const int edge : {0, 1}) slews[net][edge] = std::max(slews[net][edge], found[edge]);
      for (const auto& [sink, sink_pin] : mapped.nets[net].sinks) {
        if (matters(sink, sink_pin) && --open_pins[sink] == 0 && !done[sink]) ready.push_back(sink);
      }
    }
  };
  for (std::size_t cell = 0; cell < mapped.cells.size(); ++cell) {
    if (open_pins[cell] == 0) ready.push_back(static_cast<int>(cell));
  }
  for (std::size_t next_in_loop = 0; true;) {
    while (!ready.empty()) {
      const int cell = ready.back();
      ready.pop_back();
      if (!done[cell]) finish(cell);
    }
    while (next_in_loop < done.size() && done[next_in_loop]) ++next_in_loop;
    if (next_in_loop == done.size()) break;
    ready.push_back(static_cast<int>(next_in_loop));
  }
  for (std::array<double, 2>& slew : slews) {
    for (double& edge : slew) edge = std::max(edge, 0.0);  // for outputs without a slew, such as that of a tie cell
  }
  return slews;
}

}  // namespace pwlsim::cost
