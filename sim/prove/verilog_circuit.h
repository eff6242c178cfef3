// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/logic/circuit.h"

namespace pwlsim::prove {

/// A design as text.
struct Verilog {
  struct File {
    std::string name, text;
  };
  std::vector<File> files;
  std::string top;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< name and value
  /// Sums of several words as compressor trees, as synthesis makes them (Yosys' alumacc and maccmap), in place of one
  /// adder after another.
  bool trees = false;
};

/// The design as Yosys understands it, by as few passes as make an AIG of it. Asynchronous resets become what they are
/// while they last: a 0 at the register's output and in its next value. Undefined values become inputs of their own.
/// Throws InputError with the log's path, which is kept below `cache`, where Yosys fails; for implicit wires, undriven
/// nets and registers that a clock other than clk_i moves.
Circuit read_verilog(const Verilog& design, const std::filesystem::path& cache);

/// Name and version of Yosys.
std::string yosys_version();

}  // namespace pwlsim::prove
