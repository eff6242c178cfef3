// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/power/power.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "sim/base/error.h"
#include "sim/cost/power/energy_weight.h"

namespace pwlsim::cost {
namespace {

class Calculator {
 public:
  Calculator(const MappedNetlist& mapped, const std::vector<double>& activity, const PowerConditions& conditions)
      : mapped_(mapped),
        activity_(activity),
        conditions_(conditions),
        slews_(find_slews(mapped, conditions.input_slew)) {}

  Power of_cell(std::size_t index) {
    const MappedNetlist::Cell& cell = mapped_.cells[index];
    const bool stopped = conditions_.stopped_parts.count(mapped_.netlist->cells[index].part) != 0;
    Power power;
    power.leakage = cell.type->leakage;
    for (std::size_t i = 0; i < cell.nets.size(); ++i) {
      const LibertyPin& pin = cell.type->pins[i];
      const int net = cell.nets[i];
      if (net < 0) continue;  // constants do not toggle; open outputs have nets by name_open_outputs()
      const bool clock = mapped_.nets[net].clock;
      if (pin.direction == LibertyPin::Direction::kOutput) {
        const double rate = activity_[net] / (conditions_.period * 1e-9);
        (clock ? power.clock : power.internal) += output_energy(cell, pin, net) * rate;
        (clock ? power.clock : power.switching) += net_energy(net) * rate;
      } else if (pin.direction == LibertyPin::Direction::kInput && !(clock && stopped)) {
        const double rate = activity_[net] / (conditions_.period * 1e-9);
        (clock ? power.clock : power.internal) += input_energy(cell, pin, net) * rate;
      }
    }
    return power;
  }

  /// Load of the nets without a driving cell, W.
  double input_nets() const {
    double sum = 0;
    for (std::size_t net = 0; net < activity_.size(); ++net) {
      if (mapped_.nets[net].drivers.empty()) sum += net_energy(static_cast<int>(net)) * activity_[net];
    }
    return sum / (conditions_.period * 1e-9);
  }

 private:
  bool open_sta() const { return conditions_.count == EnergyCount::kOpenSta2017; }

  /// The capacitance of a transition: the mean, as half of them are rises. OpenSTA takes the greater one.
  double capacitance_of(const std::array<double, 2>& edges) const {
    return open_sta() ? std::max(edges[0], edges[1]) : (edges[0] + edges[1]) / 2;
  }

  /// J of one transition of a net's load.
  double net_energy(int net) const {
    const double volts = mapped_.library->voltage;
    double load = capacitance_of(mapped_.nets[net].load);
    if (mapped_.nets[net].clock && !conditions_.stopped_parts.empty()) load -= stopped_load(net);
    return load * 1e-12 * volts * volts / 2;
  }
  double stopped_load(int net) const {
    double load = 0;
    for (const auto& [cell, pin] : mapped_.nets[net].sinks) {
      if (conditions_.stopped_parts.count(mapped_.netlist->cells[cell].part) == 0) continue;
      load += capacitance_of(mapped_.cells[cell].type->pins[pin].capacitance);
    }
    return load;
  }

  /// The data of all cells of one type with the same constants at their inputs.
  struct Kind {
    CellStates states;
    std::unordered_map<const LibertyPin*, InputShares> shares;
    std::unordered_map<const LibertyPin*, std::vector<OutputCause>> causes;
  };
  Kind& kind_of(const MappedNetlist::Cell& cell) {
    std::map<std::string, bool> tied;
    for (std::size_t i = 0; i < cell.nets.size(); ++i) {
      const bool constant = cell.nets[i] == Netlist::kZero || cell.nets[i] == Netlist::kOne;
      const LibertyPin& pin = cell.type->pins[i];
      if (constant && pin.direction == LibertyPin::Direction::kInput) tied[pin.name] = cell.nets[i] == Netlist::kOne;
    }
    auto& kinds = kinds_[cell.type];
    const auto found = kinds.find(tied);
    return found != kinds.end()
               ? found->second
               : kinds.emplace(tied, Kind{.states = CellStates(*cell.type, tied), .shares = {}, .causes = {}})
                     .first->second;
  }
  const InputShares& shares_of(const MappedNetlist::Cell& cell, const LibertyPin& pin) {
    Kind& kind = kind_of(cell);
    const auto [found, added] = kind.shares.try_emplace(&pin);
    if (added) found->second = input_shares(kind.states, pin);
    return found->second;
  }
  const std::vector<OutputCause>& causes_of(const MappedNetlist::Cell& cell, const LibertyPin& pin) {
    Kind& kind = kind_of(cell);
    const auto [found, added] = kind.causes.try_emplace(&pin);
    if (added) found->second = output_causes(kind.states, pin);
    return found->second;
  }

  /// Mean of the values for rise and fall, or the sum that OpenSTA takes instead.
  double both_edges(double rise, double fall) const { return open_sta() ? rise + fall : (rise + fall) / 2; }

  double input_energy(const MappedNetlist::Cell& cell, const LibertyPin& pin, int net) {
    if (pin.internal_power.empty() || activity_[net] == 0) return 0;
    const double changing = open_sta() ? 0 : std::min(1.0, output_activity(cell) / (activity_[net] / 2));
    double energy = 0;
    for (std::size_t i = 0; i < pin.internal_power.size(); ++i) {
      const InternalPower& group = pin.internal_power[i];
      EdgeShares weights;
      if (open_sta()) {
        weights.fill(open_sta_weight(pin, group, activity_[net], activity_[net], mapped_.nets[net].clock));
      } else {
        const InputShares& shares = shares_of(cell, pin);
        for (const int edge : {0, 1}) {
          weights[edge] = changing * shares.changing[i][edge] + (1 - changing) * shares.still[i][edge];
        }
      }
      energy += both_edges(weights[0] * group.energy[0].at(slews_[net][0], 0),
                           weights[1] * group.energy[1].at(slews_[net][1], 0));
    }
    return energy;
  }

  /// Changes per cycle of a flop's output.
  double output_activity(const MappedNetlist::Cell& cell) const {
    double most = 0;
    for (std::size_t i = 0; i < cell.nets.size(); ++i) {
      const bool output = cell.type->pins[i].direction == LibertyPin::Direction::kOutput && cell.nets[i] >= 0;
      if (output) most = std::max(most, activity_[cell.nets[i]]);
    }
    return most;
  }

  /// Total activity of a group's related pins; that of the output itself when there are none.
  double related_activity(const MappedNetlist::Cell& cell, const InternalPower& group, int output_net) const {
    if (group.related_pins.empty()) return activity_[output_net];
    double sum = 0;
    for (const std::string& name : group.related_pins) {
      const int net = net_of(cell, name);
      if (net >= 0) sum += activity_[net];
    }
    return sum;
  }
  static int net_of(const MappedNetlist::Cell& cell, const std::string& pin) {
    const LibertyPin* const found = cell.type->pin(pin);
    return found == nullptr ? Netlist::kOpen : cell.nets[found - cell.type->pins.data()];
  }

  double output_energy(const MappedNetlist::Cell& cell, const LibertyPin& pin, int net) {
    const std::vector<InternalPower>& groups = pin.internal_power;
    if (groups.empty() || activity_[net] == 0) return 0;
    const std::vector<EdgeShares> weights =
        open_sta() ? open_sta_weights(cell, pin, net) : output_weights(cell, pin, net);
    double energy = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (weights[i][0] != 0 || weights[i][1] != 0) energy += group_energy(cell, pin, groups[i], weights[i], net);
    }
    return energy;
  }
  std::vector<EdgeShares> open_sta_weights(const MappedNetlist::Cell& cell, const LibertyPin& pin, int net) const {
    std::vector<EdgeShares> weights;
    for (const InternalPower& group : pin.internal_power) {
      const int from = group.related_pins.empty() ? net : net_of(cell, group.related_pins[0]);
      // OpenSTA gives constant pins the global activity too.
      const double related = from < 0 ? activity_[net] : related_activity(cell, group, net);
      const double weight = open_sta_weight(pin, group, related, activity_[net], from >= 0 && mapped_.nets[from].clock);
      weights.push_back({weight, weight});
    }
    return weights;
  }

  /// Shares of the output's edges for each group; those of one supply sum to one. If the output toggles but no related
  /// pin does, as with an assumed activity, all causes count alike.
  std::vector<EdgeShares> output_weights(const MappedNetlist::Cell& cell, const LibertyPin& pin, int net) {
    const std::vector<InternalPower>& groups = pin.internal_power;
    const std::vector<OutputCause>& causes = causes_of(cell, pin);
    std::vector<EdgeShares> known(groups.size(), EdgeShares{0, 0}), alike = known;
    for (const OutputCause& cause : causes) {
      const int from = cause.pin.empty() ? net : net_of(cell, cause.pin);
      for (std::size_t i = 0; i < groups.size(); ++i) {
        for (const int edge : {0, 1}) {
          known[i][edge] += from < 0 ? 0 : activity_[from] * cause.shares[i][edge];
          alike[i][edge] += cause.shares[i][edge];
        }
      }
    }
    const auto total = [&](const std::vector<EdgeShares>& weights, const std::string& supply, int edge) {
      double sum = 0;
      for (std::size_t i = 0; i < groups.size(); ++i) sum += groups[i].supply == supply ? weights[i][edge] : 0;
      return sum;
    };
    std::vector<EdgeShares> weights(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (const int edge : {0, 1}) {
        const std::vector<EdgeShares>& chosen = total(known, groups[i].supply, edge) > 0 ? known : alike;
        const double sum = total(chosen, groups[i].supply, edge);
        weights[i][edge] = sum > 0 ? chosen[i][edge] / sum : 0;
      }
    }
    return weights;
  }
  double group_energy(const MappedNetlist::Cell& cell, const LibertyPin& pin, const InternalPower& group,
                      const EdgeShares& weights, int net) const {
    const int from = group.related_pins.empty() ? net : net_of(cell, group.related_pins[0]);
    const bool inverts = !open_sta() && !group.related_pins.empty() && inverting(pin, group.related_pins[0]);
    std::array<double, 2> energy{};
    for (const int edge : {0, 1}) {
      const double slew = from < 0 ? 0 : slews_[from][inverts ? 1 - edge : edge];
      const double load = open_sta() ? capacitance_of(mapped_.nets[net].load) : mapped_.nets[net].load[edge];
      energy[edge] = weights[edge] * group.energy[edge].at(slew, load);
    }
    return both_edges(energy[0], energy[1]);
  }
  static bool inverting(const LibertyPin& pin, const std::string& related) {
    return std::any_of(pin.arcs.begin(), pin.arcs.end(), [&](const TimingArc& arc) {
      return arc.related_pin == related && arc.sense == TimingArc::Sense::kNegative;
    });
  }

  const MappedNetlist& mapped_;
  const std::vector<double>& activity_;
  const PowerConditions& conditions_;
  std::vector<std::array<double, 2>> slews_;
  std::unordered_map<const LibertyCell*, std::map<std::map<std::string, bool>, Kind>> kinds_;
};

void add(Power& sum, const Power& power) {
  sum.internal += power.internal;
  sum.switching += power.switching;
  sum.clock += power.clock;
  sum.leakage += power.leakage;
}

}  // namespace

PowerReport find_power(const MappedNetlist& mapped, const std::vector<double>& activity,
                       const PowerConditions& conditions) {
  if (activity.size() != mapped.nets.size()) {
    throw InputError(fmt::format("activity of {} nets for a netlist of {}", activity.size(), mapped.nets.size()));
  }
  if (!(conditions.period > 0)) throw InputError("the clock period must be above zero");
  Calculator calculator(mapped, activity, conditions);
  PowerReport report;
  report.cells.reserve(mapped.cells.size());
  for (std::size_t i = 0; i < mapped.cells.size(); ++i) {
    report.cells.push_back(calculator.of_cell(i));
    add(report.parts[mapped.netlist->cells[i].part], report.cells.back());
    add(report.total, report.cells.back());
  }
  report.input_nets = calculator.input_nets();
  return report;
}

std::vector<double> per_cycle(const std::vector<std::uint64_t>& counts, std::uint64_t cycles) {
  std::vector<double> activity;
  activity.reserve(counts.size());
  for (const std::uint64_t count : counts) {
    activity.push_back(static_cast<double>(count) / static_cast<double>(cycles));
  }
  return activity;
}

std::vector<double> uniform_activity(const MappedNetlist& mapped, double data) {
  std::vector<double> activity(mapped.nets.size(), data);
  for (std::size_t net = 0; net < activity.size(); ++net) {
    if (mapped.nets[net].clock) activity[net] = 2;
  }
  return activity;
}

}  // namespace pwlsim::cost
