// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/open_outputs.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace pwlsim::cost {

void name_open_outputs(Netlist& netlist, const Library& library) {
  std::unordered_set<std::string> names(netlist.nets.begin(), netlist.nets.end());
  for (Netlist::Cell& cell : netlist.cells) {
    const LibertyCell* const type = library.cell(cell.type);
    if (type == nullptr) continue;
    for (const LibertyPin& pin : type->pins) {
      if (pin.direction != LibertyPin::Direction::kOutput) continue;
      auto connection = std::find_if(cell.pins.begin(), cell.pins.end(),
                                     [&](const Netlist::Pin& candidate) { return candidate.name == pin.name; });
      if (connection == cell.pins.end()) connection = cell.pins.insert(connection, {pin.name, Netlist::kOpen});
      if (connection->net != Netlist::kOpen) continue;
      std::string name = "open_" + cell.name + "_" + pin.name;
      while (!names.insert(name).second) name += "_";
      connection->net = static_cast<int>(netlist.nets.size());
      netlist.nets.push_back(std::move(name));
    }
  }
}

}  // namespace pwlsim::cost
