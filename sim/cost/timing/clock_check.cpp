// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/clock_check.h"

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::cost {

void check_clocks(const MappedNetlist& mapped) {
  for (std::size_t i = 0; i < mapped.cells.size(); ++i) {
    const MappedNetlist::Cell& cell = mapped.cells[i];
    for (const LibertyState& state : cell.type->states) {
      for (const std::string& name : state.clock.inputs) {
        const LibertyPin* const pin = cell.type->pin(name);
        const int net = pin == nullptr ? Netlist::kOpen : cell.nets[pin - cell.type->pins.data()];
        if (net < 0 || mapped.nets[net].drivers.empty()) continue;
        const LibertyCell& driver = *mapped.cells[mapped.nets[net].drivers.front().cell].type;
        if (!driver.clock_gate.empty()) continue;
        throw InputError(
            fmt::format("the netlist clocks {} ({}) with the output of a cell {}, which is not a clock gate",
                        printable(mapped.netlist->cells[i].name), printable(cell.type->name), printable(driver.name)));
      }
    }
  }
}

}  // namespace pwlsim::cost
