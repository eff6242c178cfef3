// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "sim/fit/fit.h"
#include "sim/report/comparison.h"
#include "tests/rooms.h"

namespace pwlsim::tests {

/// Made-up figures of a unit.
struct MadeUp {
  double mse = 0.04;  ///< of one input; below 0: none was judged
  int cells = 1000;
  double area = 24000, fmax = 200;
  double tree = 0.02, wires = 0.25;  ///< of the area and of the power: what the clock tree and wires add
  double active = 0.010, idle = 0.006, idle_gated = 0.001;  ///< W
};

constexpr double kMadeUpNand2 = 24;

/// A report of a unit in lockstep without a mismatch, with these figures, 10 ns per cycle and one operation per cycle.
inline UnitReport made_up_report(const std::string& unit_name, const MadeUp& figures = {},
                                 const std::string& function_name = "gelu") {
  const UnitConfig& unit = find_unit(unit_name);
  const Function& function = find_function(function_name);
  const Table table = find_fit_method("uniform").fit({function, unit});
  UnitReport report{&function,
                    table,
                    quantise(table, function, unit),
                    unit.latency(),
                    {},
                    ErrorStatistics(function),
                    std::vector<std::uint64_t>(static_cast<std::size_t>(unit.entries), 1),
                    ""};
  const double x = (function.lo + function.hi) / 2;
  if (figures.mse >= 0) report.errors.add(x, x, function.exact(x) + std::sqrt(figures.mse));
  report.lockstep.cycles = 131;
  report.lockstep.flow_cycles = report.lockstep.inputs = report.lockstep.results = report.lockstep.answered = 1;
  for (const char* model : {"SystemC", "RTL", "gates"}) {
    report.lockstep.verdicts.push_back({.model = model, .mismatches = 0, .results = 1, .first = {}});
  }
  UnitCost cost;
  cost.recipe = "nf";
  cost.cells = figures.cells;
  cost.flops = figures.cells / 4;
  cost.area = figures.area;
  cost.gate_equivalents = figures.area / kMadeUpNand2;
  cost.timing.fmax = figures.fmax;
  cost.timing.slack = 10 - 1000 / figures.fmax;
  cost.timing.hold_slack = 0.1;
  cost.clock_ns = 10;
  cost.bare_slack = cost.timing.slack + 0.5;
  cost.path = "x_q[0] > mul > y_o[1]";
  cost.parts = {{"mul", {figures.cells / 2, figures.area / 4}},
                {"table", {figures.cells - figures.cells / 2, figures.area * 3 / 4}}};
  UnitPower power;
  power.cycles = power.operations = 1;
  power.active = {figures.active / 2, figures.active / 8, figures.active / 4, figures.active / 8};
  power.parts = {{"mul", {figures.active / 4, figures.active / 8, 0, figures.active / 16}},
                 {"table", {figures.active / 4, 0, figures.active / 4, figures.active / 16}}};
  power.idle.clock = figures.idle;
  power.idle_gated.clock = figures.idle_gated;
  power.energy_per_operation = figures.active * 10e-9;
  cost.power = power;
  cost.layout.tree = {"BUF", 20, 2, figures.tree * figures.area, 0.5, 0};
  cost.layout.area = cost.area + cost.layout.tree.area;
  cost.layout.gate_equivalents = cost.layout.area / kMadeUpNand2;
  power.active.clock += figures.wires * figures.active;
  power.parts[kClockTreePart].clock = figures.wires * figures.active;
  power.energy_per_operation *= 1 + figures.wires;
  power.idle.clock *= 1 + figures.wires;
  power.idle_gated.clock *= 1 + figures.wires;
  cost.layout.power = power;
  report.cost = cost;
  return report;
}

inline RunConditions made_up_conditions() {
  CostConditions cost;
  cost.library = "tiny";
  cost.corner = "process 1, 1.8 V, 25 C";
  cost.library_file = "tiny.lib";
  cost.tools = "Yosys 1, OpenSTA 2";
  cost.storage = "flop";
  cost.clock_ns = 10;
  cost.nand2_um2 = kMadeUpNand2;
  cost.areas = "Liberty";
  cost.areas_note = "Liberty";
  cost.wires = "w.txt (0.1 fF/um)";
  cost.clock_buffer = "BUF";
  RunConditions conditions{
      .program = "pwlsim 0.1.0", .method = "uniform", .stimulus = "codes8", .stall = "none", .seed = 1};
  conditions.cost = cost;
  return conditions;
}

}  // namespace pwlsim::tests
