// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/mapped_netlist.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// The part of a unit that its clock tree is.
constexpr const char* kClockTreePart = "clock tree";

constexpr int kSinksOfLeaf = 16, kSinksOfBranch = 8;

/// What a clock tree is made of.
struct ClockTree {
  std::string buffer;  ///< the cell; empty: no tree
  int buffers = 0, levels = 0;
  double area = 0;     ///< um2
  double latency = 0;  ///< from the clock port to the last sink, ns
  double skew = 0;     ///< from the first sink to the last, ns, as far as loads make it
};

/// The cell that clock trees are built of: of the buffers that may drive twice the load of a leaf, which is
/// kSinksOfLeaf pins like that of `flop`'s clock and the wire, those that are not far slower than others which cost
/// less; of these, if there are any, those which the library's names set apart for clocks; of these the one of the
/// least energy times area. Where none may drive so much the strongest; empty when the library has no buffer.
std::string find_clock_buffer(const Library& library, const std::string& flop);

/// A netlist whose clock port drives its sinks, flops and clock gates, through a balanced tree of buffers: as few
/// leaves as kSinksOfLeaf sinks each allow, over them branches with up to kSinksOfBranch buffers each, up to one root.
/// Cells of the part "table" come first, so they share leaves. The tree's cells and nets stand behind all others.
/// Without a buffer or sinks the netlist itself. Throws InputError when it has no clock port.
Netlist add_clock_tree(const Netlist& netlist, const Library& library, const std::string& buffer);

/// Such a netlist with the wires of the layout to come; behind the leaves they have WireLoad::clock_leaf.
MappedNetlist map_clock_tree(const Netlist& netlist, const Library& library);

/// What the tree in such a netlist is. `input_slew`: of the clock port, ns.
ClockTree describe_clock_tree(const MappedNetlist& mapped, double input_slew);

/// Stops the nets of a tree (transitions a cycle 0) behind which all cells belong to these parts.
void stop_clock_tree(const MappedNetlist& mapped, const std::vector<std::string>& parts, std::vector<double>& activity);

}  // namespace pwlsim::cost
