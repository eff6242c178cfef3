// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>

#include "sim/base/process.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {

/// The result of OpenSTA's report_power, W.
struct OpenStaPower {
  double internal, switching, leakage, total;
  std::map<std::string, double> cells;  ///< total of each cell
};

/// Runs OpenSTA with one activity for all nets except those of the clock clk_i. The input ports have 0.1 ns of slew and
/// belong to the clock, because OpenSTA lets nets that no clock reaches not toggle.
inline OpenStaPower open_sta_power(const ScratchFolder& folder, const std::string& library, const std::string& verilog,
                                   const std::string& top, double period, double activity) {
  std::ostringstream script;
  script << "read_liberty {" << library << "}\nread_verilog {" << verilog << "}\nlink_design " << top
         << "\ncreate_clock -name clk -period " << period << " [get_ports clk_i]\n"
         << "set_input_transition 0.1 [all_inputs]\nset_input_delay -clock clk 0 [all_inputs]\n"
         << "set_power_activity -global -activity " << activity << " -duty 0.5\n"
         << "report_power -digits 6\nreport_power -digits 6 -instances [get_cells *]\n";
  const std::string file = folder.write("power.tcl", script.str());
  const ProcessResult result = run_process({"sta", "-no_splash", "-exit", file}, folder.path());
  if (result.exit_code != 0 || result.output.find("Error") != std::string::npos)
    throw std::runtime_error(result.output);
  OpenStaPower power{};
  std::istringstream lines(result.output);
  const std::regex total(R"(Total +(\S+) +(\S+) +(\S+) +(\S+) +100\.0%)");
  const std::regex cell(R"( *(\S+) +(\S+) +(\S+) +([-\d.]+e\S+) +\\?(\S+) *)");
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, total)) {
      power.internal = std::stod(match[1]);
      power.switching = std::stod(match[2]);
      power.leakage = std::stod(match[3]);
      power.total = std::stod(match[4]);
    } else if (line.find('%') == std::string::npos && std::regex_match(line, match, cell)) {
      power.cells[match[5]] = std::stod(match[4]);
    }
  }
  if (power.total == 0) throw std::runtime_error(result.output);
  return power;
}

}  // namespace pwlsim::tests
