// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/repair.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/cost/mapped_netlist.h"

namespace pwlsim {
namespace {

constexpr int kMostRounds = 10;
constexpr std::size_t kMostInputs = 10;
// A buffer is planned for this share of what it can drive, because pins do not split evenly.
constexpr double kBufferUse = 0.9;

/// Whether two functions agree for all values of their inputs, taken by name.
bool same_function(const BooleanFunction& a, const BooleanFunction& b) {
  if (a.empty() || b.empty()) return a.empty() && b.empty();
  if (a.inputs.size() != b.inputs.size() || a.inputs.size() > kMostInputs) return false;
  std::vector<std::size_t> place;
  for (const std::string& input : a.inputs) {
    const auto found = std::find(b.inputs.begin(), b.inputs.end(), input);
    if (found == b.inputs.end()) return false;
    place.push_back(static_cast<std::size_t>(found - b.inputs.begin()));
  }
  for (std::uint64_t values = 0; values < std::uint64_t{1} << place.size(); ++values) {
    std::uint64_t of_b = 0;
    for (std::size_t i = 0; i < place.size(); ++i) of_b |= (values >> i & 1) << place[i];
    if (evaluate(a, values) != evaluate(b, of_b)) return false;
  }
  return true;
}

/// Whether `b` can take the place of `a`: the same pins with the same functions, the same state and clock gating.
bool exchangeable(const LibertyCell& a, const LibertyCell& b) {
  if (a.pins.size() != b.pins.size() || a.states.size() != b.states.size() || a.clock_gate != b.clock_gate ||
      a.has_state_table != b.has_state_table || (a.has_state_table && a.clock_gate.empty())) {
    return false;
  }
  for (const LibertyPin& pin : a.pins) {
    const LibertyPin* const other = b.pin(pin.name);
    if (other == nullptr || other->direction != pin.direction || other->three_state != pin.three_state ||
        !same_function(pin.function, other->function)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < a.states.size(); ++i) {
    const LibertyState &s = a.states[i], &t = b.states[i];
    if (s.flop != t.flop || s.name != t.name || !same_function(s.data, t.data) || !same_function(s.clock, t.clock) ||
        !same_function(s.clear, t.clear) || !same_function(s.preset, t.preset)) {
      return false;
    }
  }
  return true;
}

struct Buffer {
  const LibertyCell* cell;
  const LibertyPin *input, *output;
};

std::vector<Buffer> buffers_of(const Library& library) {
  std::vector<Buffer> buffers;
  for (const LibertyCell& cell : library.cells) {
    if (!cell.unusable.empty() || cell.sequential() || cell.pins.size() != 2) continue;
    const bool input_first = cell.pins[0].direction == LibertyPin::Direction::kInput;
    const LibertyPin& input = cell.pins[input_first ? 0 : 1];
    const LibertyPin& output = cell.pins[input_first ? 1 : 0];
    if (input.direction != LibertyPin::Direction::kInput || output.direction != LibertyPin::Direction::kOutput ||
        output.three_state || output.max_capacitance <= 0 || output.function.empty()) {
      continue;
    }
    if (output.function.inputs == std::vector<std::string>{input.name} && evaluate(output.function, 1) &&
        !evaluate(output.function, 0)) {
      buffers.push_back({&cell, &input, &output});
    }
  }
  return buffers;
}

double greater(const std::array<double, 2>& edges) { return std::max(edges[0], edges[1]); }

class Repair {
 public:
  Repair(Netlist& netlist, const Library& library)
      : netlist_(netlist), library_(library), buffers_(buffers_of(library)) {}

  int round() {
    const MappedNetlist mapped = map_netlist(netlist_, library_, "clk_i");
    int changed = 0;
    for (std::size_t net = 0; net < mapped.loads.size(); ++net) {
      if (mapped.drivers[net].empty()) continue;
      const auto [cell, pin] = mapped.drivers[net].front();
      const LibertyPin& driver = mapped.cells[cell].type->pins[pin];
      const double load = greater(mapped.loads[net]);
      if (driver.max_capacitance <= 0 || load <= driver.max_capacitance) continue;
      if (repair(mapped, static_cast<int>(net), cell, driver, load)) ++changed;
    }
    return changed;
  }

 private:
  bool repair(const MappedNetlist& mapped, int net, int cell, const LibertyPin& driver, double load) {
    const LibertyCell& type = *mapped.cells[cell].type;
    const LibertyCell* stronger = nullptr;
    for (const LibertyCell& other : library_.cells) {
      if (!other.unusable.empty() || !exchangeable(type, other)) continue;
      if (other.pin(driver.name)->max_capacitance < load) continue;
      if (stronger == nullptr || other.area < stronger->area) stronger = &other;
    }
    const Buffer* buffer = nullptr;
    double buffer_area = 0;
    if (!mapped.clock_nets[net]) {
      for (const Buffer& candidate : buffers_) {
        const double count = std::ceil(load / (kBufferUse * candidate.output->max_capacitance));
        if (count * greater(candidate.input->capacitance) > driver.max_capacitance) continue;
        const double area = count * candidate.cell->area;
        if (buffer == nullptr || area < buffer_area) {
          buffer = &candidate;
          buffer_area = area;
        }
      }
    }
    if (stronger != nullptr && (buffer == nullptr || stronger->area - type.area <= buffer_area)) {
      netlist_.cells[cell].type = stronger->name;
      return true;
    }
    if (buffer == nullptr) return false;
    insert(mapped, net, *buffer, load);
    return true;
  }

  /// Hands the pins of a net to buffers, in their order; output ports stay with the driver.
  void insert(const MappedNetlist& mapped, int net, const Buffer& buffer, double load) {
    const double most = kBufferUse * buffer.output->max_capacitance;
    const double share = load / std::ceil(load / most);
    double taken = share;  // the first pin opens the first buffer
    int output = -1;
    for (const auto& [cell, pin] : mapped.sinks[net]) {
      const LibertyPin& sink = mapped.cells[cell].type->pins[pin];
      if (taken >= share) {
        const std::string name = fmt::format("repair_{}", ++inserted_);
        output = static_cast<int>(netlist_.nets.size());
        netlist_.nets.push_back(name + "_y");
        netlist_.cells.push_back(
            {name, buffer.cell->name, "", {{buffer.input->name, net}, {buffer.output->name, output}}});
        taken = 0;
      }
      for (Netlist::Pin& connection : netlist_.cells[cell].pins) {
        if (connection.name == sink.name) connection.net = output;
      }
      taken += greater(sink.capacitance);
    }
  }

  Netlist& netlist_;
  const Library& library_;
  std::vector<Buffer> buffers_;
  int inserted_ = 0;
};

}  // namespace

int repair_loads(Netlist& netlist, const Library& library) {
  Repair repair(netlist, library);
  int changed = 0;
  for (int i = 0; i < kMostRounds; ++i) {
    const int now = repair.round();
    if (now == 0) break;
    changed += now;
  }
  return changed;
}

}  // namespace pwlsim
