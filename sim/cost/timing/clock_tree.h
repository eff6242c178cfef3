// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/mapped_netlist.h"
#include "sim/cost/netlist/netlist.h"

namespace pwlsim::cost {

/// Name of the part that the cells of a clock tree belong to.
constexpr const char* kClockTreePart = "clock tree";

constexpr int kSinksOfLeaf = 16, kSinksOfBranch = 8;

/// Size and timing of a clock tree.
struct ClockTree {
  std::string buffer;  ///< type of its cells; empty: no tree
  int buffers = 0, levels = 0;
  double area = 0;     ///< um2
  double latency = 0;  ///< from the clock port to the last sink, ns
  double skew = 0;     ///< from the first sink to the last, ns, caused by loads alone
};

/// The buffer for clock trees. A leaf's load is the wire and kSinksOfLeaf pins like the clock pin of `flop`. Candidates
/// are the buffers that may drive twice that load and are not much slower than cheaper ones. If some of them are meant
/// for clocks by their names, only these count. The one with the least energy times area is taken. If no buffer may
/// drive that much, the strongest one; empty when the library has no buffer.
std::string find_clock_buffer(const Library& library, const std::string& flop);

/// The netlist with a balanced tree of buffers from its clock port to the sinks, which are flops and clock gates. It
/// has as few leaves as possible with up to kSinksOfLeaf sinks each, then levels of branches with up to kSinksOfBranch
/// buffers each, up to one root. Cells of the part "table" come first, so they share leaves. The tree's cells and nets
/// come after all others. Without a buffer or sinks the result is the netlist itself. Throws InputError when it has no
/// clock port.
Netlist add_clock_tree(const Netlist& netlist, const Library& library, const std::string& buffer);

/// Maps a netlist with a clock tree, with estimated wires. Wires after the leaves have the length WireLoad::clock_leaf.
MappedNetlist map_clock_tree(const Netlist& netlist, const Library& library);

/// Size and timing of the tree in such a netlist. `input_slew`: slew of the clock port, ns.
ClockTree describe_clock_tree(const MappedNetlist& mapped, double input_slew);

/// Sets `activity` (transitions per cycle) to 0 for the nets of a tree that lead only to cells of these parts.
void stop_clock_tree(const MappedNetlist& mapped, const std::vector<std::string>& parts, std::vector<double>& activity);

}  // namespace pwlsim::cost
