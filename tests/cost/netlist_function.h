// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// The value of every output port and of every input of a flop, latch or clock gate, by name, for pseudo-random values
/// of input ports and outputs of those cells that follow from `seed` and their names. 64 sets of values at once.
/// Netlists with different functions have the same values for some seeds with a chance of 1 in 2^64 per difference.
inline std::map<std::string, std::uint64_t> function_values(const Netlist& netlist, const Library& library, int seed) {
  const auto random = [seed](const std::string& name) {
    std::uint64_t value = std::hash<std::string>()(name + "#" + std::to_string(seed));
    value = (value ^ (value >> 31)) * 0x9E3779B97F4A7C15U;
    return value ^ (value >> 29);
  };
  std::vector<std::uint64_t> values(netlist.nets.size(), 0);
  std::vector<int> driver(netlist.nets.size(), -1);  // index of each net's driving cell
  std::vector<bool> known(netlist.nets.size(), false);
  const auto set = [&](int net, std::uint64_t value) {
    values[net] = value;
    known[net] = true;
  };
  for (const Netlist::Port& port : netlist.ports) {
    for (std::size_t i = 0; i < port.nets.size(); ++i) {
      if (!port.output && port.nets[i] >= 0) set(port.nets[i], random(port.name + std::to_string(i)));
    }
  }
  for (std::size_t i = 0; i < netlist.cells.size(); ++i) {
    const Netlist::Cell& cell = netlist.cells[i];
    const LibertyCell& type = *library.cell(cell.type);
    for (const Netlist::Pin& pin : cell.pins) {
      if (pin.net < 0 || type.pin(pin.name)->direction != LibertyPin::Direction::kOutput) continue;
      if (driver[pin.net] >= 0 || known[pin.net]) throw std::runtime_error("two drivers of " + netlist.nets[pin.net]);
      driver[pin.net] = static_cast<int>(i);
      if (type.sequential()) set(pin.net, random(cell.name + "." + pin.name));
    }
  }
  const auto net_of = [&](const Netlist::Cell& cell, const std::string& name) {
    for (const Netlist::Pin& pin : cell.pins) {
      if (pin.name == name) return pin.net;
    }
    return Netlist::kOpen;
  };
  std::function<std::uint64_t(int)> value_of = [&](int net) -> std::uint64_t {
    if (net < 0) return net == Netlist::kOne ? ~std::uint64_t{0} : 0;
    if (known[net]) return values[net];
    if (driver[net] < 0) throw std::runtime_error("nothing drives " + netlist.nets[net]);
    const Netlist::Cell& cell = netlist.cells[driver[net]];
    for (const Netlist::Pin& pin : cell.pins) {
      if (pin.net != net) continue;
      const BooleanFunction& function = library.cell(cell.type)->pin(pin.name)->function;
      std::vector<std::uint64_t> inputs;
      for (const std::string& input : function.inputs) inputs.push_back(value_of(net_of(cell, input)));
      std::uint64_t value = 0;
      for (int bit = 0; bit < 64; ++bit) {
        std::uint64_t pattern = 0;
        for (std::size_t i = 0; i < inputs.size(); ++i) pattern |= (inputs[i] >> bit & 1) << i;
        value |= static_cast<std::uint64_t>(evaluate(function, pattern)) << bit;
      }
      set(net, value);
    }
    return values[net];
  };
  std::map<std::string, std::uint64_t> seen;
  for (const Netlist::Port& port : netlist.ports) {
    for (std::size_t i = 0; i < port.nets.size(); ++i) {
      if (port.output) seen[port.name + std::to_string(i)] = value_of(port.nets[i]);
    }
  }
  for (const Netlist::Cell& cell : netlist.cells) {
    const LibertyCell& type = *library.cell(cell.type);
    if (!type.sequential()) continue;
    for (const Netlist::Pin& pin : cell.pins) {
      if (type.pin(pin.name)->direction == LibertyPin::Direction::kInput) {
        seen[cell.name + "." + pin.name] = value_of(pin.net);
      }
    }
  }
  return seen;
}

}  // namespace pwlsim::tests
