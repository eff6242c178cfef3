// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// What of the layout to come is counted.
enum class Layout {
  kNone,      ///< cells alone
  kEstimated  ///< wires by the library's wire load; in figures of whole units the clock tree too
};

/// A netlist together with the library of its cells. Both must outlive it. Indices of cells and nets are those of the
/// netlist.
struct MappedNetlist {
  struct Cell {
    const LibertyCell* type;
    std::vector<int> nets;  ///< of each pin of the type; Netlist::kOpen for pins that are not connected
  };
  struct Place {
    int cell, pin;  ///< pin: index into LibertyCell::pins
  };

  struct Net {
    std::vector<Place> drivers = {};  ///< none: a port drives it
    std::vector<Place> sinks = {};
    std::array<double, 2> load = {0, 0};  ///< for its rise and fall, pF: pins, output ports, wires
    bool clock = false;                   ///< the clock port's, or behind it through buffers, gates and clock gates
  };

  const Netlist* netlist;
  const Library* library;
  WireLoad wires = {};  ///< those of the library, or none
  std::vector<Cell> cells = {};
  std::vector<Net> nets = {};
};

/// `clock`: name of the clock port; `output_load`: pF at each output port; `layout`: whether loads have wires. Throws
/// InputError for a cell or pin that the library does not have, and for a clock port that the netlist does not have.
MappedNetlist map_netlist(const Netlist& netlist, const Library& library, const std::string& clock,
                          double output_load = 0, Layout layout = Layout::kEstimated);

/// Slews of each net, [0] rise and [1] fall, in ns between the library's thresholds: those of the input ports as given,
/// all others from the tables of the cell that drives them, at its load, the slowest of its arcs. Clock gates and
/// buffers pass the slew of a clock like any other. A loop is cut where it is met.
std::vector<std::array<double, 2>> find_slews(const MappedNetlist& mapped, double input_slew);

}  // namespace pwlsim::cost
