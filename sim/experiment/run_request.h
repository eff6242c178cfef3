// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/rtl_request.h"
#include "sim/experiment/technology.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// How tables are made unless a request says otherwise.
constexpr const char* kDefaultMethod = "optimal";

/// What is asked of synthesis and power.
struct CostRequest {
  bool wanted = false;
  LibraryRequest library;
  double clock = 10;                 ///< period that units are mapped to, ns
  std::string storage = "flop";      ///< of the tables: a name of table_storages()
  std::optional<double> node_nand2;  ///< area of a NAND2 of another node, um2, to which areas are scaled
  std::string glitches;              ///< file of Verilog models of the cells, with delays; empty: no estimate
};

/// A lockstep run of some functions on some units. Texts are those of the command line (pwlsim list has the names).
struct RunRequest : RtlRequest {
  std::vector<std::string> units;      ///< names or "all"; empty: those of `table`, or standard_units()
  std::vector<std::string> functions;  ///< names or "all"; empty: those of `table`, or gelu
  std::string method = kDefaultMethod;
  std::string tails = "hold";
  std::string table;           ///< file of tables in place of the method
  bool single = false;         ///< several units or functions are an error
  std::string stimulus;        ///< a name or a file; empty: recorded where each function has a recording, else uniform
  std::string column;          ///< of a stimulus file with several
  std::string stall = "none";  ///< as Stall::parse() takes it
  std::uint64_t seed = 1;      ///< of everything random
  std::optional<std::uint64_t> cycles;  ///< that inputs are offered for; default: each input once
  std::optional<int> scale;             ///< of the inputs of integer units; default: default_scale()
  std::optional<int> output_scale;      ///< of output codes; default: default_output_scale()
  double rewrite = 0;                   ///< probability, 0 to 1, that a cycle rewrites a random register
  double reset = 0;                     ///< probability, 0 to 0.99, that a cycle is one of reset
  std::string trace;                    ///< what the names of waveform files begin with; empty: none are written
  CostRequest cost;

  /// The file that tables come from; empty: the method makes them.
  const std::string& table_file() const { return fixed_table.empty() ? table : fixed_table; }
};

}  // namespace pwlsim::experiment
