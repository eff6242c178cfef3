// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/liberty_writer.h"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace pwlsim::cost {
namespace {

constexpr const char* kWireLoad = "wires";

/// Names of a kind of tables and of its variables.
struct TableKind {
  const char* prefix;
  const char* group;  ///< of their templates
  const char *rows, *columns;
};
constexpr TableKind kDelay = {.prefix = "delay",
                              .group = "lu_table_template",
                              .rows = "input_net_transition",
                              .columns = "total_output_net_capacitance"};
constexpr TableKind kCheck = {.prefix = "check",
                              .group = "lu_table_template",
                              .rows = "related_pin_transition",
                              .columns = "constrained_pin_transition"};
constexpr TableKind kEnergy = {.prefix = "energy",
                               .group = "power_lut_template",
                               .rows = "input_transition_time",
                               .columns = "total_output_net_capacitance"};

std::string check_type(const TimingCheck& check) {
  const char* const edge = check.rising ? "rising" : "falling";
  switch (check.kind) {
    case TimingCheck::Kind::kSetup:
      return fmt::format("setup_{}", edge);
    case TimingCheck::Kind::kHold:
      return fmt::format("hold_{}", edge);
    case TimingCheck::Kind::kRecovery:
      return fmt::format("recovery_{}", edge);
    default:
      return fmt::format("removal_{}", edge);
  }
}

const char* name_of(TimingArc::Sense sense) {
  return sense == TimingArc::Sense::kPositive   ? "positive_unate"
         : sense == TimingArc::Sense::kNegative ? "negative_unate"
                                                : "non_unate";
}

const char* name_of(LibertyPin::Direction direction) {
  switch (direction) {
    case LibertyPin::Direction::kInput:
      return "input";
    case LibertyPin::Direction::kOutput:
      return "output";
    case LibertyPin::Direction::kInout:
      return "inout";
    default:
      return "internal";
  }
}

/// A name for people only, without characters that would end a string.
std::string plain(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c < ' ' || c > '~' || c == '"' || c == '\\'; }, '_');
  return name;
}

class Writer {
 public:
  Writer(const Library& library, LibertyDetail detail) : library_(library), detail_(detail) {}

  void add(const LibertyCell& cell) {
    line("  cell (\"{}\") {{\n    area : {:.12g};\n", cell.name, cell.area);
    if (holds(LibertyDetail::kPower)) line("    cell_leakage_power : {:.12g};\n", cell.leakage * 1e9);
    if (!cell.clock_gate.empty()) line("    clock_gating_integrated_cell : \"{}\";\n", plain(cell.clock_gate));
    if (cell.has_state_table) line("    statetable (\"\", \"\") {{ table : \"\"; }}\n");
    for (const LibertyState& state : cell.states) add(state);
    for (const LibertyPin& pin : cell.pins) add(pin);
    line("  }}\n");
  }

  std::string text() const { return header() + templates_ + fmt::to_string(cells_) + "}\n"; }

 private:
  bool holds(LibertyDetail detail) const { return detail_ >= detail; }

  template <typename... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(cells_), format, std::forward<Arguments>(arguments)...);
  }
  void attribute(const char* indent, const char* name, const BooleanFunction& function) {
    if (!function.empty()) line("{}{} : \"{}\";\n", indent, name, text_of(function));
  }

  std::string header() const {
    const Thresholds& t = library_.thresholds;
    std::string text = fmt::format(
        "library (\"{}\") {{\n  delay_model : table_lookup;\n  time_unit : \"1ns\";\n  voltage_unit : \"1V\";\n"
        "  current_unit : \"1mA\";\n  pulling_resistance_unit : \"1kohm\";\n  leakage_power_unit : \"1nW\";\n"
        "  capacitive_load_unit (1, pf);\n  nom_process : {:.12g};\n  nom_voltage : {:.12g};\n"
        "  nom_temperature : {:.12g};\n",
        plain(library_.name), library_.process, library_.voltage, library_.temperature);
    const auto percent = [&](const char* name, const std::array<double, 2>& values) {
      text += fmt::format("  {0}_rise : {1:.12g};\n  {0}_fall : {2:.12g};\n", name, values[0], values[1]);
    };
    percent("input_threshold_pct", t.input);
    percent("output_threshold_pct", t.output);
    percent("slew_lower_threshold_pct", t.slew_low);
    percent("slew_upper_threshold_pct", t.slew_high);
    text += fmt::format("  slew_derate_from_library : {:.12g};\n", t.slew_derate);
    if (library_.default_max_transition > 0) {
      text += fmt::format("  default_max_transition : {:.12g};\n", library_.default_max_transition);
    }
    if (!library_.operating_conditions.empty()) {
      text += fmt::format(
          "  operating_conditions (\"{0}\") {{\n    process : {1:.12g};\n    voltage : {2:.12g};\n"
          "    temperature : {3:.12g};\n{4}  }}\n  default_operating_conditions : \"{0}\";\n",
          plain(library_.operating_conditions), library_.process, library_.voltage, library_.temperature,
          library_.tree_type.empty() ? "" : fmt::format("    tree_type : \"{}\";\n", plain(library_.tree_type)));
    }
    const WireLoad& wire = library_.wire_load;
    if (!wire.lengths.empty()) {
      text += fmt::format(
          "  wire_load (\"{}\") {{\n    capacitance : {:.12g};\n    resistance : {:.12g};\n    slope : {:.12g};\n",
          kWireLoad, wire.capacitance, wire.resistance, wire.slope);
      for (const auto& [pins, length] : wire.lengths) {
        text += fmt::format("    fanout_length ({:.12g}, {:.12g});\n", pins, length);
      }
      text += fmt::format("  }}\n  default_wire_load : \"{}\";\n  default_wire_load_mode : top;\n", kWireLoad);
    }
    return text;
  }

  static std::string list(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) {
      fmt::format_to(std::back_inserter(text), "{}{:.12g}", text.empty() ? "" : ",", value);
    }
    return text;
  }

  /// Name of the template with the table's axes, which is made when first needed.
  const std::string& template_of(const TableKind& kind, const LibertyTable& table) {
    static const std::string scalar = "scalar";
    if (table.rows.empty() && table.columns.empty()) return scalar;
    const auto [place, added] = names_.try_emplace({kind.prefix, table.rows, table.columns}, "");
    if (added) {
      place->second = fmt::format("{}_{}", kind.prefix, names_.size());
      std::string variables, indices;
      int axis = 0;
      for (const auto& [variable, points] :
           {std::pair(kind.rows, &table.rows), std::pair(kind.columns, &table.columns)}) {
        if (points->empty()) continue;
        variables += fmt::format("    variable_{} : {};\n", ++axis, variable);
        indices += fmt::format("    index_{} (\"{}\");\n", axis, list(*points));
      }
      templates_ += fmt::format("  {} (\"{}\") {{\n{}{}  }}\n", kind.group, place->second, variables, indices);
    }
    return place->second;
  }

  /// `scale`: factor from the table's values to the written ones.
  void add(const TableKind& kind, const char* name, const LibertyTable& table, double scale = 1) {
    if (table.empty()) return;
    line("        {} (\"{}\") {{ values (", name, template_of(kind, table));
    const std::size_t row = table.rows.empty() || table.columns.empty() ? table.values.size() : table.columns.size();
    for (std::size_t i = 0; i < table.values.size(); ++i) {
      line("{}{:.12g}", i == 0 ? "\"" : i % row == 0 ? "\", \"" : ",", table.values[i] * scale);
    }
    line("\"); }}\n");
  }

  void add(const LibertyState& state) {
    line("    {} (\"{}\", \"{}\") {{\n", state.flop ? "ff" : "latch", state.name, state.inverted_name);
    attribute("      ", state.flop ? "clocked_on" : "enable", state.clock);
    attribute("      ", state.flop ? "next_state" : "data_in", state.data);
    attribute("      ", "clear", state.clear);
    attribute("      ", "preset", state.preset);
    line("    }}\n");
  }

  void add(const LibertyPin& pin) {
    line("    pin (\"{}\") {{\n      direction : {};\n", pin.name, name_of(pin.direction));
    if (pin.clock) line("      clock : true;\n");
    if (!pin.clock_gate_role.empty()) line("      clock_gate_{}_pin : true;\n", pin.clock_gate_role);
    if (pin.three_state) line("      three_state : \"0\";\n");
    attribute("      ", "function", pin.function);
    if (holds(LibertyDetail::kTiming)) {
      line("      capacitance : {:.12g};\n      rise_capacitance : {:.12g};\n      fall_capacitance : {:.12g};\n",
           std::max(pin.capacitance[0], pin.capacitance[1]), pin.capacitance[0], pin.capacitance[1]);
      if (pin.max_capacitance > 0) line("      max_capacitance : {:.12g};\n", pin.max_capacitance);
      if (pin.max_transition > 0) line("      max_transition : {:.12g};\n", pin.max_transition);
      for (const TimingArc& arc : pin.arcs) add(arc);
      for (const TimingCheck& check : pin.checks) add(check);
    }
    if (holds(LibertyDetail::kPower)) {
      for (const InternalPower& power : pin.internal_power) add(power);
    }
    line("    }}\n");
  }

  void add(const TimingArc& arc) {
    line("      timing () {{\n        related_pin : \"{}\";\n        timing_type : {};\n        timing_sense : {};\n",
         arc.related_pin, arc.type, name_of(arc.sense));
    attribute("        ", "when", arc.when);
    add(kDelay, "cell_rise", arc.delay[0]);
    add(kDelay, "rise_transition", arc.transition[0]);
    add(kDelay, "cell_fall", arc.delay[1]);
    add(kDelay, "fall_transition", arc.transition[1]);
    line("      }}\n");
  }

  void add(const TimingCheck& check) {
    line("      timing () {{\n        related_pin : \"{}\";\n        timing_type : {};\n", check.clock,
         check_type(check));
    attribute("        ", "when", check.when);
    add(kCheck, "rise_constraint", check.constraint[0]);
    add(kCheck, "fall_constraint", check.constraint[1]);
    line("      }}\n");
  }

  void add(const InternalPower& power) {
    line("      internal_power () {{\n");
    if (!power.related_pins.empty()) {
      line("        related_pin : \"{}\";\n", fmt::join(power.related_pins, " "));
    }
    attribute("        ", "when", power.when);
    add(kEnergy, "rise_power", power.energy[0], 1e12);
    add(kEnergy, "fall_power", power.energy[1], 1e12);
    line("      }}\n");
  }

  const Library& library_;
  LibertyDetail detail_;
  fmt::memory_buffer cells_;
  std::string templates_;
  std::map<std::tuple<std::string, std::vector<double>, std::vector<double>>, std::string> names_;
};

}  // namespace

std::string liberty_text(const Library& library, LibertyDetail detail,
                         const std::function<bool(const LibertyCell&)>& wanted) {
  Writer writer(library, detail);
  for (const LibertyCell& cell : library.cells) {
    if (wanted(cell)) writer.add(cell);
  }
  return writer.text();
}

std::string liberty_text(const Library& library, LibertyDetail detail) {
  return liberty_text(library, detail, [](const LibertyCell& cell) { return cell.unusable.empty(); });
}

std::string liberty_text(const Library& library, LibertyDetail detail, const std::set<std::string>& cells) {
  return liberty_text(library, detail, [&](const LibertyCell& cell) { return cells.count(cell.name) != 0; });
}

}  // namespace pwlsim::cost
