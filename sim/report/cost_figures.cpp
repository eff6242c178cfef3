// SPDX-License-Identifier: Apache-2.0
#include "sim/report/cost_figures.h"

#include <map>
#include <string>

namespace pwlsim::report {
namespace {

template <class Record>
void add(Figures<Record>& figures, const Figures<Record>& more) {
  figures.insert(figures.end(), more.begin(), more.end());
}

const Figures<Power>& power_figures() {
  static const Figures<Power> figures = {{{"internal_w", ""}, [](const Power& p) { return p.internal; }},
                                         {{"switching_w", ""}, [](const Power& p) { return p.switching; }},
                                         {{"clock_w", ""}, [](const Power& p) { return p.clock; }},
                                         {{"leakage_w", ""}, [](const Power& p) { return p.leakage; }},
                                         {{"total_w", ""}, [](const Power& p) { return p.total(); }}};
  return figures;
}

/// What a map has by part, a row each.
template <class Part>
DataTable parts_table(const std::map<std::string, Part>& parts, const Figures<Part>& figures) {
  DataTable table = table_of<Part>("", figures, std::vector<Part>());
  table.form = DataTable::Form::kByName;
  table.columns.insert(table.columns.begin(), Column{"part", ""});
  for (const auto& [name, part] : parts) {
    Row row{cells_of(figures, part)};
    row.cells.insert(row.cells.begin(), name);
    table.rows.push_back(std::move(row));
  }
  return table;
}

template <class Part>
Cell parts_cell(const std::map<std::string, Part>& parts, const Figures<Part>& figures) {
  return parts.empty() ? Cell() : parts_table(parts, figures);
}

Figures<UnitPower> unit_power_figures() {
  Figures<UnitPower> figures = {
      {{"cycles", ""}, [](const UnitPower& p) { return p.cycles; }},
      {{"operations", ""}, [](const UnitPower& p) { return p.operations; }},
      {{"energy_per_operation_j", ""}, [](const UnitPower& p) { return p.energy_per_operation; }}};
  const auto add_power = [&](const char* key, Power UnitPower::*power) {
    add(figures, figures_of_part<UnitPower, Power>(key, power_figures(),
                                                   [power](const UnitPower& unit) { return &(unit.*power); }));
  };
  add_power("active", &UnitPower::active);
  add_power("idle", &UnitPower::idle);
  add_power("idle_with_gated_table", &UnitPower::idle_gated);
  figures.push_back({{"parts", ""}, [](const UnitPower& p) { return parts_cell(p.parts, power_figures()); }});
  return figures;
}

Figures<GlitchEstimate> glitch_figures() {
  return {{{"cycles", ""}, [](const GlitchEstimate& g) { return g.cycles; }},
          {{"settled_w", ""}, [](const GlitchEstimate& g) { return g.settled; }},
          {{"with_glitches_w", ""}, [](const GlitchEstimate& g) { return g.with_glitches; }}};
}

Figures<ClockTree> tree_figures() {
  return {{{"buffer", ""}, [](const ClockTree& t) { return t.buffer; }},
          {{"buffers", ""}, [](const ClockTree& t) { return t.buffers; }},
          {{"levels", ""}, [](const ClockTree& t) { return t.levels; }},
          {{"area_um2", ""}, [](const ClockTree& t) { return t.area; }},
          {{"latency_ns", ""}, [](const ClockTree& t) { return t.latency; }}};
}

/// The unit with wires and clock tree.
Figures<LayoutCost> layout_figures() {
  Figures<LayoutCost> figures = {{{"area_um2", ""}, [](const LayoutCost& l) { return l.area; }},
                                 {{"gate_equivalents", ""}, [](const LayoutCost& l) { return l.gate_equivalents; }}};
  add(figures, figures_of_part<LayoutCost, ClockTree>("clock_tree", tree_figures(), [](const LayoutCost& layout) {
        return layout.tree.buffers > 0 ? &layout.tree : nullptr;
      }));
  add(figures, figures_of_part<LayoutCost, UnitPower>("power", unit_power_figures(), [](const LayoutCost& layout) {
        return layout.power ? &*layout.power : nullptr;
      }));
  return figures;
}

Figures<PartArea> part_area_figures() {
  return {{{"cells", ""}, [](const PartArea& p) { return p.cells; }},
          {{"area_um2", ""}, [](const PartArea& p) { return p.area; }}};
}

}  // namespace

Figures<UnitCost> cost_figures() {
  Figures<UnitCost> figures = {
      {{"cells", ""}, [](const UnitCost& c) { return c.cells; }},
      {{"flops", ""}, [](const UnitCost& c) { return c.flops; }},
      {{"area_um2", ""}, [](const UnitCost& c) { return c.area; }},
      {{"gate_equivalents", ""}, [](const UnitCost& c) { return c.gate_equivalents; }},
      {{"meets_clock", ""}, [](const UnitCost& c) { return c.meets_clock(); }},
      {{"timing.fmax_mhz", ""}, [](const UnitCost& c) { return c.timing.fmax; }},
      {{"timing.slack_ns", ""}, [](const UnitCost& c) { return c.timing.slack; }},
      {{"timing.slack_without_wires_ns", ""}, [](const UnitCost& c) { return c.bare_slack; }},
      {{"timing.hold_slack_ns", ""}, [](const UnitCost& c) { return c.timing.hold_slack; }},
      {{"timing.critical_path", ""}, [](const UnitCost& c) { return c.path; }},
      {{"nets_beyond_limits.max_capacitance", ""}, [](const UnitCost& c) { return c.beyond.capacitance; }},
      {{"nets_beyond_limits.max_transition", ""}, [](const UnitCost& c) { return c.beyond.transition; }},
      {{"nets_beyond_limits.max_fanout", ""}, [](const UnitCost& c) { return c.beyond.fanout; }},
      {{"recipe", ""}, [](const UnitCost& c) { return c.recipe; }},
      {{"parts", ""}, [](const UnitCost& c) { return parts_cell(c.parts, part_area_figures()); }}};
  const auto power = [](const UnitCost& cost) { return cost.power ? &*cost.power : nullptr; };
  add(figures, figures_of_part<UnitCost, UnitPower>("power", unit_power_figures(), power));
  add(figures, figures_of_part<UnitCost, GlitchEstimate>("power.glitches", glitch_figures(), [](const UnitCost& cost) {
        return cost.power && cost.power->glitches ? &*cost.power->glitches : nullptr;
      }));
  add(figures,
      figures_of_part<UnitCost, LayoutCost>("with_wires_and_clock_tree", layout_figures(),
                                            [](const UnitCost& cost) { return cost.power ? &cost.layout : nullptr; }));
  return figures;
}

std::vector<Document::Fact> cost_facts(const CostConditions& cost) {
  return {{"cost.library", cost.library},
          {"cost.corner", cost.corner},
          {"cost.file", cost.library_file},
          {"cost.tools", cost.tools},
          {"cost.storage", cost.storage},
          {"cost.clock_ns", cost.clock_ns},
          {"cost.nand2_um2", cost.nand2_um2},
          {"cost.areas", cost.areas_note},
          {"cost.wires", cost.wires},
          {"cost.clock_buffer", cost.clock_buffer},
          {"cost.node_nand2_um2", cost.node_nand2_um2}};
}

}  // namespace pwlsim::report
