// SPDX-License-Identifier: Apache-2.0
#include "sim/report/cost_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/cost/liberty/wire_load.h"
#include "sim/report/built_units.h"
#include "sim/report/int8_beside.h"
#include "sim/report/run_figures.h"

namespace pwlsim::report {
namespace {

/// The report of the unit against which one is measured, for the same function.
const UnitReport* baseline_of(const std::vector<UnitReport>& reports, const UnitReport& report) {
  const std::string name = int8_beside(report.registers.config);
  const auto found = std::find_if(reports.begin(), reports.end(), [&](const UnitReport& other) {
    return other.function == report.function && other.registers.config.name == name;
  });
  return found == reports.end() ? nullptr : &*found;
}

/// Behind the name of a unit that is too slow.
constexpr const char* kMissed = " (misses the clock)";

std::vector<std::string> conditions_text(const CostConditions& cost) {
  const char* const storage = cost.storage == "flop"    ? "flops with write enable"
                              : cost.storage == "gated" ? "flops behind clock gates"
                                                        : "latches behind clock gates";
  const std::string tree = cost.clock_buffer.empty()
                               ? "none, as the library has no buffer"
                               : fmt::format("{}, {} sinks behind a leaf, {} buffers behind one above",
                                             cost.clock_buffer, kSinksOfLeaf, kSinksOfBranch);
  return {fmt::format("gates: library {} ({}), {}", cost.library, cost.corner, cost.library_file),
          fmt::format("clock {} ns, tables in {}, {}; before layout, not tape-out quality", cost.clock_ns, storage,
                      cost.tools),
          fmt::format("areas: {}", cost.areas_note), fmt::format("wires: {}; clock tree: {}", cost.wires, tree)};
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
      text += fmt::format(" (INT8 saves {} / {})", show_percent(1 - kPublished[0].area / unit.area),
                          show_percent(1 - kPublished[0].milliwatts / unit.milliwatts));
    }
  }
  return text;
}

const std::vector<std::string> kNotes = {
    "GE: area over that of a two-input NAND; idle: the clock runs, nothing else toggles; gated: and the table has no "
    "clock, as behind a clock gate that costs nothing; saves: area and power of INT8 with as many entries against this "
    "unit",
    "power: toggles of every net in this lockstep run and the load of all clock pins, no glitches; from the first "
    "input that is offered to the last that is accepted all cycles count, stalled ones too"};

/// What the rows of a unit are.
std::string rows_text(const CostConditions& cost) {
  const std::string second = layout_name(cost);
  if (second.empty())
    return "no wires and no clock tree are counted: real units are larger, slower and need more power";
  return fmt::format("a unit's first row: its cells alone, which is less than any real unit has; second: {}{}",
                     cost.clock_buffer.empty() ? "the same" : "the same cells and the clock tree",
                     has_wires(cost) ? ", with wires as long as usual" : ", but no wires");
}

/// What `describe` says of each unit, comma-separated; units of which it says nothing are left out.
template <class Describe>
std::string list_units(const std::vector<UnitReport>& reports, const Describe& describe) {
  std::string list;
  for (const BuiltUnit& unit : built_units(reports)) {
    if (!unit.report->cost) continue;
    const std::string text = describe(unit.name, *unit.report->cost);
    if (!text.empty()) list += (list.empty() ? "" : ", ") + text;
  }
  return list;
}

/// A line on each thing that makes units not work as they are: too slow for the clock, paths that are too short, nets
/// that nothing can drive.
std::vector<std::string> warnings(const std::vector<UnitReport>& reports, const CostConditions& conditions) {
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
  std::vector<std::string> lines;
  const auto add = [&](const char* begin, const std::string& units, const std::string& end) {
    if (!units.empty()) lines.push_back(begin + units + end);
  };
  add(fmt::format("too slow for {} ns: ", conditions.clock_ns).c_str(), late,
      fmt::format(
          "; their power at that clock is only nominal{} and nothing is compared with them; try a longer --clock",
          conditions.glitches ? " and glitches are not estimated" : ""));
  add("hold slack below 0: ", early, "; these paths need delays that are not in the figures");
  add("nets with more load than the library allows: ", beyond(&NetViolations::capacitance),
      "; their delays and power are guesses");
  add("nets with slower edges than the library allows (max_transition): ", beyond(&NetViolations::transition), "");
  add("nets that lead to more pins than the library allows (max_fanout): ", beyond(&NetViolations::fanout), "");
  return lines;
}

/// The figures of a row: of a unit's cells alone, or with wires and clock tree.
struct RowFigures {
  int cells;
  double area, fmax, slack;
  const UnitPower* power;
};

RowFigures bare(const UnitCost& unit) {
  return {unit.cells, unit.area, unit.bare_fmax(), unit.bare_slack, unit.power ? &*unit.power : nullptr};
}

RowFigures with_layout(const UnitCost& unit) {
  const LayoutCost& layout = unit.layout;
  return {unit.cells + layout.tree.buffers, layout.area, unit.timing.fmax, unit.timing.slack,
          layout.power ? &*layout.power : nullptr};
}

/// A row of the table: a unit, or the same unit with wires and clock tree.
struct CostRow {
  const UnitReport& report;
  const UnitCost* int8;  ///< against which it is measured, if any
  const CostConditions& cost;
  bool layout;

  RowFigures figures() const { return layout ? with_layout(*report.cost) : bare(*report.cost); }
  double gates() const { return figures().area / cost.nand2_um2; }

  std::string name() const {
    if (layout) return layout_name(cost);
    return report.registers.config.name + (report.cost->meets_clock() ? "" : kMissed);
  }

  /// What INT8 saves of an amount; a dash where either unit misses the clock, blank without an INT8 to compare with.
  Cell saved(double (*amount)(const RowFigures&)) const {
    if (int8 == nullptr) return {};
    if (!int8->meets_clock() || !report.cost->meets_clock()) return NAN;
    return 1 - amount(layout ? with_layout(*int8) : bare(*int8)) / amount(figures());
  }

  Cell glitches() const {
    if (layout) return {};
    const std::optional<GlitchEstimate>& estimate = report.cost->power->glitches;
    return estimate ? estimate->with_glitches / estimate->settled - 1 : NAN;
  }
};

/// What does not depend on wires and clock tree stands in the first row only.
template <class Value>
Cell in_first(const CostRow& row, Value value) {
  return row.layout ? Cell() : Cell(value);
}

Figures<CostRow> cost_row_figures(const CostConditions& cost) {
  using Row = const CostRow&;
  const auto milliwatts = [](const Power& power) { return power.total() * 1e3; };
  Figures<CostRow> figures = {
      {{"", "unit"}, [](Row r) { return r.name(); }},
      {{"", "MSE", 8}, [](Row r) { return in_first(r, r.report.errors.mse()); }},
      {{"", "latency", 7}, [](Row r) { return in_first(r, r.report.latency); }},
      {{"", "cells", 5}, [](Row r) { return r.figures().cells; }},
      {{"", "flops", 7}, [](Row r) { return in_first(r, r.report.cost->flops); }},
      {{"", "GE", 1, show_decimals<0>}, [](Row r) { return r.gates(); }},
      {{"", "um2", 2, show_decimals<0>}, [](Row r) { return r.figures().area; }},
      {{"", "fmax MHz", 3, show_decimals<0>}, [](Row r) { return r.figures().fmax; }},
      {{"", "slack ns", 6, show_decimals<2>}, [](Row r) { return r.figures().slack; }},
      {{"", "mW", 1, show_plain_digits}, [=](Row r) { return milliwatts(r.figures().power->active); }},
      {{"", "pJ/op", 3, show_plain_digits}, [](Row r) { return r.figures().power->energy_per_operation * 1e12; }},
      {{"", "idle mW", 4, show_plain_digits}, [=](Row r) { return milliwatts(r.figures().power->idle); }},
      {{"", "gated mW", 6, show_plain_digits}, [=](Row r) { return milliwatts(r.figures().power->idle_gated); }},
      {{"", "saves area", 2, show_percent},
       [](Row r) { return r.saved([](const RowFigures& figures) { return figures.area; }); }},
      {{"", "power", 2, show_percent},
       [](Row r) { return r.saved([](const RowFigures& figures) { return figures.power->active.total(); }); }}};
  if (cost.glitches) {
    figures.insert(figures.end() - 2, {{"", "glitches", 4, show_signed_percent}, [](Row r) { return r.glitches(); }});
  }
  if (cost.node_nand2_um2) {
    figures.insert(figures.begin() + 7,
                   {{"", "um2 scaled", 2, show_decimals<0>}, [](Row r) { return r.gates() * *r.cost.node_nand2_um2; }});
  }
  return figures;
}

DataTable cost_rows(const std::vector<UnitReport>& reports, const CostConditions& cost) {
  const Figures<CostRow> figures = cost_row_figures(cost);
  DataTable table = table_of("", figures, std::vector<CostRow>());
  for (const UnitReport& report : reports) {
    if (!report.cost || !report.cost->power) continue;
    const UnitReport* const beside = baseline_of(reports, report);
    const UnitCost* const int8 = beside != nullptr && beside->cost && beside->cost->power ? &*beside->cost : nullptr;
    for (const bool layout : {false, true}) {
      if (layout && layout_name(cost).empty()) continue;
      table.rows.push_back({cells_of(figures, CostRow{report, int8, cost, layout}), report.function->name, layout});
    }
  }
  return table;
}

}  // namespace

Section cost_section(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  if (!conditions.cost) return {};
  const CostConditions& cost = *conditions.cost;
  Section section{"", conditions_text(cost), {cost_rows(reports, cost)}, kNotes};
  std::vector<std::string>& notes = section.notes;
  notes.push_back(rows_text(cost));
  for (std::string& warning : warnings(reports, cost)) notes.push_back(std::move(warning));
  if (cost.node_nand2_um2) {
    notes.push_back(
        fmt::format("um2 scaled: GE x {} um2, a NAND of another node, not a synthesis for it", *cost.node_nand2_um2));
  }
  if (cost.glitches) {
    notes.emplace_back(
        "glitches: power they add, estimated with the delays of cells but not of loads, first 1000 cycles");
  }
  notes.push_back(published_text());
  return section;
}

namespace {

/// A column for each part, of least importance, as there may be any number of them.
std::vector<Column> part_columns(const std::vector<std::string>& parts, Show show) {
  std::vector<Column> columns = {{"", "unit"}};
  for (const std::string& part : parts) columns.push_back({"", part, 2, show});
  return columns;
}

/// Powers of all units by part and by kind.
DataTable power_parts(const std::vector<UnitReport>& reports, const std::vector<std::string>& parts,
                      RowFigures (*of)(const UnitCost&)) {
  DataTable powers{"", part_columns(parts, show_digits<3>)};
  for (const char* kind : {"sum", "clock", "table", "data path", "leakage"}) powers.columns.push_back({"", kind, 1});
  for (const UnitReport& report : reports) {
    const UnitPower& power = *of(*report.cost).power;
    Row row{{report.function->name + " " + report.registers.config.name}};
    double table = 0;
    double data_path = 0;
    for (const std::string& part : parts) {
      const auto share = power.parts.find(part);
      row.cells.push_back(share == power.parts.end() ? Cell() : Cell(share->second.total() * 1e3));
      if (share == power.parts.end()) continue;
      (part == "table" ? table : data_path) += share->second.internal + share->second.switching;
    }
    for (const double kind : {power.active.total(), power.active.clock, table, data_path, power.active.leakage}) {
      row.cells.push_back(kind * 1e3);
    }
    powers.rows.push_back(std::move(row));
  }
  return powers;
}

/// Areas by part of each unit that was built, in gate equivalents.
DataTable area_parts(const std::vector<BuiltUnit>& units, const std::vector<std::string>& parts,
                     const CostConditions& cost) {
  DataTable areas{"", part_columns(parts, show_decimals<0>)};
  for (const std::string& head : {std::string("sum"), std::string(kClockTreePart), std::string("with it")}) {
    areas.columns.push_back({"", head, 1, show_decimals<0>});
  }
  for (const BuiltUnit& built : units) {
    const UnitCost& unit = *built.report->cost;
    Row row{{built.name}};
    for (const std::string& part : parts) {
      const auto area = unit.parts.find(part);
      row.cells.push_back(area == unit.parts.end() ? Cell() : Cell(area->second.area / cost.nand2_um2));
    }
    row.cells.push_back(unit.gate_equivalents);
    row.cells.push_back(unit.layout.tree.area / cost.nand2_um2);
    row.cells.push_back(unit.layout.gate_equivalents);
    areas.rows.push_back(std::move(row));
  }
  return areas;
}

/// What each instance of a user's unit takes, when it is mapped by itself. None of the project's units.
std::vector<Section> instance_sections(const std::vector<BuiltUnit>& units, const CostConditions& cost) {
  struct InstanceRow {
    const InstanceArea& instance;
    double nand2, sum;
  };
  static const Figures<InstanceRow> figures = {
      {{"instance", "instance"}, [](const InstanceRow& r) { return r.instance.name; }},
      {{"cells", "cells"}, [](const InstanceRow& r) { return r.instance.cells; }},
      {{"gate_equivalents", "GE", 1, show_decimals<0>}, [](const InstanceRow& r) { return r.instance.area / r.nand2; }},
      {{"area_um2", "um2", 1, show_decimals<0>}, [](const InstanceRow& r) { return r.instance.area; }},
      {{"share", "share", 1, show_percent}, [](const InstanceRow& r) { return r.instance.area / r.sum; }}};
  std::vector<Section> sections;
  for (const BuiltUnit& built : units) {
    const UnitCost& unit = *built.report->cost;
    const std::string title = "area by instance, flops and logic";
    if (!unit.no_instances.empty()) sections.push_back({title, {}, {}, {"not known: " + unit.no_instances}});
    if (unit.instances.empty()) continue;
    double sum = 0;
    for (const InstanceArea& instance : unit.instances) sum += instance.area;
    std::vector<InstanceRow> rows;
    for (const InstanceArea& instance : unit.instances) rows.push_back({instance, cost.nand2_um2, sum});
    sections.push_back(
        {title,
         {},
         {table_of("instances", figures, rows)},
         {fmt::format(
             "mapped once more, by recipe {}, with each module by itself: no gate is shared or left out across "
             "the border of an instance; sum {:.0f} GE, {} against the flat unit's {:.0f} GE, both before "
             "buffers and sizing; all other figures are of the flat unit",
             unit.recipe, sum / cost.nand2_um2, show_signed_percent(sum / unit.mapped_area - 1),
             unit.mapped_area / cost.nand2_um2)}});
  }
  return sections;
}

/// "fp32_8: 61 leaves …" of each unit.
std::vector<std::string> clock_tree_lines(const std::vector<BuiltUnit>& units) {
  std::vector<std::string> lines;
  for (const BuiltUnit& built : units) {
    const ClockTree& tree = built.report->cost->layout.tree;
    if (tree.buffers == 0) continue;
    lines.push_back(fmt::format("{}: {} {} in {} levels, {:.2f} ns from the clock port to the flops", built.name,
                                tree.buffers, tree.buffer, tree.levels, tree.latency));
  }
  return lines;
}

std::vector<std::string> critical_path_lines(const std::vector<BuiltUnit>& units) {
  std::vector<std::string> lines;
  for (const BuiltUnit& built : units) {
    const UnitCost& unit = *built.report->cost;
    lines.push_back(fmt::format("{}: {} ({} cells, slack {:.3f} ns, hold {:.3f} ns; recipe {})", built.name, unit.path,
                                unit.timing.cells.size(), unit.timing.slack, unit.timing.hold_slack, unit.recipe));
  }
  return lines;
}

}  // namespace

Document cost_document(const std::vector<UnitReport>& reports, const RunConditions& conditions) {
  const CostConditions& cost = *conditions.cost;
  Document document;
  document.facts = run_facts(conditions);
  document.conditions = {run_conditions_text(conditions)};
  std::vector<Section>& sections = document.sections;
  sections = {{"", {}, {runs_table(reports, false)}}, cost_section(reports, conditions)};
  std::vector<std::string> parts;
  const std::vector<BuiltUnit> built = built_units(reports);
  for (const UnitReport& report : reports) {
    for (const auto& [part, area] : report.cost->parts) {
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    }
  }
  sections.push_back({"area by part, GE", {}, {area_parts(built, parts, cost)}});
  for (Section& section : instance_sections(built, cost)) sections.push_back(std::move(section));
  sections.push_back(
      {"power by part and by kind, mW (table: without its clock)", {}, {power_parts(reports, parts, bare)}});
  if (!layout_name(cost).empty()) {
    parts.emplace_back(kClockTreePart);
    sections.push_back({"the same " + layout_name(cost), {}, {power_parts(reports, parts, with_layout)}});
  }
  const std::vector<std::string> trees = clock_tree_lines(built);
  if (!trees.empty()) sections.push_back({"clock trees", {}, {}, trees});
  sections.push_back({"critical paths", {}, {}, critical_path_lines(built)});
  sections.push_back({"", {}, {}, {verdict_text(reports)}});
  return document;
}

}  // namespace pwlsim::report
