// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace pwlsim::tests {

/// Energies of one group of internal power, in fJ.
struct GroupEnergy {
  std::string cell, pin, related, when;  ///< when: names with ! and & alone, or empty
  double rise, fall;
};

/// Groups of a library whose flops have both outputs and use them in every `when`, as in an open 45 nm library.
inline const std::vector<GroupEnergy>& flop_library_groups() {
  static const std::vector<GroupEnergy> groups = [] {
    std::vector<GroupEnergy> list = {
        {"INV", "ZN", "A", "", 1, 2},  {"NAND", "A", "", "!B & ZN", 1, 3}, {"NAND", "B", "", "!A & ZN", 2, 4},
        {"NAND", "ZN", "A", "", 3, 2}, {"NAND", "ZN", "B", "", 4, 3},      {"XOR", "Z", "A", "!B", 5, 4},
        {"XOR", "Z", "A", "B", 6, 5},  {"XOR", "Z", "B", "", 7, 7},
    };
    for (const std::string cell : {"DFF", "DFFR"}) {
      const std::string run = cell == "DFFR" ? " & RN" : "";
      list.push_back({cell, "CK", "", "!D & !Q & QN" + run, 10, 8});
      list.push_back({cell, "CK", "", "!D & Q & !QN" + run, 2, 5});
      list.push_back({cell, "CK", "", "D & !Q & QN" + run, 3, 6});
      list.push_back({cell, "CK", "", "D & Q & !QN" + run, 12, 9});
      list.push_back({cell, "D", "", "!CK & !Q & QN" + run, 7, 8});
      list.push_back({cell, "D", "", "!CK & Q & !QN" + run, 9, 8});
      list.push_back({cell, "D", "", "CK & !Q & QN" + run, 2, 3});
      list.push_back({cell, "D", "", "CK & Q & !QN" + run, 3, 1});
      list.push_back({cell, "Q", "CK", "D & !Q & QN" + run, 20, 17});
      list.push_back({cell, "Q", "CK", "!D & Q & !QN" + run, 21, 18});
      list.push_back({cell, "QN", "CK", "", 6, 5});
    }
    return list;
  }();
  return groups;
}

/// The library as a Liberty file. One unit of energy is 1 fF * (1 V)^2.
inline std::string flop_library() {
  struct Pin {
    const char *name, *function;
  };
  struct Cell {
    const char *name, *state;
    std::vector<Pin> pins;
  };
  const std::vector<Cell> cells = {
      {"INV", "", {{"A", ""}, {"ZN", "!A"}}},
      {"BUF", "", {{"A", ""}, {"Z", "A"}}},
      {"NAND", "", {{"A", ""}, {"B", ""}, {"ZN", "!(A & B)"}}},
      {"XOR", "", {{"A", ""}, {"B", ""}, {"Z", "A ^ B"}}},
      {"DFF", R"(next_state : "D"; clocked_on : "CK";)", {{"D", ""}, {"CK", ""}, {"Q", "IQ"}, {"QN", "IQN"}}},
      {"DFFR",
       R"(next_state : "D"; clocked_on : "CK"; clear : "!RN";)",
       {{"D", ""}, {"RN", ""}, {"CK", ""}, {"Q", "IQ"}, {"QN", "IQN"}}},
  };
  const std::string values = R"(values ("10, 20", "20, 30"); )";
  std::string text = R"(library (flops) {
  time_unit : "1ps"; voltage_unit : "1V"; current_unit : "1uA"; leakage_power_unit : "1nW";
  capacitive_load_unit (1, ff); nom_voltage : 1; nom_process : 1; nom_temperature : 25;
  lu_table_template (delays) { variable_1 : input_net_transition; variable_2 : total_output_net_capacitance;
    index_1 ("10, 30"); index_2 ("1, 10"); }
)";
  for (const Cell& cell : cells) {
    text += std::string("  cell (") + cell.name + ") { area : " + (*cell.state != '\0' ? "5" : "1") + ";\n";
    if (*cell.state != '\0') text += std::string("    ff (IQ, IQN) { ") + cell.state + " }\n";
    for (const Pin& pin : cell.pins) {
      const std::string name = pin.name;
      text += "    pin (" + name + ") { direction : " + (*pin.function != '\0' ? "output" : "input") + ";\n";
      if (*pin.function == '\0') {
        text += std::string("      capacitance : 1; ") + (name == "CK" ? "clock : true;" : "") + "\n";
      } else {
        text += std::string("      function : \"") + pin.function + "\";\n";
        for (const Pin& from : cell.pins) {
          if (*from.function != '\0' || (*cell.state != '\0' && std::string(from.name) != "CK")) continue;
          text += std::string("      timing () { related_pin : \"") + from.name + "\"; ";
          if (*cell.state != '\0') text += "timing_type : rising_edge; ";
          for (const char* table : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
            text += std::string(table) + " (delays) { " + values + "} ";
          }
          text += "}\n";
        }
      }
      for (const GroupEnergy& group : flop_library_groups()) {
        if (group.cell != cell.name || group.pin != name) continue;
        text += "      internal_power () { ";
        if (!group.related.empty()) text += "related_pin : \"" + group.related + "\"; ";
        if (!group.when.empty()) text += "when : \"" + group.when + "\"; ";
        text += "rise_power (scalar) { values (\"" + std::to_string(group.rise) +
                "\"); } fall_power (scalar) { values (\"" + std::to_string(group.fall) + "\"); } }\n";
      }
      text += "    }\n";
    }
    text += "  }\n";
  }
  return text + "}\n";
}

}  // namespace pwlsim::tests
