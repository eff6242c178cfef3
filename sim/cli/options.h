// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/document_options.h"
#include "sim/cli/rtl_options.h"
#include "sim/cost/liberty/layout_data.h"
#include "sim/cost/map/synthesis.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// How tables are made unless --method says otherwise.
constexpr const char* kDefaultMethod = "optimal";

/// What the command line says about the layout of a library's cells.
struct LayoutOptions {
  std::vector<std::string> lef;
  std::string wire_load;

  LayoutFiles files() const { return {{lef.begin(), lef.end()}, wire_load}; }
};

/// What the command line says about synthesis and power.
struct CostOptions {
  bool wanted = false;
  std::vector<std::string> liberty;  ///< files of one library; empty: default_liberty()
  double clock = 10;                 ///< ns
  std::string storage = "flop";
  LayoutOptions layout;
  std::vector<std::string> dont_use;
  std::optional<double> node_nand2;  ///< um2
  std::string glitches;              ///< Verilog models of the cells, with delays
};

/// What the command line says about a lockstep run. The same option means the same in every subcommand.
struct Options : RtlOptions {
  std::vector<std::string> units;
  std::vector<std::string> functions = {"gelu"};
  std::string method = kDefaultMethod;
  std::string tails = "hold";
  std::string table;  ///< file of tables in place of the method
  std::string stimulus = "recorded";
  std::string column;  ///< of a stimulus that is a file
  std::string stall = "none";
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> cycles;
  std::optional<int> scale, output_scale;
  double rewrite = 0, reset = 0;
  std::string trace, junit;
  DocumentOptions document;
  CostOptions cost;
};

/// The units of a comparison when none are named: INT8 beside its baselines, with 8 and with 16 entries.
const std::vector<std::string>& standard_units();

/// Adds --trace.
void add_trace_option(Command& app, Options& options);

/// Adds all options of a lockstep run to a subcommand.
void add_run_options(Command& app, Options& options);

/// Adds --liberty.
void add_liberty_option(Command& app, std::vector<std::string>& liberty);

/// Adds --lef and --wire-load, which stand wherever --liberty does.
void add_layout_options(Command& app, LayoutOptions& options);

/// The heading in --help of what has no meaning without synthesis.
constexpr const char* kCostGroup = "Gates and cost";

/// Adds the options of synthesis and power to a subcommand that also has those of a lockstep run; with `flag` --cost
/// and --no-cost among them.
void add_cost_options(Command& app, Options& options, bool flag);

/// The Liberty files used unless --liberty names some: $PWLSIM_LIBERTY, which is one file's name or names with :
/// between, or that of Debian's qflow-tech-osu018.
std::vector<std::string> default_liberty();

/// Reads the library of these files, or of default_liberty() when there are none, and says on stderr which cells are
/// left out.
Technology technology_of(const std::vector<std::string>& liberty, const LayoutOptions& layout,
                         const std::vector<std::string>& dont_use = {});

/// What names all units, or all functions.
constexpr const char* kAll = "all";

/// The units of these names, or of "all", each once. Throws InputError for an unknown one.
std::vector<const UnitConfig*> find_units(const std::vector<std::string>& names);

/// The command line that repeats a run of one unit and function with a waveform, shortened to `enough` cycles of data
/// where that is given.
std::string replay_command(const Options& options, const std::string& unit, const std::string& function,
                           std::optional<std::uint64_t> enough);

/// Folder of the bundled recordings, <function>.npy.
std::string recordings_folder();

/// "pwlsim 0.1.0".
std::string program_name();

}  // namespace pwlsim::cli
