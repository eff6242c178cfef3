// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/repair.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "sim/cost/liberty/exchangeable.h"
#include "sim/cost/netlist/mapped_netlist.h"

namespace pwlsim::cost {
namespace {

constexpr int kMostRounds = 10;
// A buffer is planned for this share of its greatest load, because pins do not split evenly.
constexpr double kBufferUse = 0.9;

/// The number of buffers that a load needs.
double buffers_for(double load, const BufferCell& buffer) {
  return std::max(1.0, std::ceil(load / (kBufferUse * buffer.limit)));
}

class Repair {
 public:
  Repair(Netlist& netlist, const Library& library)
      : netlist_(netlist), library_(library), buffers_(find_buffers(library)) {}

  int round() {
    const MappedNetlist mapped = map_netlist(netlist_, library_, kClockPort);
    int changed = 0;
    for (std::size_t net = 0; net < mapped.nets.size(); ++net) {
      if (mapped.nets[net].drivers.empty()) continue;
      const auto [cell, pin] = mapped.nets[net].drivers.front();
      const LibertyPin& driver = mapped.cells[cell].type->pins[pin];
      const double load = greater(mapped.nets[net].load);
      if (driver.max_capacitance <= 0 || load <= driver.max_capacitance) continue;
      if (repair(mapped, static_cast<int>(net), cell, driver, load)) ++changed;
    }
    return changed;
  }

 private:
  bool repair(const MappedNetlist& mapped, int net, int cell, const LibertyPin& driver, double load) {
    const LibertyCell& type = *mapped.cells[cell].type;
    const LibertyCell* stronger = nullptr;
    const LibertyCell* strongest = &type;
    for (const LibertyCell* other : exchangeable_cells(library_, type)) {
      const double most = other->pin(driver.name)->max_capacitance;
      if (most > strongest->pin(driver.name)->max_capacitance) strongest = other;
      if (most >= load && stronger == nullptr) stronger = other;
    }
    const BufferCell* buffer = nullptr;
    double buffer_area = 0;
    if (!mapped.nets[net].clock) {
      for (const BufferCell& candidate : buffers_) {
        const double count = buffers_for(load, candidate);
        if (count * greater(candidate.cell->pins[candidate.input].capacitance) > driver.max_capacitance) continue;
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
    if (buffer == nullptr) {
      // The driver cannot drive that many buffers, but a stronger one may.
      if (mapped.nets[net].clock || strongest == &type) return false;
      netlist_.cells[cell].type = strongest->name;
      return true;
    }
    insert(mapped, net, *buffer, load);
    return true;
  }

  /// Distributes the pins of a net over buffers, in order. Output ports stay with the driver.
  void insert(const MappedNetlist& mapped, int net, const BufferCell& buffer, double load) {
    const double share = load / buffers_for(load, buffer);
    double taken = share;  // the first pin opens the first buffer
    int output = -1;
    for (const auto& [cell, pin] : mapped.nets[net].sinks) {
      const LibertyPin& sink = mapped.cells[cell].type->pins[pin];
      if (taken >= share) {
        const std::string name = fmt::format("repair_{}", ++inserted_);
        output = static_cast<int>(netlist_.nets.size());
        netlist_.nets.push_back(name + "_y");
        netlist_.cells.push_back(
            {.name = name,
             .type = buffer.cell->name,
             .part = "",
             .pins = {{buffer.cell->pins[buffer.input].name, net}, {buffer.cell->pins[buffer.output].name, output}}});
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
  std::vector<BufferCell> buffers_;
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

}  // namespace pwlsim::cost
