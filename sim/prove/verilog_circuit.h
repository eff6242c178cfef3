// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/logic/circuit.h"

namespace pwlsim::prove {

/// A Verilog design as text.
struct Verilog {
  struct File {
    std::string name, text;
  };
  std::vector<File> files;
  std::string top;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< name and value
  /// Whether sums of several words are compressor trees, as in synthesis (Yosys' alumacc and maccmap), instead of a
  /// chain of adders.
  bool trees = false;
  /// Outputs that may be constant, and are left out then.
  std::set<std::string> may_be_constant = {};
};

/// The design as logic, made by Yosys with as few passes as possible. An asynchronous reset becomes what it does while
/// it is active: a 0 at the register's output and in its next value. Undefined values become inputs of their own.
/// Throws InputError with the path of the log, which is kept below `cache`, when Yosys fails. Throws InputError also
/// for implicit wires, undriven nets and registers with a clock other than clk_i.
Circuit read_verilog(const Verilog& design, const std::filesystem::path& cache);

/// Name and version of Yosys.
std::string yosys_version();

}  // namespace pwlsim::prove
