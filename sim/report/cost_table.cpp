// SPDX-License-Identifier: Apache-2.0
#include "sim/report/cost_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "sim/report/text_table.h"

namespace pwlsim::report {
namespace {

std::string percent(double part, double whole) { return fmt::format("{:.1f} %", 100 * part / whole); }

/// INT8 of as many entries and the same function, against which the others are measured, but for those with a
/// requantiser or a range reduction.
const UnitReport* int8_beside(const std::vector<UnitReport>& reports, const UnitReport& report) {
  const UnitConfig& config = report.registers.config;
  // Those do more than INT8 does.
  if (config.requantise || config.is_wide()) return nullptr;
  const auto found = std::find_if(reports.begin(), reports.end(), [&](const UnitReport& other) {
    return other.function == report.function && other.registers.config.name == fmt::format("int8_{}", config.entries);
  });
  return found == reports.end() || &*found == &report ? nullptr : &*found;
}

std::string conditions_text(const CostConditions& cost) {
  return fmt::format(
      "gates: library {} ({}), {}\n"
      "clock {} ns, tables in {}, {}; before layout, not tape-out quality\n",
      cost.library, cost.corner, cost.library_file, cost.clock_ns,
      cost.storage == "flop"    ? "flops with write enable"
      : cost.storage == "gated" ? "flops behind clock gates"
                                : "latches behind clock gates",
      cost.tools);
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
    "power: toggles of every net in this lockstep run, no glitches, ideal clock with the load of all clock pins; from\n"
    "the first input that is offered to the last that is accepted all cycles count, stalled ones too\n";

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
  const std::string overloaded = list_units(reports, [](const std::string& name, const UnitCost& cost) {
    return cost.overloaded > 0 ? fmt::format("{} ({})", name, cost.overloaded) : "";
  });
  std::string text;
  if (!late.empty()) {
    text += fmt::format("too slow for {} ns: {}; their power at that clock is only nominal{}, try a longer --clock\n",
                        conditions.clock_ns, late, conditions.glitches ? " and glitches are not estimated" : "");
  }
  if (!early.empty())
    text += "hold slack below 0: " + early + "; these paths need delays that are not in the figures\n";
  if (!overloaded.empty()) {
    text += "nets with more load than the library allows: " + overloaded + "; their delays and power are guesses\n";
  }
  return text;
}

}  // namespace

std::string cost_table(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  if (!conditions.cost) return "";
  const CostConditions& cost = *conditions.cost;
  const bool glitches = cost.glitches;
  std::vector<std::string> header = {"unit", "MSE", "latency", "cells", "flops", "GE", "um2"};
  if (cost.node_nand2_um2) header.emplace_back("um2 scaled");
  for (const char* column : {"fmax MHz", "slack ns", "mW", "pJ/op", "idle mW", "gated mW"}) header.emplace_back(column);
  if (glitches) header.emplace_back("glitches");
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
    const UnitCost& unit = *report.cost;
    const UnitPower& power = *unit.power;
    std::vector<std::string> row = {"  " + report.registers.config.name,
                                    report.errors.count() > 0 ? fmt::format("{:.3g}", report.errors.mse()) : "-",
                                    fmt::format("{}", report.latency),
                                    fmt::format("{}", unit.cells),
                                    fmt::format("{}", unit.flops),
                                    fmt::format("{:.0f}", unit.gate_equivalents),
                                    fmt::format("{:.0f}", unit.area)};
    if (cost.node_nand2_um2) row.push_back(fmt::format("{:.0f}", unit.gate_equivalents * *cost.node_nand2_um2));
    row.push_back(fmt::format("{:.0f}", unit.timing.fmax));
    row.push_back(fmt::format("{:.2f}", unit.timing.slack));
    row.push_back(fmt::format("{:.3g}", power.active.total() * 1e3));
    row.push_back(fmt::format("{:.3g}", power.energy_per_operation * 1e12));
    row.push_back(fmt::format("{:.3g}", power.idle.total() * 1e3));
    row.push_back(fmt::format("{:.3g}", power.idle_gated.total() * 1e3));
    if (glitches) {
      row.push_back(power.glitches
                        ? fmt::format("{:+.1f} %", 100 * (power.glitches->with_glitches / power.glitches->settled - 1))
                        : "-");
    }
    const UnitReport* const int8 = int8_beside(reports, report);
    if (int8 != nullptr && int8->cost && int8->cost->power) {
      row.push_back(percent(unit.area - int8->cost->area, unit.area));
      row.push_back(percent(power.active.total() - int8->cost->power->active.total(), power.active.total()));
    } else {
      row.insert(row.end(), {"", ""});
    }
    table.add(std::move(row));
  }
  std::string text = conditions_text(cost) + "\n" + table.text() + "\n" + kNotes + warning_text(reports, cost);
  if (cost.node_nand2_um2) {
    text +=
        fmt::format("um2 scaled: GE x {} um2, a NAND of another node, not a synthesis for it\n", *cost.node_nand2_um2);
  }
  if (glitches)
    text += "glitches: power they add, estimated with the delays of cells but not of loads, first 1000 cycles\n";
  return text + published_text();
}

std::string cost_detail(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  std::string text = run_conditions_text(conditions) + cost_table(reports, conditions);
  std::vector<std::string> parts;
  for (const UnitReport& report : reports) {
    for (const auto& [part, area] : report.cost->parts) {
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    }
  }
  std::vector<std::string> header = {"unit"};
  header.insert(header.end(), parts.begin(), parts.end());
  header.emplace_back("sum");
  TextTable areas(header);
  header.insert(header.end(), {"clock", "table", "data path", "leakage"});
  TextTable powers(header);
  const Function* function = reports.front().function;
  for (const UnitReport& report : reports) {
    const UnitCost& unit = *report.cost;
    const UnitPower& power = *unit.power;
    std::vector<std::string> area_row = {report.registers.config.name};
    std::vector<std::string> power_row = {report.function->name + " " + report.registers.config.name};
    double table = 0;
    double data_path = 0;
    for (const std::string& part : parts) {
      const auto area = unit.parts.find(part);
      area_row.push_back(
          area == unit.parts.end() ? "" : fmt::format("{:.0f}", area->second.area / conditions.cost->nand2_um2));
      const auto share = power.parts.find(part);
      power_row.push_back(share == power.parts.end() ? "" : fmt::format("{:.3g}", share->second.total() * 1e3));
      if (share == power.parts.end()) continue;
      (part == "table" ? table : data_path) += share->second.internal + share->second.switching;
    }
    area_row.push_back(fmt::format("{:.0f}", unit.gate_equivalents));
    power_row.push_back(fmt::format("{:.3g}", power.active.total() * 1e3));
    for (const double kind : {power.active.clock, table, data_path, power.active.leakage}) {
      power_row.push_back(fmt::format("{:.3g}", kind * 1e3));
    }
    if (report.function == function) areas.add(std::move(area_row));
    powers.add(std::move(power_row));
  }
  text += "\narea by part, GE\n\n" + areas.text();
  text += "\npower by part and by kind, mW (table: without its clock)\n\n" + powers.text();
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
