// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/unit_cost.h"

#include <unordered_map>

#include "sim/cost/netlist/mapped_netlist.h"
#include "sim/cost/timing/net_limits.h"
#include "sim/cost/timing/static_timing.h"

namespace pwlsim::cost {
namespace {

/// The name of the register or port at an end of a path: that of a connected output of the cell, if there is one.
std::string end_name(const Netlist& netlist, const MappedNetlist& mapped, const std::string& name) {
  for (std::size_t i = 0; i < netlist.cells.size(); ++i) {
    if (netlist.cells[i].name != name) continue;
    int named = Netlist::kOpen;
    const MappedNetlist::Cell& cell = mapped.cells[i];
    for (std::size_t pin = 0; pin < cell.nets.size(); ++pin) {
      const int net = cell.nets[pin];
      if (net < 0 || cell.type->pins[pin].direction != LibertyPin::Direction::kOutput) continue;
      if (named < 0 || mapped.nets[named].sinks.empty()) named = net;
    }
    if (named >= 0) return netlist.nets[named];
  }
  return name;  // a port
}

/// The path as a text: "x_q[3] -> mul -> add -> y_o[15]".
std::string describe_path(const Synthesis& synthesis, const Library& library) {
  const Timing& timing = synthesis.timing;
  std::unordered_map<std::string, std::string> part_of;
  for (const Netlist::Cell& cell : synthesis.netlist.cells) {
    if (!library.cell(cell.type)->sequential()) part_of[cell.name] = cell.part;
  }
  const MappedNetlist mapped = map_netlist(synthesis.netlist, library, kClockPort);
  std::string text = end_name(synthesis.netlist, mapped, timing.start);
  std::string last;
  for (const std::string& cell : timing.cells) {
    const auto part = part_of.find(cell);
    if (part == part_of.end() || part->second == last) continue;
    last = part->second;
    text += " > " + last;
  }
  return text + " > " + end_name(synthesis.netlist, mapped, timing.end);
}

PowerConditions conditions_at(double clock_ns) {
  PowerConditions conditions;
  conditions.period = clock_ns;
  conditions.input_slew = kInputSlew;
  return conditions;
}

/// Assigns the load of clock pins to the parts of the cells that they clock. find_power() leaves out the clock port's
/// net, and counts the clock tree's nets for the tree. The port's wire belongs to the tree.
void book_clock_load(const MappedNetlist& mapped, const std::vector<double>& activity,
                     const PowerConditions& conditions, PowerReport& report) {
  const double volts = mapped.library->voltage;
  for (std::size_t net = 0; net < mapped.nets.size(); ++net) {
    if (!mapped.nets[net].clock) continue;
    const auto& drivers = mapped.nets[net].drivers;
    const bool port = drivers.empty();
    if (!port && mapped.netlist->cells[drivers.front().cell].part != kClockTreePart) continue;
    const double watts = 1e-12 * volts * volts / 2 * activity[net] / (conditions.period * 1e-9);  // per pF
    for (const auto& [cell, pin] : mapped.nets[net].sinks) {
      const std::string& part = mapped.netlist->cells[cell].part;
      if (conditions.stopped_parts.count(part) != 0) continue;
      const std::array<double, 2>& capacitance = mapped.cells[cell].type->pins[pin].capacitance;
      const double power = (capacitance[0] + capacitance[1]) / 2 * watts;
      report.parts[part].clock += power;
      (port ? report.total.clock : report.parts[kClockTreePart].clock) += port ? power : -power;
    }
    const double wire = port ? mapped.wires.at(static_cast<int>(mapped.nets[net].sinks.size())) * watts : 0;
    if (wire == 0) continue;
    report.total.clock += wire;
    report.parts[kClockTreePart].clock += wire;
  }
}

PowerReport complete_power(const MappedNetlist& mapped, const std::vector<double>& activity,
                           const PowerConditions& conditions) {
  PowerReport report = find_power(mapped, activity, conditions);
  book_clock_load(mapped, activity, conditions, report);
  return report;
}

/// The activity when the clock runs up to the closed clock gates and nothing else toggles.
std::vector<double> idle_activity(const MappedNetlist& mapped) {
  std::vector<double> activity = uniform_activity(mapped, 0);
  for (std::size_t net = 0; net < activity.size(); ++net) {
    const auto& drivers = mapped.nets[net].drivers;
    if (!drivers.empty() && !mapped.cells[drivers.front().cell].type->clock_gate.empty()) activity[net] = 0;
  }
  return activity;
}

}  // namespace

UnitCost area_and_timing(const Synthesis& synthesis, const Technology& technology, double clock_ns) {
  UnitCost cost;
  cost.recipe = synthesis.recipe;
  cost.cells = static_cast<int>(synthesis.netlist.cells.size());
  cost.flops = synthesis.flops;
  cost.area = synthesis.area;
  cost.gate_equivalents = synthesis.area / technology.gate_equivalent();
  cost.timing = synthesis.timing;
  cost.mapped_area = synthesis.mapped_area;
  cost.instances = synthesis.instances;
  cost.no_instances = synthesis.no_instances;
  cost.clock_ns = clock_ns;
  Netlist netlist = synthesis.netlist;
  cost.bare_slack = StaticTiming(netlist, technology.library, {clock_ns, kInputSlew, Layout::kNone}).reported_slack();
  cost.path = describe_path(synthesis, technology.library);
  for (const Netlist::Cell& cell : synthesis.netlist.cells) {
    PartArea& part = cost.parts[cell.part];
    ++part.cells;
    part.area += technology.library.cell(cell.type)->area;
  }
  const Netlist with_tree = add_clock_tree(synthesis.netlist, technology.library, technology.clock_buffer);
  const MappedNetlist mapped = map_clock_tree(with_tree, technology.library);
  cost.layout.tree = describe_clock_tree(mapped, kInputSlew);
  cost.beyond = find_violations(mapped, kInputSlew);
  cost.layout.area = cost.area + cost.layout.tree.area;
  cost.layout.gate_equivalents = cost.layout.area / technology.gate_equivalent();
  return cost;
}

UnitPower power_of(const Synthesis& synthesis, const Technology& technology, const std::vector<double>& activity,
                   double clock_ns, Layout layout) {
  const Library& library = technology.library;
  const bool bare = layout == Layout::kNone;
  const Netlist netlist =
      bare ? synthesis.netlist : add_clock_tree(synthesis.netlist, library, technology.clock_buffer);
  const MappedNetlist mapped =
      bare ? map_netlist(netlist, library, kClockPort, 0, layout) : map_clock_tree(netlist, library);
  std::vector<double> running = activity;
  running.resize(netlist.nets.size(), 2);  // nets of the clock tree
  PowerConditions conditions = conditions_at(clock_ns);
  UnitPower power;
  const PowerReport active = complete_power(mapped, running, conditions);
  power.active = active.total;
  power.parts = active.parts;
  std::vector<double> idle = idle_activity(mapped);
  power.idle = complete_power(mapped, idle, conditions).total;
  conditions.stopped_parts = {"table"};
  stop_clock_tree(mapped, {"table"}, idle);
  power.idle_gated = complete_power(mapped, idle, conditions).total;
  return power;
}

UnitPower power_of_run(const Synthesis& synthesis, const Technology& technology, const GatesModel& gates,
                       std::uint64_t operations, double clock_ns, Layout layout) {
  const std::uint64_t cycles = gates.counted_cycles();
  UnitPower power = power_of(synthesis, technology, per_cycle(gates.toggles(), cycles), clock_ns, layout);
  power.cycles = cycles;
  power.operations = operations;
  power.energy_per_operation =
      power.active.total() * clock_ns * 1e-9 * static_cast<double>(cycles) / static_cast<double>(operations);
  return power;
}

GlitchEstimate estimate_glitches(const Synthesis& synthesis, const Technology& technology,
                                 const DelayedActivity& delayed, double clock_ns) {
  const MappedNetlist mapped = map_netlist(synthesis.netlist, technology.library, kClockPort, 0, Layout::kNone);
  const PowerConditions conditions = conditions_at(clock_ns);
  const std::vector<double> activity = delayed.activity();
  std::vector<double> settled = per_cycle(delayed.settled, delayed.cycles);
  // A clock rises and falls within a cycle, which values at the ends of cycles do not show.
  for (std::size_t net = 0; net < settled.size(); ++net) {
    if (mapped.nets[net].clock) settled[net] = activity[net];
  }
  return {.cycles = delayed.cycles,
          .settled = complete_power(mapped, settled, conditions).total.total(),
          .with_glitches = complete_power(mapped, activity, conditions).total.total()};
}

GlitchEstimate glitches_of_run(const Synthesis& synthesis, const Technology& technology,
                               const std::filesystem::path& cell_models, const RecordedRun& run, double clock_ns) {
  const DelayedActivity delayed =
      simulate_delays(synthesis.folder / "netlist.v", synthesis.netlist, cell_models, run.cycles, clock_ns);
  const MappedNetlist mapped = map_netlist(synthesis.netlist, technology.library, kClockPort);
  std::vector<bool> clocks;
  for (const MappedNetlist::Net& net : mapped.nets) clocks.push_back(net.clock);
  check_settled(delayed, synthesis.netlist, clocks, run.toggles, run.flushed_from, cell_models);
  return estimate_glitches(synthesis, technology, delayed, clock_ns);
}

}  // namespace pwlsim::cost
