// SPDX-License-Identifier: Apache-2.0
#include "sim/report/cost_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/cost/liberty/wire_load.h"
#include "sim/report/text_table.h"

namespace pwlsim::report {
namespace {

std::string percent(double part, double whole) { return fmt::format("{:.1f} %", 100 * part / whole); }

/// INT8 of as many entries and the same function, against which the others are measured, but for those with a
/// rounded output or a range reduction.
const UnitReport* int8_beside(const std::vector<UnitReport>& reports, const UnitReport& report) {
  const UnitConfig& config = report.registers.config;
  // Those do more than INT8 does.
  if (config.output_scale || config.reduces_range) return nullptr;
  const auto found = std::find_if(reports.begin(), reports.end(), [&](const UnitReport& other) {
    return other.function == report.function && other.registers.config.name == fmt::format("int8_{}", config.entries);
  });
  return found == reports.end() || &*found == &report ? nullptr : &*found;
}

/// Behind the name of a unit that is too slow.
constexpr const char* kMissed = " (misses the clock)";

std::string conditions_text(const CostConditions& cost) {
  return fmt::format(
      "gates: library {} ({}), {}\n"
      "clock {} ns, tables in {}, {}; before layout, not tape-out quality\n"
      "areas: {}\n"
      "wires: {}; clock tree: {}\n",
      cost.library, cost.corner, cost.library_file, cost.clock_ns,
      cost.storage == "flop"    ? "flops with write enable"
      : cost.storage == "gated" ? "flops behind clock gates"
                                : "latches behind clock gates",
      cost.tools, cost.areas_note, cost.wires,
      cost.clock_buffer.empty() ? "none, as the library has no buffer"
                                : fmt::format("{}, {} sinks behind a leaf, {} buffers behind one above",
                                              cost.clock_buffer, kSinksOfLeaf, kSinksOfBranch));
}

bool has_wires(const CostConditions& cost) { return cost.wires != kNoWires; }

/// What the second row of a unit adds to the first; empty when nothing.
std::string layout_name(const CostConditions& cost) {
  if (!has_wires(cost)) return cost.clock_buffer.empty() ? "" : "+ clock tree";
  return cost.clock_buffer.empty() ? "+ wires" : "+ wires, clock tree";
}

// GQA-LUT (arXiv 2403.19591), hardware evaluation: TSMC 28 nm, 500 MHz, 8 entries.
struct Published {
  const char* unit;
  double area, milliwatts;
};
constexpr Published kPublished[] = {{"INT8", 961, 0.40}, {"INT32", 5243, 1.93}, {"FP32", 5135, 2.02}};

std::string published_text() {
  std::string text = "published for 8 entries, TSMC 28 nm, 500 MHz (GQA-LUT, DAC 2024):";
  for (const Published& unit : kPublished) {
    text += fmt::format("{} {} {:.0f} um2 {:.2f} mW", &unit == kPublished ? "" : ",", unit.unit, unit.area,
                        unit.milliwatts);
    if (&unit != kPublished) {
      text += fmt::format(" (INT8 saves {} / {})", percent(unit.area - kPublished[0].area, unit.area),
                          percent(unit.milliwatts - kPublished[0].milliwatts, unit.milliwatts));
    }
  }
  return text + "\n";
}

const std::string kNotes =
    "GE: area over that of a two-input NAND; idle: the clock runs, nothing else toggles; gated: and the table has no "
    "clock,\n"
    "as behind a clock gate that costs nothing; saves: area and power of INT8 with as many entries against this unit\n"
    "power: toggles of every net in this lockstep run and the load of all clock pins, no glitches; from the first "
    "input\n"
    "that is offered to the last that is accepted all cycles count, stalled ones too\n";

/// What the rows of a unit are.
std::string rows_text(const CostConditions& cost) {
  const std::string second = layout_name(cost);
  if (second.empty())
    return "no wires and no clock tree are counted: real units are larger, slower and need more power\n";
  return fmt::format("a unit's first row: its cells alone, which is less than any real unit has; second: {}{}\n",
                     cost.clock_buffer.empty() ? "the same" : "the same cells and the clock tree",
                     has_wires(cost) ? ", with wires as long as usual" : ", but no wires");
}

/// What `describe` says of each unit, comma-separated; units of which it says nothing are left out.
template <class Describe>
std::string list_units(const std::vector<UnitReport>& reports, const Describe& describe) {
  std::string list;
  for (const UnitReport& report : reports) {
    if (report.function != reports.front().function || !report.cost) continue;
    const std::string text = describe(report.registers.config.name, *report.cost);
    if (!text.empty()) list += (list.empty() ? "" : ", ") + text;
  }
  return list;
}

/// A line on each thing that makes units not work as they are: too slow for the clock, paths that are too short, nets
/// that nothing can drive.
std::string warning_text(const std::vector<UnitReport>& reports, const CostConditions& conditions) {
  const std::string late = list_units(
      reports, [](const std::string& name, const UnitCost& cost) { return cost.timing.slack < 0 ? name : ""; });
  const std::string early = list_units(reports, [](const std::string& name, const UnitCost& cost) {
    return cost.timing.hold_slack < 0 ? fmt::format("{} ({:.3f} ns)", name, cost.timing.hold_slack) : "";
  });
  const auto beyond = [&](int NetViolations::*limit) {
    return list_units(reports, [limit](const std::string& name, const UnitCost& cost) {
      return cost.beyond.*limit > 0 ? fmt::format("{} ({})", name, cost.beyond.*limit) : "";
    });
  };
  std::string text;
  if (!late.empty()) {
    text += fmt::format(
        "too slow for {} ns: {}; their power at that clock is only nominal{} and nothing is compared with them; try a "
        "longer --clock\n",
        conditions.clock_ns, late, conditions.glitches ? " and glitches are not estimated" : "");
  }
  if (!early.empty())
    text += "hold slack below 0: " + early + "; these paths need delays that are not in the figures\n";
  if (const std::string units = beyond(&NetViolations::capacitance); !units.empty()) {
    text += "nets with more load than the library allows: " + units + "; their delays and power are guesses\n";
  }
  if (const std::string units = beyond(&NetViolations::transition); !units.empty()) {
    text += "nets with slower edges than the library allows (max_transition): " + units + "\n";
  }
  if (const std::string units = beyond(&NetViolations::fanout); !units.empty()) {
    text += "nets that lead to more pins than the library allows (max_fanout): " + units + "\n";
  }
  return text;
}

/// The figures of a row: of a unit's cells alone, or with wires and clock tree.
struct Figures {
  int cells;
  double area, fmax, slack;
  const UnitPower* power;
};

Figures bare(const UnitCost& unit) {
  return {unit.cells, unit.area, unit.bare_fmax(), unit.bare_slack, unit.power ? &*unit.power : nullptr};
}

Figures with_layout(const UnitCost& unit) {
  const LayoutCost& layout = unit.layout;
  return {unit.cells + layout.tree.buffers, layout.area, unit.timing.fmax, unit.timing.slack,
          layout.power ? &*layout.power : nullptr};
}

/// What INT8 saves in area and power; dashes where either unit misses the clock, blanks without an INT8 to compare
/// with.
std::vector<std::string> savings(const UnitCost* int8, const UnitCost& unit, Figures (*of)(const UnitCost&)) {
  if (int8 == nullptr) return {"", ""};
  if (!int8->meets_clock() || !unit.meets_clock()) return {"-", "-"};
  const Figures small = of(*int8), large = of(unit);
  const double least = small.power->active.total(), most = large.power->active.total();
  return {percent(large.area - small.area, large.area), percent(most - least, most)};
}

/// Three digits, without an exponent.
std::string three_digits(double value) {
  return value >= 999.5 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

/// The cells of a row from the number of cells on.
void add_figures(std::vector<std::string>& row, const Figures& figures, const std::string& flops,
                 const CostConditions& cost) {
  const double gates = figures.area / cost.nand2_um2;
  const UnitPower& power = *figures.power;
  row.push_back(fmt::format("{}", figures.cells));
  row.push_back(flops);
  row.push_back(fmt::format("{:.0f}", gates));
  row.push_back(fmt::format("{:.0f}", figures.area));
  if (cost.node_nand2_um2) row.push_back(fmt::format("{:.0f}", gates * *cost.node_nand2_um2));
  row.push_back(fmt::format("{:.0f}", figures.fmax));
  row.push_back(fmt::format("{:.2f}", figures.slack));
  row.push_back(three_digits(power.active.total() * 1e3));
  row.push_back(three_digits(power.energy_per_operation * 1e12));
  row.push_back(three_digits(power.idle.total() * 1e3));
  row.push_back(three_digits(power.idle_gated.total() * 1e3));
}

/// Both rows of a unit, the second one where anything of a layout is estimated.
void add_unit(TextTable& table, const UnitReport& report, const UnitReport* beside, const CostConditions& cost) {
  const UnitCost& unit = *report.cost;
  const UnitCost* const int8 = beside != nullptr && beside->cost && beside->cost->power ? &*beside->cost : nullptr;
  std::vector<std::string> row = {"  " + report.registers.config.name + (unit.meets_clock() ? "" : kMissed),
                                  report.errors.count() > 0 ? fmt::format("{:.3g}", report.errors.mse()) : "-",
                                  fmt::format("{}", report.latency)};
  add_figures(row, bare(unit), fmt::format("{}", unit.flops), cost);
  if (cost.glitches) {
    const std::optional<GlitchEstimate>& glitches = unit.power->glitches;
    row.push_back(glitches ? fmt::format("{:+.1f} %", 100 * (glitches->with_glitches / glitches->settled - 1)) : "-");
  }
  for (std::string& saved : savings(int8, unit, bare)) row.push_back(std::move(saved));
  table.add(std::move(row));
  if (layout_name(cost).empty()) return;
  row = {"    " + layout_name(cost), "", ""};
  add_figures(row, with_layout(unit), "", cost);
  if (cost.glitches) row.emplace_back();
  for (std::string& saved : savings(int8, unit, with_layout)) row.push_back(std::move(saved));
  table.add(std::move(row));
}

}  // namespace

std::string cost_table(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  if (!conditions.cost) return "";
  const CostConditions& cost = *conditions.cost;
  std::vector<std::string> header = {"unit", "MSE", "latency", "cells", "flops", "GE", "um2"};
  if (cost.node_nand2_um2) header.emplace_back("um2 scaled");
  for (const char* column : {"fmax MHz", "slack ns", "mW", "pJ/op", "idle mW", "gated mW"}) header.emplace_back(column);
  if (cost.glitches) header.emplace_back("glitches");
  header.emplace_back("saves area");
  header.emplace_back("power");
  TextTable table(header);
  const Function* function = nullptr;
  for (const UnitReport& report : reports) {
    if (!report.cost || !report.cost->power) continue;
    if (function != nullptr && function != report.function) table.add_rule();
    if (function != report.function) {
      std::vector<std::string> title(header.size());
      title[0] = report.function->name;
      table.add(std::move(title));
    }
    function = report.function;
    add_unit(table, report, int8_beside(reports, report), cost);
  }
  std::string text =
      conditions_text(cost) + "\n" + table.text() + "\n" + kNotes + rows_text(cost) + warning_text(reports, cost);
  if (cost.node_nand2_um2) {
    text +=
        fmt::format("um2 scaled: GE x {} um2, a NAND of another node, not a synthesis for it\n", *cost.node_nand2_um2);
  }
  if (cost.glitches)
    text += "glitches: power they add, estimated with the delays of cells but not of loads, first 1000 cycles\n";
  return text + published_text();
}

namespace {

/// Powers of all units by part and by kind.
std::string power_parts(const std::vector<UnitReport>& reports, std::vector<std::string> parts,
                        Figures (*of)(const UnitCost&)) {
  std::vector<std::string> header = {"unit"};
  header.insert(header.end(), parts.begin(), parts.end());
  header.insert(header.end(), {"sum", "clock", "table", "data path", "leakage"});
  TextTable powers(header);
  for (const UnitReport& report : reports) {
    const UnitPower& power = *of(*report.cost).power;
    std::vector<std::string> row = {report.function->name + " " + report.registers.config.name};
    double table = 0;
    double data_path = 0;
    for (const std::string& part : parts) {
      const auto share = power.parts.find(part);
      row.push_back(share == power.parts.end() ? "" : fmt::format("{:.3g}", share->second.total() * 1e3));
      if (share == power.parts.end()) continue;
      (part == "table" ? table : data_path) += share->second.internal + share->second.switching;
    }
    row.push_back(fmt::format("{:.3g}", power.active.total() * 1e3));
    for (const double kind : {power.active.clock, table, data_path, power.active.leakage}) {
      row.push_back(fmt::format("{:.3g}", kind * 1e3));
    }
    powers.add(std::move(row));
  }
  return powers.text();
}

/// "fp32_8: 61 leaves …" of each unit.
std::string clock_tree_text(const std::vector<UnitReport>& reports) {
  std::string text;
  for (const UnitReport& report : reports) {
    const ClockTree& tree = report.cost->layout.tree;
    if (report.function != reports.front().function || tree.buffers == 0) continue;
    text += fmt::format("{}: {} {} in {} levels, {:.2f} ns from the clock port to the flops\n",
                        report.registers.config.name, tree.buffers, tree.buffer, tree.levels, tree.latency);
  }
  return text.empty() ? text : "\nclock trees\n\n" + text;
}

}  // namespace

std::string cost_detail(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  const CostConditions& cost = *conditions.cost;
  std::string text = run_conditions_text(conditions) + cost_table(reports, conditions);
  std::vector<std::string> parts;
  for (const UnitReport& report : reports) {
    for (const auto& [part, area] : report.cost->parts) {
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    }
  }
  const std::string tree = kClockTreePart;
  std::vector<std::string> header = {"unit"};
  header.insert(header.end(), parts.begin(), parts.end());
  header.insert(header.end(), {"sum", tree, "with it"});
  TextTable areas(header);
  const Function* function = reports.front().function;
  for (const UnitReport& report : reports) {
    if (report.function != function) continue;
    const UnitCost& unit = *report.cost;
    std::vector<std::string> row = {report.registers.config.name};
    for (const std::string& part : parts) {
      const auto area = unit.parts.find(part);
      row.push_back(area == unit.parts.end() ? "" : fmt::format("{:.0f}", area->second.area / cost.nand2_um2));
    }
    row.push_back(fmt::format("{:.0f}", unit.gate_equivalents));
    row.push_back(fmt::format("{:.0f}", unit.layout.tree.area / cost.nand2_um2));
    row.push_back(fmt::format("{:.0f}", unit.layout.gate_equivalents));
    areas.add(std::move(row));
  }
  text += "\narea by part, GE\n\n" + areas.text();
  text += "\npower by part and by kind, mW (table: without its clock)\n\n" + power_parts(reports, parts, bare);
  if (!layout_name(cost).empty()) {
    parts.push_back(tree);
    text += fmt::format("\nthe same {}\n\n{}", layout_name(cost), power_parts(reports, parts, with_layout));
  }
  text += clock_tree_text(reports);
  text += "\ncritical paths\n\n";
  for (const UnitReport& report : reports) {
    if (report.function != function) continue;
    const UnitCost& unit = *report.cost;
    text += fmt::format("{}: {} ({} cells, slack {:.3f} ns, hold {:.3f} ns; recipe {})\n", report.registers.config.name,
                        unit.path, unit.timing.cells.size(), unit.timing.slack, unit.timing.hold_slack, unit.recipe);
  }
  const bool passed =
      std::all_of(reports.begin(), reports.end(), [](const UnitReport& report) { return report.lockstep.passed(); });
  return text + fmt::format("\n{} in every cycle: {}\n", equation(reports.front().lockstep), passed ? "yes" : "NO");
}

}  // namespace pwlsim::report
