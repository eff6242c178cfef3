// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/clock_tree.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <limits>

#include "sim/base/error.h"
#include "sim/cost/liberty/exchangeable.h"

namespace pwlsim::cost {
namespace {

// A buffer must be able to drive this many times a leaf's load, so that its edges are steep.
constexpr double kReserve = 2;
// A cell that is slower by this factor than a cheaper one is a delay cell.
constexpr double kDelaying = 1.5;

struct Sink {
  int cell;
  std::string pin;
};

double clock_pin_load(const LibertyCell& flop) {
  double most = 0;
  for (const LibertyPin& pin : flop.pins) {
    const bool clocks = std::any_of(flop.states.begin(), flop.states.end(), [&](const LibertyState& state) {
      return std::find(state.clock.inputs.begin(), state.clock.inputs.end(), pin.name) != state.clock.inputs.end();
    });
    if (clocks) most = std::max(most, greater(pin.capacitance));
  }
  return most;
}

int clock_net(const Netlist& netlist) {
  for (const Netlist::Port& port : netlist.ports) {
    if (!port.output && port.name == kClockPort && port.nets.size() == 1 && port.nets[0] >= 0) return port.nets[0];
  }
  throw InputError(fmt::format("the netlist has no input port {}, the clock", kClockPort));
}

bool of_tree(const MappedNetlist& mapped, int cell) { return mapped.netlist->cells[cell].part == kClockTreePart; }

/// The net that a cell of the tree drives.
int output_net(const MappedNetlist::Cell& cell) {
  for (std::size_t pin = 0; pin < cell.nets.size(); ++pin) {
    if (cell.type->pins[pin].direction == LibertyPin::Direction::kOutput) return cell.nets[pin];
  }
  return Netlist::kOpen;
}

/// Delay of a rising edge through a cell of the tree, ns.
double delay(const MappedNetlist& mapped, int cell, const std::vector<std::array<double, 2>>& slews) {
  const LibertyCell& type = *mapped.cells[cell].type;
  const std::vector<int>& nets = mapped.cells[cell].nets;
  double longest = 0;
  for (std::size_t output = 0; output < nets.size(); ++output) {
    for (const TimingArc& arc : type.pins[output].arcs) {
      const LibertyPin* const related = type.pin(arc.related_pin);
      if (related == nullptr || nets[related - type.pins.data()] < 0 || !arc.passes(0, 0)) continue;
      longest = std::max(
          longest, arc.delay[0].at(slews[nets[related - type.pins.data()]][0], mapped.nets[nets[output]].load[0]));
    }
  }
  return longest;
}

/// Whether a cell is meant for clocks by its name: "clk" in it, or a word of it that begins with "ck" ("thick" does not
/// count).
bool for_clocks(const std::string& name) {
  std::string small = " ";
  for (const unsigned char c : name) small += static_cast<char>(std::isalnum(c) != 0 ? std::tolower(c) : ' ');
  return small.find("clk") != std::string::npos || small.find(" ck") != std::string::npos;
}

/// A buffer as the leaf of a tree of equal buffers.
struct Leaf {
  const LibertyCell* cell;
  double delay;   ///< of the later edge, ns
  double energy;  ///< of a rise and a fall, without that of the load, J
  double area;    ///< um2
};

Leaf leaf_of(const BufferCell& buffer, double load, double volts) {
  const LibertyPin &input = buffer.cell->pins[buffer.input], &output = buffer.cell->pins[buffer.output];
  std::array<double, 2> delay{}, slew{};
  for (int round = 0; round < 4; ++round) {  // repeated, because its input's edges come from an equal buffer
    const std::array<double, 2> before = slew;
    delay = slew = {};
    for (const TimingArc& arc : output.arcs) {
      for (const int edge : {0, 1}) {
        delay[edge] = std::max(delay[edge], arc.delay[edge].at(before[edge], load));
        slew[edge] = std::max(slew[edge], arc.transition[edge].at(before[edge], load));
      }
    }
  }
  double energy = (input.capacitance[0] + input.capacitance[1]) / 2 * 1e-12 * volts * volts;
  for (const InternalPower& group : output.internal_power) {
    for (const int edge : {0, 1}) energy += group.energy[edge].at(slew[edge], load);
  }
  return {.cell = buffer.cell, .delay = greater(delay), .energy = energy, .area = buffer.cell->area};
}

/// Removes the items that are not good, unless none is good.
template <class Good>
void keep(std::vector<Leaf>& leaves, const Good& good) {
  if (std::none_of(leaves.begin(), leaves.end(), good)) return;
  leaves.erase(std::remove_if(leaves.begin(), leaves.end(), [&](const Leaf& leaf) { return !good(leaf); }),
               leaves.end());
}

}  // namespace

std::string find_clock_buffer(const Library& library, const std::string& flop) {
  const std::vector<BufferCell> buffers = find_buffers(library);
  if (buffers.empty()) return "";
  const WireLoad& wires = library.wire_load;
  const double wire = wires.clock_leaf > 0 ? wires.capacitance * wires.clock_leaf : wires.at(kSinksOfLeaf);
  const double load = kSinksOfLeaf * clock_pin_load(*library.cell(flop)) + wire;
  std::vector<Leaf> leaves;
  for (const BufferCell& buffer : buffers) {
    if (buffer.limit >= kReserve * load) leaves.push_back(leaf_of(buffer, load, library.voltage));
  }
  if (leaves.empty()) {
    return std::max_element(buffers.begin(), buffers.end(),
                            [](const BufferCell& a, const BufferCell& b) { return a.limit < b.limit; })
        ->cell->name;
  }
  const std::vector<Leaf> all = leaves;
  keep(leaves, [&](const Leaf& leaf) {
    return std::none_of(all.begin(), all.end(), [&](const Leaf& other) {
      return other.energy < leaf.energy && other.area < leaf.area && kDelaying * other.delay < leaf.delay;
    });
  });
  keep(leaves, [](const Leaf& leaf) { return for_clocks(leaf.cell->name); });
  return std::min_element(leaves.begin(), leaves.end(),
                          [](const Leaf& a, const Leaf& b) { return a.energy * a.area < b.energy * b.area; })
      ->cell->name;
}

Netlist add_clock_tree(const Netlist& netlist, const Library& library, const std::string& buffer) {
  const int clock = clock_net(netlist);
  std::vector<Sink> sinks;
  for (const bool table : {true, false}) {
    for (std::size_t cell = 0; cell < netlist.cells.size(); ++cell) {
      if ((netlist.cells[cell].part == "table") != table) continue;
      for (const Netlist::Pin& pin : netlist.cells[cell].pins) {
        if (pin.net == clock) sinks.push_back({static_cast<int>(cell), pin.name});
      }
    }
  }
  Netlist with = netlist;
  if (buffer.empty() || sinks.empty()) return with;
  const LibertyCell& type = *library.cell(buffer);
  const auto pin_of = [&](LibertyPin::Direction direction) {
    return std::find_if(type.pins.begin(), type.pins.end(),
                        [&](const LibertyPin& p) { return p.direction == direction; })
        ->name;
  };
  const std::string input = pin_of(LibertyPin::Direction::kInput), output = pin_of(LibertyPin::Direction::kOutput);
  for (std::size_t width = kSinksOfLeaf, level = 0; level == 0 || sinks.size() > 1; width = kSinksOfBranch, ++level) {
    const std::size_t count = (sinks.size() + width - 1) / width;
    std::vector<Sink> above;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string name = fmt::format("clock_tree_{}_{}", level, i);
      const int net = static_cast<int>(with.nets.size());
      with.nets.push_back(name + "_y");
      for (std::size_t sink = i * sinks.size() / count; sink < (i + 1) * sinks.size() / count; ++sink) {
        for (Netlist::Pin& pin : with.cells[sinks[sink].cell].pins) {
          if (pin.name == sinks[sink].pin) pin.net = net;
        }
      }
      above.push_back({static_cast<int>(with.cells.size()), input});
      with.cells.push_back(
          {.name = name, .type = buffer, .part = kClockTreePart, .pins = {{input, clock}, {output, net}}});
    }
    sinks = std::move(above);
  }
  return with;
}

MappedNetlist map_clock_tree(const Netlist& netlist, const Library& library) {
  MappedNetlist mapped = map_netlist(netlist, library, kClockPort);
  if (mapped.wires.clock_leaf <= 0) return mapped;
  for (std::size_t cell = 0; cell < mapped.cells.size(); ++cell) {
    if (!of_tree(mapped, static_cast<int>(cell))) continue;
    const int net = output_net(mapped.cells[cell]);
    const std::vector<MappedNetlist::Place>& sinks = mapped.nets[net].sinks;
    if (of_tree(mapped, sinks.front().cell)) continue;
    const double more =
        mapped.wires.capacitance * mapped.wires.clock_leaf - mapped.wires.at(static_cast<int>(sinks.size()));
    for (double& load : mapped.nets[net].load) load += more;
  }
  return mapped;
}

ClockTree describe_clock_tree(const MappedNetlist& mapped, double input_slew) {
  ClockTree tree;
  const std::vector<std::array<double, 2>> slews = find_slews(mapped, input_slew);
  std::vector<double> arrival(mapped.nets.size(), 0);
  double first = std::numeric_limits<double>::infinity();
  // The root is the last cell, and the cells that it drives come before it.
  for (int cell = static_cast<int>(mapped.cells.size()) - 1; cell >= 0 && of_tree(mapped, cell); --cell) {
    tree.buffer = mapped.netlist->cells[cell].type;
    ++tree.buffers;
    tree.area += mapped.cells[cell].type->area;
    const MappedNetlist::Cell& buffer = mapped.cells[cell];
    const int net = output_net(buffer);
    for (const int from : buffer.nets) {
      if (from != net) arrival[net] = arrival[from] + delay(mapped, cell, slews);
    }
    if (of_tree(mapped, mapped.nets[net].sinks.front().cell)) continue;
    first = std::min(first, arrival[net]);
    tree.latency = std::max(tree.latency, arrival[net]);
  }
  if (tree.buffers == 0) return tree;
  tree.skew = tree.latency - first;
  for (int net = clock_net(*mapped.netlist); of_tree(mapped, mapped.nets[net].sinks.front().cell); ++tree.levels) {
    net = output_net(mapped.cells[mapped.nets[net].sinks.front().cell]);
  }
  return tree;
}

void stop_clock_tree(const MappedNetlist& mapped, const std::vector<std::string>& parts,
                     std::vector<double>& activity) {
  // Leaves come before the cells that drive them.
  for (std::size_t cell = 0; cell < mapped.cells.size(); ++cell) {
    if (!of_tree(mapped, static_cast<int>(cell))) continue;
    const int net = output_net(mapped.cells[cell]);
    const std::vector<MappedNetlist::Place>& sinks = mapped.nets[net].sinks;
    const bool stopped = std::all_of(sinks.begin(), sinks.end(), [&](const MappedNetlist::Place& sink) {
      if (of_tree(mapped, sink.cell)) return activity[output_net(mapped.cells[sink.cell])] == 0;
      return std::find(parts.begin(), parts.end(), mapped.netlist->cells[sink.cell].part) != parts.end();
    });
    if (stopped) activity[net] = 0;
  }
}

}  // namespace pwlsim::cost
