// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <string>
#include "tests/rooms.h"

namespace pwlsim::tests {

/// A library of inverters, NANDs, buffers, flops and a clock gate in two strengths, ns and pF. An arc delays by
/// 0.1 + R load and makes a slew of 2 R load, whatever the input's slew; R is 10 / strength. The D of a flop is due 0.2
/// before the clock. An input of strength s has s * 0.001 pF, an output may drive s * 0.01.
/// `strong`: area of the stronger cells, um2; the weaker ones have 2, buffers 3 and `strong` + 1.
inline std::string drive_library(double strong = 4) {
  const auto cell = [&](const std::string& name, const std::string& function, const std::string& inputs, int strength,
                        double area, const std::string& sense) {
    const double resistance = 10.0 / strength;
    const auto table = [&](const char* kind, double base, double slope) {
      return fmt::format("{} (load) {{ values (\"{}, {}\"); }} ", kind, base, base + slope);
    };
    const std::string arc = table("cell_rise", 0.1, resistance) + table("cell_fall", 0.1, resistance) +
                            table("rise_transition", 0, 2 * resistance) + table("fall_transition", 0, 2 * resistance);
    const bool flop = name[0] == 'F', gate = name[0] == 'G';
    const std::string clock = flop || gate ? "CK" : "";
    std::string text = fmt::format("cell ({}) {{ area : {};\n", name, area);
    if (flop) text += "ff (IQ, IQN) { clocked_on : CK; next_state : D; }\n";
    if (gate) text += "clock_gating_integrated_cell : latch_posedge; statetable (\"CK D\", \"L\") { }\n";
    if (flop || gate) {
      text += fmt::format("pin (CK) {{ direction : input; clock : true; {} capacitance : {}; }}\n",
                          gate ? "clock_gate_clock_pin : true;" : "", 0.001 * strength);
    }
    text += fmt::format("pin ({}) {{ direction : input; capacitance : {};\n", inputs, 0.001 * strength);
    if (flop || gate) {
      text +=
          "timing () { related_pin : CK; timing_type : setup_rising; rise_constraint (scalar) { values (0.2); } "
          "fall_constraint (scalar) { values (0.2); } }\n";
    }
    text += fmt::format("}}\npin (Y) {{ direction : output; max_capacitance : {}; {}\n", 0.01 * strength,
                        gate ? "clock_gate_out_pin : true;" : "function : \"" + function + "\";");
    const std::string related = !clock.empty() ? clock : inputs == "A, B" ? "A B" : inputs;
    text += fmt::format("timing () {{ related_pin : \"{}\"; timing_sense : {}; {} {} }} }} }}\n", related, sense,
                        flop ? "timing_type : rising_edge;" : "", arc);
    return text;
  };
  std::string text =
      "library (drive) { time_unit : 1ns; capacitive_load_unit (1, pf); voltage_unit : 1V; nom_voltage : 1;\n"
      "lu_table_template (load) { variable_1 : total_output_net_capacitance; index_1 (\"0, 1\"); }\n";
  for (const int strength : {1, 4}) {
    const std::string digit = std::to_string(strength);
    const double area = strength == 1 ? 2 : strong;
    text += cell("INV" + digit, "A'", "A", strength, area, "negative_unate");
    text += cell("NAND" + digit, "(A B)'", "A, B", strength, area, "negative_unate");
    text += cell("BUF" + digit, "A", "A", strength, area + 1, "positive_unate");
    text += cell("FLOP" + digit, "IQ", "D", strength, 3 * area, "non_unate");
    text += cell("GATE" + digit, "", "D", strength, 3 * area, "positive_unate");
  }
  return text + "}\n";
}

}  // namespace pwlsim::tests
