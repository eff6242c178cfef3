// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// Which parts of the future layout count.
enum class Layout {
  kNone,      ///< cells alone
  kEstimated  ///< wires by the library's wire load, and in figures of whole units the clock tree
};

/// A netlist connected to the library of its cells. Both must outlive it. Indices of cells and nets are those of the
/// netlist.
struct MappedNetlist {
  struct Cell {
    const LibertyCell* type;
    std::vector<int> nets;  ///< one for each pin of the type; Netlist::kOpen for pins that are not connected
  };
  struct Place {
    int cell, pin;  ///< pin: index into LibertyCell::pins
  };

  struct Net {
    std::vector<Place> drivers = {};  ///< empty: a port drives the net
    std::vector<Place> sinks = {};
    std::array<double, 2> load = {0, 0};  ///< of pins, output ports and wires, for rise and fall, pF
    /// Whether it is the clock port's net, or follows from it through buffers, gates and clock gates.
    bool clock = false;
  };

  const Netlist* netlist;
  const Library* library;
  WireLoad wires = {};  ///< of the library, or none
  std::vector<Cell> cells = {};
  std::vector<Net> nets = {};
};

/// `clock`: name of the clock port; `output_load`: pF at each output port; `layout`: whether loads have wires. Throws
/// InputError for a cell or pin that the library does not have, and for a clock port that the netlist does not have.
MappedNetlist map_netlist(const Netlist& netlist, const Library& library, const std::string& clock,
                          double output_load = 0, Layout layout = Layout::kEstimated);

/// Slews of each net, [0] rise and [1] fall, in ns between the library's thresholds. Nets of input ports have
/// `input_slew`. All others have the slew of the slowest arc of the driving cell, from its tables at the net's load.
/// Clock gates and buffers propagate the slew of a clock like any other. Loops are cut where they are first met.
std::vector<std::array<double, 2>> find_slews(const MappedNetlist& mapped, double input_slew);

}  // namespace pwlsim::cost
