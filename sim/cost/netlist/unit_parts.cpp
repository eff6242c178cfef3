// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/netlist/unit_parts.h"

#include <algorithm>

#include "sim/cost/netlist/mapped_netlist.h"
#include "sim/lockstep/rtl_adapter.h"
#include "sim/unit/part_rules.h"

namespace pwlsim::cost {
namespace {

bool has_any(const std::string& name, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return name.find(word) != std::string::npos; });
}

class Parts {
 public:
  Parts(Netlist& netlist, const Library& library, const UnitConfig& config)
      : netlist_(netlist),
        mapped_(map_netlist(netlist, library, kClockPort)),
        rules_(config.structure->part_rules(config)),
        ranks_(netlist.nets.size(), kUnknown) {}

  void assign() {
    for (std::size_t cell = 0; cell < netlist_.cells.size(); ++cell) netlist_.cells[cell].part = part_of(cell);
  }

 private:
  static constexpr int kUnknown = -1;

  int none() const { return static_cast<int>(rules_.rules.size()); }

  std::string part_of(std::size_t cell) {
    const MappedNetlist::Cell& mapped = mapped_.cells[cell];
    if (mapped.type->sequential()) return stores(mapped) ? "table" : "pipe";
    int rank = none();
    int outputs = 0;
    for (std::size_t pin = 0; pin < mapped.nets.size(); ++pin) {
      if (mapped.type->pins[pin].direction != LibertyPin::Direction::kOutput) continue;
      ++outputs;
      if (mapped.nets[pin] >= 0) rank = std::min(rank, rank_of(mapped.nets[pin]));
    }
    if (rank == none()) return "pipe";
    const std::string& part = rules_.rules[rank].part;
    return part == rules_.adders_of && outputs == 2 ? rules_.adders_to : part;  // a full adder of the compressor tree
  }

  /// Whether a flop, latch or clock gate stores or clocks a word of the table or the configuration.
  bool stores(const MappedNetlist::Cell& cell) const {
    if (!cell.type->clock_gate.empty()) return true;
    for (std::size_t pin = 0; pin < cell.nets.size(); ++pin) {
      if (cell.type->pins[pin].direction != LibertyPin::Direction::kOutput || cell.nets[pin] < 0) continue;
      const std::string& name = netlist_.nets[cell.nets[pin]];
      if (has_any(name, rules_.not_stored)) return false;
      if (has_any(name, rules_.stored)) return true;
      // The data register that all latches share counts too.
      const std::vector<MappedNetlist::Place>& sinks = mapped_.nets[cell.nets[pin]].sinks;
      if (!sinks.empty() && std::all_of(sinks.begin(), sinks.end(), [this](const MappedNetlist::Place& sink) {
            const std::vector<LibertyState>& states = mapped_.cells[sink.cell].type->states;
            return states.size() == 1 && !states[0].flop;
          })) {
        return true;
      }
    }
    return false;
  }

  /// Index of the first rule that fits a register or port in the fan-in of a net.
  int rank_of(int net) {
    if (ranks_[net] != kUnknown) return ranks_[net];
    ranks_[net] = none();  // ends loops
    const std::vector<MappedNetlist::Place>& drivers = mapped_.nets[net].drivers;
    int rank = none();
    if (drivers.empty() || mapped_.cells[drivers.front().cell].type->sequential()) {
      rank = rank_of_name(netlist_.nets[net]);
    } else {
      const MappedNetlist::Cell& driver = mapped_.cells[drivers.front().cell];
      for (std::size_t pin = 0; pin < driver.nets.size(); ++pin) {
        if (driver.type->pins[pin].direction == LibertyPin::Direction::kInput && driver.nets[pin] >= 0) {
          rank = std::min(rank, rank_of(driver.nets[pin]));
        }
      }
    }
    return ranks_[net] = rank;
  }

  int rank_of_name(const std::string& name) const {
    for (std::size_t i = 0; i < rules_.rules.size(); ++i) {
      if (has_any(name, rules_.rules[i].names)) return static_cast<int>(i);
    }
    return none();
  }

  Netlist& netlist_;
  MappedNetlist mapped_;
  PartRules rules_;
  std::vector<int> ranks_;
};

}  // namespace

void assign_instances(Netlist& netlist, const Library& library) {
  const MappedNetlist mapped = map_netlist(netlist, library, kClockPort);
  const std::string adapter = std::string(kAdapterInstance) + ".";
  for (std::size_t cell = 0; cell < netlist.cells.size(); ++cell) {
    const MappedNetlist::Cell& one = mapped.cells[cell];
    std::string& part = netlist.cells[cell].part;
    part = "logic";
    if (!one.type->sequential()) continue;
    part = "top";
    for (std::size_t pin = 0; pin < one.nets.size(); ++pin) {
      if (one.type->pins[pin].direction != LibertyPin::Direction::kOutput || one.nets[pin] < 0) continue;
      std::string name = netlist.nets[one.nets[pin]];
      if (name.compare(0, adapter.size(), adapter) == 0) name.erase(0, adapter.size());
      const std::size_t dot = name.find('.');
      if (dot != std::string::npos) part = name.substr(0, dot);
    }
  }
}

void assign_parts(Netlist& netlist, const Library& library, const UnitConfig& config) {
  Parts(netlist, library, config).assign();
}

}  // namespace pwlsim::cost
