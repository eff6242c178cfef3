// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pwlsim::lockstep {

/// Sources for Verilator: the project's own RTL, a netlist, or a user's unit.
struct RtlSource {
  std::vector<std::filesystem::path> files;  ///< files of all modules, or of one that includes the others
  std::string top;
  std::vector<std::string> parameters;  ///< "NAME=VALUE" of the top module
  std::string label = "RTL";            ///< name of the model in reports

  /// Whether it is a user's unit. Its files are preprocessed in place, as the user's own compiler reads them; its
  /// assertions count; and Verilator's warnings are shown.
  bool foreign = false;
  std::vector<std::filesystem::path> include_folders;
  std::vector<std::string> defines;                    ///< "NAME" or "NAME=VALUE"
  std::vector<std::filesystem::path> library_folders;  ///< of modules that `files` lack, each in a file of its name
  std::vector<std::string> library_endings = {".v", ".sv"};

  /// What a foreign unit cannot do (rtl_adapter.h), so that nobody may ask it to.
  struct Lacks {
    bool reset = false, back_pressure = false, writes = false;
  };
  Lacks lacks = {};

  /// C++ that is compiled with the Verilated code in place of verilated_wrapper.cpp and gives it another interface than
  /// UnitModel. The caller loads such a library and checks the top module's ports.
  std::string wrapper = {};
  std::string around = {};  ///< SystemVerilog of a module around the unit, which becomes the top module; empty: none

  /// A one-bit signal that a Verilator configuration file (.vlt) among `files` makes public.
  struct Signal {
    std::string scope;  ///< path of the instance, from the top module on: "top.unit"
    std::string name;
  };
  /// Whether it is a netlist: thousands of cells, with the toggles of `counted` counted. The top module must register
  /// its inputs at the rising edge of clk_i, which begins a cycle; for other sources that edge ends a cycle. A netlist
  /// with latches also has an input open_latches_i, which is 0 while flops take the values of latches.
  bool netlist = false;
  std::vector<Signal> counted;
  /// Whether to count how often lines run and signals change; see coverage_data().
  bool coverage = false;
  /// Whether to compile in a third of the time for about half the speed. For models that run only briefly.
  bool quick = false;
};

}  // namespace pwlsim::lockstep
