// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/timing/net_limits.h"

#include <algorithm>
#include <array>
#include <vector>

namespace pwlsim::cost {
namespace {

constexpr double kRounding = 1 + 1e-9;

bool beyond(double value, double limit) { return limit > 0 && value > limit * kRounding; }

}  // namespace

NetViolations find_violations(const MappedNetlist& mapped, double input_slew) {
  NetViolations found;
  const std::vector<std::array<double, 2>> slews = find_slews(mapped, input_slew);
  const auto pin_of = [&](const MappedNetlist::Place& place) -> const LibertyPin& {
    return mapped.cells[place.cell].type->pins[place.pin];
  };
  for (std::size_t net = 0; net < mapped.nets.size(); ++net) {
    if (mapped.nets[net].drivers.empty()) continue;
    const LibertyPin& driver = pin_of(mapped.nets[net].drivers.front());
    double fanout = 0, slowest = 0;
    const auto limit_slew = [&](const LibertyPin& pin) {
      const double limit = pin.max_transition > 0 ? pin.max_transition : mapped.library->default_max_transition;
      if (limit > 0) slowest = slowest > 0 ? std::min(slowest, limit) : limit;
    };
    limit_slew(driver);
    for (const MappedNetlist::Place& sink : mapped.nets[net].sinks) {
      limit_slew(pin_of(sink));
      fanout += pin_of(sink).fanout_load;
    }
    found.capacitance += beyond(greater(mapped.nets[net].load), driver.max_capacitance) ? 1 : 0;
    found.transition += beyond(greater(slews[net]), slowest) ? 1 : 0;
    found.fanout += beyond(fanout, driver.max_fanout) ? 1 : 0;
  }
  return found;
}

}  // namespace pwlsim::cost
