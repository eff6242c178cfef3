// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pwlsim::cost {

/// Name of every unit's clock input.
constexpr const char* kClockPort = "clk_i";

/// A mapped netlist: library cells and one-bit nets, no hierarchy.
struct Netlist {
  // Values of Pin::net for pins that are not connected to a net.
  static constexpr int kZero = -1, kOne = -2, kOpen = -3;

  struct Pin {
    std::string name;  ///< of the library cell's pin
    int net;           ///< index into nets, or one of the constants above
  };
  struct Cell {
    std::string name;
    std::string type;  ///< name in the library
    std::string part;  ///< of the unit: "table", "segment", …
    std::vector<Pin> pins;
  };
  struct Port {
    std::string name;
    bool output;
    std::vector<int> nets;  ///< bit 0 first
  };

  std::string top;
  std::vector<std::string> nets;  ///< names as in the Verilog file of the same netlist: "n12" or, of a port, "x_i[3]"
  std::vector<Port> ports;
  std::vector<Cell> cells;
};

/// Reads the one module of a file that Yosys wrote with `write_json`. A cell's part is its attribute `part`. Throws
/// InputError with the file's name for anything that is not a flat netlist of one-bit pins.
Netlist read_netlist(const std::filesystem::path& path);

}  // namespace pwlsim::cost
