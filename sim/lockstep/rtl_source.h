// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pwlsim::lockstep {

/// What to verilate: the project's own RTL, a netlist, or a user's unit.
struct RtlSource {
  std::vector<std::filesystem::path> files;  ///< all modules; the first may name the rest
  std::string top;
  std::vector<std::string> parameters;  ///< "NAME=VALUE" of the top module
  std::string label = "RTL";            ///< what reports call the model

  /// A user's: its files go through Verilator's preprocessor where they are, as the compiler of a user would read them,
  /// its assertions count, and what Verilator warns of is shown.
  bool foreign = false;
  std::vector<std::filesystem::path> include_folders;
  std::vector<std::string> defines;                    ///< "NAME" or "NAME=VALUE"
  std::vector<std::filesystem::path> library_folders;  ///< hold modules that no file has, each in a file of its name
  std::vector<std::string> library_endings = {".v", ".sv"};

  /// C++ of another interface than that of UnitModel, which is compiled with the Verilated code in place of
  /// verilated_wrapper.cpp. Such a library is built here and loaded by others, and the top's ports are their matter.
  std::string wrapper = {};
  std::string around = {};  ///< SystemVerilog of a module around the unit, then the top

  /// A one-bit signal that a Verilator configuration file (.vlt) among the files makes public.
  struct Signal {
    std::string scope;  ///< path of the instance, from the top on: "top.unit"
    std::string name;
  };
  /// Of a netlist: thousands of cells, whose toggles are counted. The top's inputs must be registered at the rising
  /// edge of clk_i, which begins the cycle here; of other sources it ends the cycle. A netlist with latches has an
  /// input open_latches_i besides, which is 0 while the flops take what latches hold.
  bool netlist = false;
  std::vector<Signal> counted;
  /// Counts how often lines run and signals change; see coverage_data().
  bool coverage = false;
  /// Compiled in a third of the time, for models that live for a moment; they run at about half the speed.
  bool quick = false;
};

}  // namespace pwlsim::lockstep
