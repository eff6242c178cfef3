// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/gates_circuit.h"

#include <fmt/format.h>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::prove {
namespace {

/// Builds the logic for each net once, from its driver.
class Builder {
 public:
  Builder(const Netlist& netlist, const Library& library, int faulty)
      : netlist_(netlist),
        faulty_(faulty < 0 ? nullptr : &netlist.cells.at(faulty)),
        literals_(netlist.nets.size(), kOpen) {
    drivers_.resize(netlist.nets.size());
    for (const Netlist::Port& port : netlist.ports) {
      if (port.output) continue;
      for (std::size_t i = 0; i < port.nets.size(); ++i) add_input(port, i);
    }
    for (const Netlist::Cell& cell : netlist.cells) {
      const LibertyCell* const type = library.cell(cell.type);
      if (type == nullptr) throw InputError(fmt::format("{}: has no cell {}", library.file, printable(cell.type)));
      add_cell(cell, *type);
    }
  }

  Circuit build() {
    // All registers get their outputs first, because next values may depend on any register.
    for (Flop& flop : flops_) add_flop_output(flop);
    for (std::size_t i = 0; i < flops_.size(); ++i) circuit_.registers[i].next = next_value(flops_[i]);
    for (const Netlist::Port& port : netlist_.ports) {
      if (!port.output) continue;
      for (std::size_t i = 0; i < port.nets.size(); ++i) {
        if (port.nets[i] == Netlist::kOpen) throw InputError(fmt::format("{}[{}] is undriven", port.name, i));
        circuit_.outputs.push_back({bit_name(port, i), literal(port.nets[i])});
      }
    }
    return std::move(circuit_);
  }

 private:
  static constexpr Literal kOpen = -1, kBusy = -2;
  static constexpr int kDeepest = 100000;

  struct Flop {
    const Netlist::Cell* cell;
    const LibertyCell* type;
    Literal state;
    Literal clear, preset;
  };

  static std::string bit_name(const Netlist::Port& port, std::size_t i) {
    return port.nets.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, i);
  }

  void add_input(const Netlist::Port& port, std::size_t i) {
    if (port.nets[i] < 0) throw InputError(fmt::format("input {} is a constant", port.name));
    const Literal literal = circuit_.aig.add_input();
    literals_[port.nets[i]] = literal;
    if (port.name == kClockPort) {
      clock_ = literal;
    } else {
      circuit_.inputs.push_back({bit_name(port, i), literal});
    }
  }

  void drive(int net, std::function<Literal()> function) {
    if (net < 0) return;
    if (drivers_[net] || literals_[net] != kOpen) throw InputError(netlist_.nets[net] + ": has two drivers");
    drivers_[net] = std::move(function);
  }

  int net_of(const Netlist::Cell& cell, const std::string& pin) const {
    for (const Netlist::Pin& connected : cell.pins) {
      if (connected.name == pin) return connected.net;
    }
    return Netlist::kOpen;
  }

  void add_cell(const Netlist::Cell& cell, const LibertyCell& type) {
    if (type.has_state_table || !type.clock_gate.empty() || type.states.size() > 1 ||
        (!type.states.empty() && !type.states[0].flop)) {
      throw InputError(fmt::format("cell {}: proofs take gates and flops, no latches or clock gates", type.name));
    }
    if (!type.states.empty()) {
      flops_.push_back({.cell = &cell, .type = &type, .state = kOpen, .clear = kFalse, .preset = kFalse});
      return;
    }
    for (const LibertyPin& pin : type.pins) {
      if (pin.direction != LibertyPin::Direction::kOutput) continue;
      drive(net_of(cell, pin.name),
            [this, &cell, &pin] { return value(pin.function, cell, {}) ^ (&cell == faulty_ ? 1 : 0); });
    }
  }

  void add_flop_output(Flop& flop) {
    const LibertyState& state = flop.type->states[0];
    flop.state = circuit_.aig.add_input();
    Circuit::Register reg{.names = {}, .output = flop.state, .next = kFalse};
    if (value(state.clock, *flop.cell, {}) != clock_) {
      throw InputError(fmt::format("flop {} does not take the rising edge of {}", flop.cell->name, kClockPort));
    }
    if (!state.clear.empty()) flop.clear = value(state.clear, *flop.cell, {});
    if (!state.preset.empty()) flop.preset = value(state.preset, *flop.cell, {});
    if (flop.clear != kFalse && flop.preset != kFalse) {
      throw InputError(fmt::format("flop {} has both clear and preset", flop.cell->name));
    }
    const Literal now = settled(flop, flop.state);
    const std::map<std::string, Literal> names = {{state.name, now}, {state.inverted_name, invert(now)}};
    for (const LibertyPin& pin : flop.type->pins) {
      const int net = net_of(*flop.cell, pin.name);
      if (pin.direction != LibertyPin::Direction::kOutput || net < 0) continue;
      const Literal output = value(pin.function, *flop.cell, names);
      literals_[net] = output;
      if (output == now) reg.names.push_back(netlist_.nets[net]);
    }
    circuit_.registers.push_back(reg);
  }

  /// The value of a register with an active clear or preset taken into account.
  Literal settled(const Flop& flop, Literal value) {
    return circuit_.aig.either(flop.preset, circuit_.aig.both(invert(flop.clear), value));
  }

  Literal next_value(const Flop& flop) {
    const LibertyState& state = flop.type->states[0];
    const Literal now = settled(flop, flop.state);
    const std::map<std::string, Literal> names = {{state.name, now}, {state.inverted_name, invert(now)}};
    return settled(flop, value(state.data, *flop.cell, names) ^ (flop.cell == faulty_ ? 1 : 0));
  }

  Literal literal(int net) {
    if (net == Netlist::kZero) return kFalse;
    if (net == Netlist::kOne) return kTrue;
    if (literals_[net] >= 0) return literals_[net];
    if (literals_[net] == kBusy || ++depth_ > kDeepest) throw InputError(netlist_.nets[net] + ": a loop");
    if (!drivers_[net]) throw InputError(netlist_.nets[net] + ": is undriven");
    literals_[net] = kBusy;
    const Literal result = drivers_[net]();
    literals_[net] = result;
    --depth_;
    return result;
  }

  Literal value(const BooleanFunction& function, const Netlist::Cell& cell,
                const std::map<std::string, Literal>& state) {
    if (function.empty()) throw InputError(fmt::format("cell {}: lacks the function of an output", cell.type));
    Aig& aig = circuit_.aig;
    std::vector<Literal> values;
    for (const BooleanFunction::Node& node : function.nodes) {
      const auto left = [&] { return values[node.left]; };
      const auto right = [&] { return values[node.right]; };
      switch (node.kind) {
        case 'v': {
          const std::string& name = function.inputs[node.left];
          const auto found = state.find(name);
          const int net = found == state.end() ? net_of(cell, name) : 0;
          if (net == Netlist::kOpen) throw InputError(fmt::format("cell {}: pin {} is open", cell.name, name));
          values.push_back(found == state.end() ? literal(net) : found->second);
          break;
        }
        case '0':
          values.push_back(kFalse);
          break;
        case '1':
          values.push_back(kTrue);
          break;
        case '!':
          values.push_back(invert(left()));
          break;
        case '&':
          values.push_back(aig.both(left(), right()));
          break;
        case '|':
          values.push_back(aig.either(left(), right()));
          break;
        default:
          values.push_back(aig.differ(left(), right()));
          break;
      }
    }
    return values.back();
  }

  const Netlist& netlist_;
  const Netlist::Cell* faulty_;
  Circuit circuit_;
  Literal clock_ = kOpen;
  std::vector<Literal> literals_;                  // of each net
  std::vector<std::function<Literal()>> drivers_;  // for each net that a gate drives
  std::vector<Flop> flops_;
  int depth_ = 0;
};

}  // namespace

Circuit gates_circuit(const Netlist& netlist, const Library& library, int faulty) {
  return Builder(netlist, library, faulty).build();
}

}  // namespace pwlsim::prove
