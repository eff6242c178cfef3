// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/options.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/source_folder.h"
#include "sim/cli/command.h"
#include "sim/rooms.h"

namespace pwlsim::cli {
namespace {

constexpr const char* kLibertyHelp =
    "Cell library, plain or gzip, in one file or several; default: $PWLSIM_LIBERTY (files with : between), or OSU 180 "
    "nm of qflow-tech-osu018";

/// The models add their own endings.
std::string without_ending(std::string file) {
  const std::string ending = file.substr(std::max<std::size_t>(file.size(), 4) - 4);
  if (file.size() > 4 && (ending == ".fst" || ending == ".vcd")) file.resize(file.size() - 4);
  return file;
}

}  // namespace

const std::vector<std::string>& standard_units() { return units_of_role("standard"); }

void add_trace_option(Command& app, Options& options) {
  app.add_outputs("--trace", options.trace, "Write waveforms FILE.<unit>.fst (RTL) and FILE.<unit>.vcd (SystemC)",
                  {".fst", ".vcd"})
      ->transform(without_ending);
}

void add_run_options(Command& app, Options& options) {
  add_list(app, "--unit,--units", options.units, "Unit configurations, comma-separated, or all (see pwlsim list)",
           true);
  add_list(app, "--function", options.functions, "Functions, comma-separated, or all", true);
  CLI::Option* const method = app.add_option("--method", options.method, "How the table is made (see pwlsim list)");
  method->capture_default_str();
  CLI::Option* const tails =
      app.add_option("--tails", options.tails, "Beyond the range: hold the function's tails, or leave the lines free")
          ->capture_default_str();
  app.add_input("--table", options.table,
                "Take the tables of FILE (pwlsim fit, or GQA-LUT's JSON) in place of a method")
      ->excludes(method)
      ->excludes(tails);
  app.add_input("--stimulus", options.stimulus, "A named stimulus or a file (see pwlsim list)")->capture_default_str();
  app.also_reads("the recorded stimulus", [] { return files_in(recordings_folder(), ".npy"); });
  app.add_option("--column", options.column, "Column of a stimulus file with several: its name or number")
      ->check(check_name);
  app.add_option("--stall", options.stall, "When either side stalls (see pwlsim list)")->capture_default_str();
  add_whole(app, "--seed", options.seed, "Seed of everything random");
  add_whole(app, "--cycles", options.cycles, "Offer inputs for that many cycles; the stimulus repeats");
  add_whole(app, "--scale", options.scale, "Input scale s of integer units, S = 2^-s; default: finest for the range");
  add_whole(app, "--output-scale", options.output_scale, "Scale of output codes; default: finest for the values");
  add_number(app, "--rewrite", options.rewrite, "Probability that a cycle rewrites a random register while data flow",
             0, 1);
  // What a unit takes in a cycle of reset is lost, so with nothing but these a run would never end.
  add_number(app, "--reset", options.reset, "Probability, up to 0.99, that a cycle is a cycle of reset while data flow",
             0, 0.99);
  add_trace_option(app, options);
  add_document_options(app, options.document);
  add_rtl_options(app, options);
}

std::vector<const UnitConfig*> find_units(const std::vector<std::string>& names) {
  std::vector<const UnitConfig*> units;
  const auto add = [&](const UnitConfig& unit) {
    if (std::find(units.begin(), units.end(), &unit) == units.end()) units.push_back(&unit);
  };
  for (const std::string& name : join_parameters(names)) {
    if (name == kAll) {
      for (const UnitConfig& unit : named_units()) add(unit);
    } else {
      add(find_unit(name));
    }
  }
  return units;
}

void add_layout_options(Command& app, LayoutOptions& options) {
  app.add_input("--lef", options.lef,
                "LEF files with the outlines of the library's cells, which give their areas; or none; default: that of "
                "qflow-tech-osu018 for its library");
  app.add_input("--wire-load", options.wire_load,
                "Table of wires by fanout, or none; default: the library's own, or scripts/osu018_wires.txt for OSU "
                "180 nm");
}

void add_liberty_option(Command& app, std::vector<std::string>& liberty) {
  app.add_input("--liberty", liberty, kLibertyHelp);
  app.also_reads("the default of --liberty",
                 [&] { return liberty.empty() ? default_liberty() : std::vector<std::string>{}; });
}

void add_cost_options(Command& app, Options& options, bool flag) {
  CostOptions& cost = options.cost;
  if (flag) {
    app.add_flag("--cost,!--no-cost", cost.wanted,
                 "Synthesise the units, run their gates in the same lockstep, and show area, timing and power")
        ->default_val(cost.wanted);
  }
  const std::string usual = app.option_defaults()->get_group();
  app.option_defaults()->group(kCostGroup);
  add_liberty_option(app, cost.liberty);
  add_layout_options(app, cost.layout);
  add_number(app, "--clock", cost.clock, "Period of the clock that the units are mapped to, ns", 0.01, 1e6);
  app.add_option("--storage", cost.storage, "What holds the tables: flop, gated (behind clock gates) or latch")
      ->capture_default_str();
  add_list(app, "--dont-use", cost.dont_use, "Cells that the mapper leaves out, as patterns such as '*_lp*'", true);
  add_number(app, "--node-nand2-um2", cost.node_nand2,
             "Area of a two-input NAND of another node, um2: adds areas scaled to it", 1e-4, 1e6);
  app.add_input("--glitches", cost.glitches,
                "Verilog models of the library's cells, with delays: adds an estimate of power with glitches (slow)");
  app.option_defaults()->group(usual);
}

std::vector<std::string> default_liberty() {
  const char* named = std::getenv("PWLSIM_LIBERTY");
  if (named == nullptr || *named == '\0') return {"/usr/share/qflow/tech/osu018/osu018_stdcells.lib"};
  std::error_code ignored;
  if (std::filesystem::exists(named, ignored)) return {named};
  std::vector<std::string> files;
  std::istringstream list(named);
  for (std::string file; std::getline(list, file, ':');) {
    if (!file.empty()) files.push_back(file);
  }
  if (files.empty()) throw InputError("PWLSIM_LIBERTY: a file name is missing");
  return files;
}

Technology technology_of(const std::vector<std::string>& liberty, const LayoutOptions& layout,
                         const std::vector<std::string>& dont_use) {
  const std::vector<std::string> files = liberty.empty() ? default_liberty() : liberty;
  Technology technology =
      read_technology(std::vector<std::filesystem::path>(files.begin(), files.end()), dont_use, layout.files());
  for (const std::string& note : technology.library.notes) std::cerr << "pwlsim: " << note << "\n";
  if (!technology.left_out.empty()) std::cerr << "pwlsim: " << technology.left_out << "\n";
  return technology;
}

std::string replay_command(const Options& options, const std::string& unit, const std::string& function,
                           std::optional<std::uint64_t> enough) {
  std::string command = "pwlsim run --unit " + unit + " --function " + function;
  const auto add = [&](const char* option, const std::string& value) {
    command += std::string(" ") + option + " " + quoted(value);
  };
  if (options.table.empty()) {
    add("--method", options.method);
    if (!find_unit(unit).reduces_range) add("--tails", options.tails);
  } else {
    add("--table", options.table);
  }
  add("--stimulus", options.stimulus);
  if (!options.column.empty()) add("--column", options.column);
  add("--stall", options.stall);
  add("--seed", std::to_string(options.seed));
  std::optional<std::uint64_t> cycles = options.cycles;
  // A ramp's steps depend on how many there are.
  if (enough && options.stimulus != "ramp") cycles = std::min(*enough, options.cycles.value_or(*enough));
  if (cycles) add("--cycles", std::to_string(*cycles));
  if (options.scale) add("--scale", std::to_string(*options.scale));
  if (options.output_scale) add("--output-scale", std::to_string(*options.output_scale));
  if (options.rewrite > 0) add("--rewrite", fmt::format("{}", options.rewrite));
  if (options.reset > 0) add("--reset", fmt::format("{}", options.reset));
  command += rtl_arguments(options);
  if (options.cost.wanted) {
    command += " --cost";
    for (const std::string& file : options.cost.liberty) add("--liberty", file);
    add("--clock", fmt::format("{}", options.cost.clock));
    add("--storage", options.cost.storage);
    for (const std::string& file : options.cost.layout.lef) add("--lef", file);
    if (!options.cost.layout.wire_load.empty()) add("--wire-load", options.cost.layout.wire_load);
    for (const std::string& pattern : options.cost.dont_use) add("--dont-use", pattern);
  }
  add("--trace", options.trace.empty() ? "mismatch" : options.trace);
  return command;
}

std::string recordings_folder() {
  const char* named = std::getenv("PWLSIM_RECORDINGS");
  return named != nullptr && *named != '\0' ? std::string(named) : (source_folder() / "tests/data").string();
}

std::string program_name() { return "pwlsim " PWLSIM_VERSION; }

}  // namespace pwlsim::cli
